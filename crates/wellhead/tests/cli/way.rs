//! A ledger, and the way an import takes to it: directly, or through a server.

use std::ops::Deref;
use std::process::Command;

use crate::server::Server;
use crate::support::Engine;

/// A ledger and the way to it.
pub(crate) struct Way {
    /// The server, if there is one; it is stopped before its database is dropped.
    server: Option<Server>,
    engine: Engine,
}

impl Deref for Way {
    type Target = Engine;

    fn deref(&self) -> &Engine {
        &self.engine
    }
}

impl Way {
    pub(crate) fn local(engine: Engine) -> Self {
        Self {
            server: None,
            engine,
        }
    }

    pub(crate) fn remote(engine: Engine) -> Self {
        engine.json(&["connector", "create", "crm"]);
        Self {
            server: Some(Server::start(&engine)),
            engine,
        }
    }

    /// An import into a workspace.
    pub(crate) fn import(&self, workspace: &str, more: &[&str]) -> Command {
        self.import_from("crm", workspace, more)
    }

    /// The same from this connector.
    pub(crate) fn import_from(&self, connector: &str, workspace: &str, more: &[&str]) -> Command {
        let mut command = self.command(&["import", "--workspace", workspace]);
        command.args(["--connector", connector, "--direction", "input"]);
        command.args(["--output", "json"]).args(more);
        if let Some(server) = &self.server {
            command.args(["--server", &server.url]);
            command.env("WELLHEAD_KEY", self.token(workspace, "admin"));
            command.env("WELLHEAD_DATABASE", "sqlite:/no/such/directory/ledger.db");
        }
        command
    }
}

/// Makes a test for each engine and way of every function named.
macro_rules! on_both_engines_either_way {
    ($($case:ident),+ $(,)?) => {
        mod sqlite {
            use super::{Engine, Way};
            $(#[test] fn $case() { super::$case(&Way::local(Engine::sqlite())); })+
        }
        mod postgres {
            use super::{Engine, Way};
            $(#[test] fn $case() { super::$case(&Way::local(Engine::postgres())); })+
        }
        mod sqlite_through_a_server {
            use super::{Engine, Way};
            $(#[test] fn $case() { super::$case(&Way::remote(Engine::sqlite())); })+
        }
        mod postgres_through_a_server {
            use super::{Engine, Way};
            $(#[test] fn $case() { super::$case(&Way::remote(Engine::postgres())); })+
        }
    };
}
pub(crate) use on_both_engines_either_way;
