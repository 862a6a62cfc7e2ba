//! The operations, for the service and for the database alone.

mod check;

use std::io::Write;

use jiff::Timestamp;
use rand::rngs::StdRng;
use rand::{RngExt, seq::IndexedRandom};

use crate::ledger::{Id, Ledger, Tenant};

/// The path of links.
pub(crate) const LINKS: &str = "/v1/people-workspace-connectors";

/// An operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Operation {
    Retrieve,
    PersonLinks,
    WorkspaceList,
    TimeRange,
    /// In many workspaces.
    Create,
    /// In one workspace, so that those that arrive together can share a statement.
    CreateTogether,
}

impl Operation {
    pub(crate) const ALL: [Self; 6] = [
        Self::Retrieve,
        Self::PersonLinks,
        Self::WorkspaceList,
        Self::TimeRange,
        Self::Create,
        Self::CreateTogether,
    ];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Retrieve => "retrieve",
            Self::PersonLinks => "a person's links",
            Self::WorkspaceList => "the workspace list",
            Self::TimeRange => "a connector's time range",
            Self::Create => "create",
            Self::CreateTogether => "create, all in one workspace",
        }
    }

    pub(crate) const fn creates(self) -> bool {
        matches!(self, Self::Create | Self::CreateTogether)
    }

    /// The tenants that it is about.
    pub(crate) fn tenants(self, ledger: &Ledger) -> &[Tenant] {
        match self {
            Self::Create => ledger.writers(),
            Self::CreateTogether => &ledger.writers()[..1],
            _ => ledger.readers(),
        }
    }

    /// A random question of this kind to one of `tenants`.
    pub(crate) fn question<'l>(self, tenants: &'l [Tenant], rng: &mut StdRng) -> Question<'l> {
        let tenant = tenants.choose(rng).expect("a ledger has tenants");
        let person = tenant.first_person + rng.random_range(0..tenant.people);
        let connector = tenant.first_connector + rng.random_range(0..tenant.connectors);
        let about = match self {
            Self::Retrieve => loop {
                let link = tenant.first_link + rng.random_range(0..tenant.links);
                if !tenant.link(link).is_deleted {
                    break About::Link(link);
                }
            },
            Self::PersonLinks => About::Person(person),
            Self::WorkspaceList => About::Workspace,
            Self::TimeRange => About::Range {
                connector,
                start: rng.random_range(0..tenant.links - tenant.range()),
            },
            Self::Create | Self::CreateTogether => About::New { person, connector },
        };
        Question { tenant, about }
    }
}

/// One question, which also knows the right answer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Question<'l> {
    pub(crate) tenant: &'l Tenant,
    pub(crate) about: About,
}

/// What is asked; people, connectors and links by their numbers.
#[derive(Debug, Clone, Copy)]
pub(crate) enum About {
    Link(u32),
    Person(u32),
    Workspace,
    /// The time range that begins with this link of the tenant.
    Range {
        connector: u32,
        start: u32,
    },
    New {
        person: u32,
        connector: u32,
    },
}

impl Question<'_> {
    /// The question as an HTTP request.
    pub(crate) fn write_request(&self, token: &str, out: &mut Vec<u8>) {
        out.clear();
        self.try_write(token, out)
            .expect("writing to memory cannot fail");
    }

    fn try_write(&self, token: &str, out: &mut Vec<u8>) -> std::io::Result<()> {
        match self.about {
            About::Link(link) => write!(out, "GET {LINKS}/{}", Id::Link.of(link))?,
            About::Person(person) => {
                write!(out, "GET {LINKS}?filter[people]={}", Id::Person.of(person))?;
            }
            About::Workspace => write!(out, "GET {LINKS}")?,
            About::Range { connector, start } => {
                let (from, until) = self.range(start);
                write!(
                    out,
                    "GET {LINKS}?filter[workspace_connector]={}\
                     &filter[created_at][gte]={}&filter[created_at][lt]={}",
                    Id::WorkspaceConnector.of(connector),
                    timestamp(from),
                    timestamp(until),
                )?;
            }
            About::New { .. } => write!(out, "POST {LINKS}")?,
        }
        write!(
            out,
            " HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\nAccept: application/vnd.api+json\r\n"
        )?;
        match self.about {
            About::New { person, connector } => {
                let body = format!(
                    "{{\"data\":{{\"type\":\"people_workspace_connector\",\
                     \"attributes\":{{\"direction\":\"input\"}},\"relationships\":{{\
                     \"people\":{{\"data\":{{\"type\":\"people\",\"id\":\"{}\"}}}},\
                     \"workspace_connector\":{{\"data\":{{\"type\":\"workspace_connector\",\"id\":\"{}\"}}}}}}}}}}",
                    Id::Person.of(person),
                    Id::WorkspaceConnector.of(connector),
                );
                write!(
                    out,
                    "Content-Type: application/vnd.api+json\r\nContent-Length: {}\r\n\r\n{body}",
                    body.len()
                )
            }
            _ => write!(out, "\r\n"),
        }
    }

    /// The question as the variables of the ceiling's script.
    pub(crate) fn variables(&self) -> Vec<(&'static str, i64)> {
        let mut variables = vec![("workspace", i64::from(self.tenant.number))];
        match self.about {
            About::Link(link) => variables.push(("link", link.into())),
            About::Person(person) => variables.push(("person", person.into())),
            About::Workspace => {}
            About::Range { connector, start } => {
                let (from, until) = self.range(start);
                variables.push(("connector", connector.into()));
                variables.extend([("from", from), ("until", until)]);
            }
            About::New { person, connector } => {
                variables.push(("person", person.into()));
                variables.push(("connector", connector.into()));
            }
        }
        variables
    }

    fn range(&self, start: u32) -> (i64, i64) {
        let end = start + self.tenant.range();
        (self.tenant.time(start), self.tenant.time(end))
    }
}

pub(crate) fn timestamp(micros: i64) -> Timestamp {
    Timestamp::from_microsecond(micros).expect("the ledger lies within a few years")
}
