use wellhead_core::cause::Grounds;
use wellhead_core::journal::{Act, Draft, Entry, Heading};
use wellhead_core::record::Kind;
use wellhead_core::store::StoreError;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use crate::error::Refused;
use crate::row::At;
use crate::writer::Writer;

/// The statement that raises the counter and writes rows. Its parameters: the workspace's `pk`, the number of changes, all
/// their `pk`s, and of each row the place of its first `pk` among them, their number, its time, its kind, whether it is
/// about links, its act, its reason, and what and who its cause is.
const WRITE: &str = "WITH head AS ( \
       UPDATE core_api.journal_heads SET head = head + $2 WHERE workspace_pk = $1 RETURNING head) \
     INSERT INTO core_api.journal \
       (workspace_pk, position, at, record, is_link, act, reason, cause_as, cause_by, pks) \
     SELECT $1, head.head - $2 + e.first, e.at, e.record, e.is_link, e.act::core_api.act_enum, \
       e.reason::core_api.reason_enum, e.cause_as::core_api.cause_enum, e.cause_by, \
       ($3::bigint[])[e.first : e.first + e.length - 1] \
     FROM head, unnest($4::bigint[], $5::bigint[], $6::timestamptz[], $7::text[], $8::boolean[], $9::text[], \
       $10::text[], $11::text[], $12::uuid[]) \
       e (first, length, at, record, is_link, act, reason, cause_as, cause_by)";

impl Writer<'_> {
    /// Notes that links were changed at the time of the current command.
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
        self.note_each(heading, ended);
    }

    /// Notes and counts that records were changed at the time of the current command.
    pub(crate) fn note_records(&self, kind: Kind, act: Act, pks: impl IntoIterator<Item = i64>) {
        let pks: Vec<i64> = pks.into_iter().collect();
        let number = pks.len();
        self.note(self.heading(kind, false, act, None), pks);
        self.count(|counts| counts.records(kind, act, number));
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

    /// Writes down what the transaction has changed. Nothing but the counts may come between this and the commit.
    pub(crate) async fn journal(&self, draft: &Draft) -> Result<(), Refused> {
        if draft.is_empty() {
            return Ok(());
        }
        let rows = draft.entries();
        let total = i64::try_from(draft.len()).unwrap_or(i64::MAX);
        let pks: Vec<i64> = rows.iter().flat_map(|entry| &entry.pks).copied().collect();
        let lengths: Vec<i64> = rows.iter().map(length).collect();
        let firsts: Vec<i64> = lengths
            .iter()
            .scan(1, |next, length| {
                let first = *next;
                *next += length;
                Some(first)
            })
            .collect();
        let of = |heading: fn(&Heading) -> &'static str| -> Vec<&'static str> {
            rows.iter().map(|entry| heading(&entry.heading)).collect()
        };
        let reasons: Vec<Option<&str>> = rows
            .iter()
            .map(|entry| entry.heading.reason.map(Grounds::as_str))
            .collect();
        let times: Vec<At> = rows.iter().map(|entry| At(entry.heading.at)).collect();
        let are_links: Vec<bool> = rows.iter().map(|entry| entry.heading.is_link).collect();
        let causes: Vec<_> = rows.iter().map(|entry| entry.heading.cause.id()).collect();
        let written = self
            .execute(
                WRITE,
                &[
                    self.tenant.pk(),
                    &total,
                    &pks,
                    &firsts,
                    &lengths,
                    &times,
                    &of(|heading| heading.kind.as_str()),
                    &are_links,
                    &of(|heading| heading.act.as_str()),
                    &reasons,
                    &of(|heading| heading.cause.kind().as_str()),
                    &causes,
                ],
            )
            .await?;
        if usize::try_from(written).is_ok_and(|written| written == rows.len()) {
            Ok(())
        } else {
            Err(Refused::Failed(StoreError::Failed(
                "the workspace has no journal".into(),
            )))
        }
    }
}

fn length(entry: &Entry) -> i64 {
    i64::try_from(entry.pks.len()).unwrap_or(i64::MAX)
}

/// The statement that writes down which of the links with the public ids `$1` the transaction has made, in the journals of
/// all their workspaces.
pub(crate) fn journal_made(kind: Kind) -> String {
    format!("SELECT core_api.journal_{kind}_workspace_connectors_made($1)")
}
