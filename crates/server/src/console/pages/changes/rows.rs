use std::collections::BTreeMap;

use maud::{Markup, html};
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::journal::{Act, Change, Changed};
use wellhead_core::record::Kind;
use wellhead_core::store::StoreError;

use super::super::parts;
use crate::console::Console;
use crate::console::causes::ended;
use crate::console::kinds::link_url;
use crate::console::naming::Ends;
use crate::console::session::Visitor;
use crate::console::table::{Column, Row};
use crate::console::words::{self, count};

/// The names that some changes need, by kind of record.
pub(super) struct Rows(BTreeMap<Kind, Ends>);

impl Rows {
    /// Looks up the names for `changes`: a few queries for each kind among them.
    pub(super) async fn of(
        console: &Console,
        visitor: Visitor,
        changes: &[Change],
    ) -> Result<Self, StoreError> {
        let mut rows = BTreeMap::new();
        for kind in Kind::ALL {
            let of_kind = || changes.iter().filter(move |it| it.subject.kind() == kind);
            if of_kind().next().is_none() {
                continue;
            }
            let said = || of_kind().flat_map(|change| change.subject.ends());
            let records = of_kind().filter_map(|change| match change.subject {
                Changed::Record(record) => Some(record.id),
                Changed::Link { .. } => None,
            });
            let ends = Ends::found(
                console,
                visitor,
                kind,
                records.chain(said().map(|it| it.record)),
                said().map(|it| it.workspace_connector),
                of_kind().map(|change| change.cause),
            );
            rows.insert(kind, ends.await?);
        }
        Ok(Self(rows))
    }

    /// One change.
    pub(super) fn row(&self, change: &Change) -> Row {
        let ends = &self.0[&change.subject.kind()];
        Row::new([
            html! { (count(change.place.position)) },
            words::time(change.at),
            what(change, ends),
            ends.causes.who(change.cause),
        ])
    }
}

/// The columns of changes.
pub(super) fn columns() -> [Column; 4] {
    [
        Column::number("Position"),
        Column::new("When"),
        Column::new("What"),
        Column::new("By"),
    ]
}

/// `Ada ← HubSpot: the link was created`
fn what(change: &Change, ends: &Ends) -> Markup {
    match change.subject {
        Changed::Record(record) => html! {
            (parts::record(record.id, ends)) " was " (done(change))
        },
        Changed::Link {
            kind,
            id,
            now,
            before,
        } => html! {
            (parts::record(now.record, ends)) " " (parts::direction(now.direction)) " " (connector(now.workspace_connector, ends))
            ": " a href=(link_url(kind, id)) { "the link" } " was " (done(change))
            @if let Some(before) = before {
                "; before, it was " (parts::record(before.record, ends)) " " (parts::direction(before.direction)) " "
                (connector(before.workspace_connector, ends))
            }
        },
    }
}

fn connector(id: WorkspaceConnectorId, ends: &Ends) -> Markup {
    parts::connector(&ends.connectors[&id])
}

fn done(change: &Change) -> &'static str {
    match (change.act, change.reason) {
        (Act::Created, _) => "created",
        (Act::Updated, _) => "changed",
        (Act::Restored, _) => "restored",
        (Act::Deleted, None) => "deleted",
        (Act::Deleted, reason) => ended(reason),
    }
}
