//! Batches of commands.

mod expect;

use async_trait::async_trait;
use wellhead_core::cause::Author;
use wellhead_core::command::{Command, Outcome};
use wellhead_core::id::{IdentityId, LinkId};
use wellhead_core::store::{ApplyError, Store, StoreError};
use wellhead_core::time::Timestamp;

use crate::PostgresStore;
use crate::error::Refused;
use crate::work::{Work, whole};
use crate::writer::Writer;

#[async_trait]
impl Store for PostgresStore {
    async fn apply(
        &self,
        author: Author,
        at: Timestamp,
        commands: Vec<Command>,
    ) -> Result<Vec<Outcome>, ApplyError> {
        if commands.is_empty() {
            return Ok(Vec::new());
        }
        if let Some(made) = self.together.make(author, at, &commands).await {
            return Ok(vec![made?]);
        }
        let locks: Vec<u128> = commands.iter().filter_map(lock).collect();
        // Batches with many ids wait for each other: here, and not with a connection in their hands.
        let _turn = match locks.len() {
            0 | 1 => None,
            _ => Some(self.turns.take(author.tenant).await?),
        };
        let batch = Batch {
            commands: &commands,
            locks,
        };
        self.write(author, at, &batch).await
    }

    async fn ready(&self) -> Result<(), StoreError> {
        self.is_ready().await
    }
}

/// Commands that are applied together.
struct Batch<'a> {
    commands: &'a [Command],
    /// What they need to be alone with.
    locks: Vec<u128>,
}

#[async_trait]
impl Work for Batch<'_> {
    type Done = Vec<Outcome>;

    async fn run(&self, writer: &mut Writer<'_>) -> Result<Vec<Outcome>, (usize, Refused)> {
        writer.lock_all(&self.locks).await.map_err(whole)?;
        let began = writer.at;
        let mut outcomes = Vec::with_capacity(self.commands.len());
        for (index, command) in self.commands.iter().enumerate() {
            writer.at = began.plus_micros(i64::try_from(index).unwrap_or(i64::MAX));
            let outcome = writer.command(command).await;
            outcomes.push(outcome.map_err(|refused| (index, refused))?);
        }
        Ok(outcomes)
    }
}

/// The lock that a command takes: so that no two bring the same id.
fn lock(command: &Command) -> Option<u128> {
    let brought = match command {
        Command::LinkCreate(new) => new.id.brought().map(LinkId::uuid),
        Command::IdentityCreate(new) => new.id.brought().map(IdentityId::uuid),
        _ => None,
    };
    brought.map(|id| id.as_u128())
}

impl Writer<'_> {
    async fn command(&mut self, command: &Command) -> Result<Outcome, Refused> {
        match command {
            Command::LinkCreate(new) => self.link_create(new).await,
            Command::LinkUpdate(kind, id, changes) => self.link_update(*kind, *id, *changes).await,
            Command::LinkDelete(kind, id) => self.link_delete(*kind, *id).await,
            Command::RecordCreate(new) => self.record_create(new).await,
            Command::RecordUpdate(record, changes) => self.record_update(*record, changes).await,
            Command::RecordDelete(record) => self.record_delete(*record).await,
            Command::IdentityCreate(new) => self.identity_create(new).await,
            Command::IdentityDelete(kind, id) => self.identity_delete(*kind, *id).await,
            Command::WorkspaceConnectorCreate(new) => self.workspace_connector_create(new).await,
            Command::WorkspaceConnectorUpdate(id, changes) => {
                self.workspace_connector_update(*id, changes).await
            }
            Command::WorkspaceConnectorDelete(id) => self.workspace_connector_delete(*id).await,
            Command::Expect(subject, expected) => self.expect(*subject, expected).await,
        }
    }
}
