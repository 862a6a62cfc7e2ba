//! Batches of commands.

mod expect;

use std::cell::RefCell;
use std::time::Duration;

use async_trait::async_trait;
use rusqlite::Connection;
use tokio::time::timeout;
use wellhead_core::cause::Author;
use wellhead_core::command::{Command, Outcome, Rejection};
use wellhead_core::store::{ApplyError, Store, StoreError};
use wellhead_core::time::Timestamp;

use crate::SqliteStore;
use crate::aliases::Aliases;
use crate::change::Change;
use crate::error::{Undone, rejected};
use crate::{identities, links, records, workspace_connectors};

/// How long a writer and a reader may take to become free before the store counts as not ready.
const AT_ONCE: Duration = Duration::from_secs(1);

#[async_trait]
impl Store for SqliteStore {
    async fn apply(
        &self,
        author: Author,
        at: Timestamp,
        commands: Vec<Command>,
    ) -> Result<Vec<Outcome>, ApplyError> {
        if let Some(made) = self.together.make(author, at, &commands).await {
            return Ok(vec![made?]);
        }
        self.pool
            .write_for(author.tenant, move |connection| {
                apply(connection, author, at, commands)
            })
            .await
    }

    async fn ready(&self) -> Result<(), StoreError> {
        timeout(AT_ONCE, self.pool.try_out())
            .await
            .map_err(|late| StoreError::Unavailable(late.into()))?
    }
}

fn apply(
    connection: &Connection,
    author: Author,
    at: Timestamp,
    commands: Vec<Command>,
) -> Result<Vec<Outcome>, Undone<ApplyError>> {
    let mut aliases = Aliases::default();
    let draft = RefCell::default();
    let mut change = Change::begin(connection, author, at, &draft)?;
    let mut outcomes = Vec::with_capacity(commands.len());
    for (index, command) in commands.into_iter().enumerate() {
        let outcome = aliases
            .resolve(command)
            .map_err(Undone::Refused)
            .and_then(|command| one(&change, &mut aliases, command))
            .map_err(|undone| rejected(undone, index))?;
        outcomes.push(outcome);
        change.at = change.at.plus_micros(1);
    }
    change.journal().map_err(|undone| rejected(undone, 0))?;
    Ok(outcomes)
}

fn one(
    change: &Change<'_>,
    aliases: &mut Aliases,
    command: Command,
) -> Result<Outcome, Undone<Rejection>> {
    Ok(match command {
        Command::LinkCreate(new) => Outcome::Link(links::create(change, &new)?),
        Command::LinkUpdate(kind, id, changes) => {
            Outcome::Link(links::update(change, kind, id, changes)?)
        }
        Command::LinkDelete(kind, id) => {
            links::delete(change, kind, id)?;
            Outcome::Deleted
        }
        Command::RecordCreate(new) => {
            let given = new.reference();
            let outcome = records::create(change, new)?;
            if let Outcome::RecordResolved(found) = &outcome {
                aliases.add(given, found.record.id);
            }
            outcome
        }
        Command::RecordUpdate(record, changes) => {
            Outcome::Record(records::update(change, record, changes)?)
        }
        Command::RecordDelete(record) => {
            records::delete(change, record)?;
            Outcome::Deleted
        }
        Command::IdentityCreate(new) => Outcome::Identity(identities::create(change, new)?),
        Command::IdentityDelete(kind, id) => {
            identities::delete(change, kind, id)?;
            Outcome::Deleted
        }
        Command::WorkspaceConnectorCreate(new) => {
            Outcome::WorkspaceConnector(workspace_connectors::create(change, &new)?)
        }
        Command::WorkspaceConnectorUpdate(id, changes) => {
            Outcome::WorkspaceConnector(workspace_connectors::update(change, id, &changes)?)
        }
        Command::WorkspaceConnectorDelete(id) => {
            workspace_connectors::delete(change, id)?;
            Outcome::Deleted
        }
        Command::Expect(subject, expected) => {
            expect::expect(change, subject, &expected)?;
            Outcome::AsExpected
        }
    })
}
