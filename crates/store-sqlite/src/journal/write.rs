use rusqlite::named_params;
use wellhead_core::cause::Grounds;
use wellhead_core::command::Rejection;
use wellhead_core::journal::{Act, Heading};
use wellhead_core::record::Kind;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use crate::change::Change;
use crate::error::Undone;
use crate::statement::prepare;

impl Change<'_> {
    /// Notes that links were changed at the time of this command.
    pub(crate) fn note_links(
        &self,
        kind: Kind,
        act: Act,
        reason: Option<Grounds>,
        pks: impl IntoIterator<Item = i64>,
    ) {
        self.note(self.heading(kind, true, act, reason), pks);
    }

    /// Notes that links were ended, each at its own time.
    pub(crate) fn note_ended(
        &self,
        kind: Kind,
        reason: Grounds,
        ended: impl IntoIterator<Item = (i64, Timestamp)>,
    ) {
        let heading = self.heading(kind, true, Act::Deleted, Some(reason));
        self.draft.borrow_mut().note_each(heading, ended);
    }

    /// Notes that a record was changed at the time of this command.
    pub(crate) fn note_record(&self, kind: Kind, act: Act, pk: i64) {
        self.note(self.heading(kind, false, act, None), [pk]);
    }

    pub(crate) fn note(&self, heading: Heading, pks: impl IntoIterator<Item = i64>) {
        self.draft.borrow_mut().note(heading, pks);
    }

    pub(crate) fn heading(
        &self,
        kind: Kind,
        is_link: bool,
        act: Act,
        reason: Option<Grounds>,
    ) -> Heading {
        Heading {
            at: self.at,
            kind,
            is_link,
            act,
            reason,
            cause: self.by,
        }
    }

    /// Writes down what was changed so far, unless the workspace would have more than it may.
    pub(crate) fn journal(&self) -> Result<(), Undone<Rejection>> {
        let draft = self.draft.take();
        if draft.is_empty() {
            return Ok(());
        }
        self.keep_quotas(&draft)?;
        let workspace = self.tenant.pk();
        let total = i64::try_from(draft.len()).unwrap_or(i64::MAX);
        let sql = "UPDATE journal_heads SET head = head + :total WHERE workspace_pk = :workspace
            RETURNING head - :total + 1";
        let mut position: i64 = prepare(self.connection, sql)?.query_row(
            named_params! { ":workspace": workspace, ":total": total },
            |row| row.get(0),
        )?;
        let sql = "INSERT INTO journal
                (workspace_pk, position, at, record, is_link, act, reason, cause_as, cause_by, pks)
            VALUES (:workspace, :position, :at, :record, :is_link, :act, :reason, :as, :by, :pks)";
        let mut insert = prepare(self.connection, sql)?;
        for entry in draft.entries() {
            let heading = entry.heading;
            let pks: Vec<u8> = entry.pks.iter().flat_map(|pk| pk.to_be_bytes()).collect();
            insert.execute(named_params! {
                ":workspace": workspace,
                ":position": position,
                ":at": heading.at.as_micros(),
                ":record": heading.kind.as_str(),
                ":is_link": heading.is_link,
                ":act": heading.act.as_str(),
                ":reason": heading.reason.map(Grounds::as_str),
                ":as": heading.cause.kind().as_str(),
                ":by": heading.cause.id(),
                ":pks": pks,
            })?;
            position += i64::try_from(entry.pks.len()).unwrap_or(i64::MAX);
        }
        Ok(())
    }
}
