use tokio_postgres::Row;
use wellhead_core::cause::Grounds;
use wellhead_core::journal::{Act, Change, Changes, Expired, Place};
use wellhead_core::record::Kind;
use wellhead_core::store::StoreError;
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use super::state::Subjects;
use crate::cause::cause;
use crate::row::{Count, count, label, label_or_null, time, time_or_null};
use crate::session::Session;

/// The statement that finds what a place is checked against. Its parameters: the workspace's `pk` and the position.
const HEAD: &str = "SELECT h.head, h.forgotten, h.forgotten_at, ( \
       SELECT j.at FROM core_api.journal j \
       WHERE j.workspace_pk = $1 AND j.position <= $2 ORDER BY j.position DESC LIMIT 1) \
     FROM core_api.journal_heads h WHERE h.workspace_pk = $1";

/// The statement that reads the rows with the changes after the position `$2` up to `$3`. A row has as many positions as
/// `pk`s, and the first may begin before and the last end after those wanted.
pub(super) const ROWS: &str = "SELECT greatest(j.position, $2::bigint + 1), j.at, j.record, j.is_link, j.act::text, \
       j.reason::text, j.cause_as::text, j.cause_by, \
       j.pks[greatest($2 + 2 - j.position, 1) : least($3::bigint + 1 - j.position, cardinality(j.pks))] \
     FROM core_api.journal j \
     WHERE j.workspace_pk = $1 AND j.position <= $3 AND j.position >= coalesce(( \
       SELECT f.position FROM core_api.journal f \
       WHERE f.workspace_pk = $1 AND f.position <= $2 + 1 ORDER BY f.position DESC LIMIT 1), 0) \
     ORDER BY j.position";

/// The head of a journal, and what is known of one place in it.
struct Head {
    position: u64,
    forgotten: Place,
    /// The time of the row that has the position, or of the last one before it.
    at: Option<Timestamp>,
}

impl Head {
    async fn look(session: &Session, tenant: Tenant, at: u64) -> Result<Self, StoreError> {
        let at = Count(at.min(i64::MAX.cast_unsigned()));
        let row = session
            .query_opt(HEAD, &[tenant.pk(), &at])
            .await?
            .ok_or_else(|| StoreError::Failed("the workspace has no journal".into()))?;
        Ok(Self {
            position: count(&row, 0),
            forgotten: Place {
                position: count(&row, 1),
                at: time_or_null(&row, 2),
            },
            at: time_or_null(&row, 3),
        })
    }

    fn expired(&self) -> Expired {
        Expired {
            oldest: self.forgotten,
            head: self.position,
        }
    }

    /// Whether the journal goes on from `place`.
    fn has(&self, place: Place) -> bool {
        let known = if place.position == self.forgotten.position {
            self.forgotten.at
        } else {
            self.at
        };
        (self.forgotten.position..=self.position).contains(&place.position)
            && (place.at.is_none() || place.at == known)
    }
}

/// The rows of a journal's changes after a place.
struct JournalRow {
    /// The position of its first change.
    first: u64,
    at: Timestamp,
    kind: Kind,
    is_link: bool,
    act: Act,
    reason: Option<Grounds>,
    cause: wellhead_core::cause::Cause,
    pks: Vec<i64>,
}

fn journal_row(row: &Row) -> Result<JournalRow, StoreError> {
    Ok(JournalRow {
        first: count(row, 0),
        at: time(row, 1),
        kind: label(row, 2)?,
        is_link: row.get(3),
        act: label(row, 4)?,
        reason: label_or_null(row, 5)?,
        cause: cause(row, 6)?.ok_or_else(|| StoreError::Failed("a change has no cause".into()))?,
        pks: row.get(8),
    })
}

pub(super) async fn read(
    session: &Session,
    tenant: Tenant,
    after: Place,
    most: usize,
) -> Result<Result<Changes, Expired>, StoreError> {
    let head = Head::look(session, tenant, after.position).await?;
    if !head.has(after) {
        return Ok(Err(head.expired()));
    }
    let most = u64::try_from(most).unwrap_or(u64::MAX);
    let last = after.position.saturating_add(most).min(head.position);
    let rows = session
        .query(ROWS, &[tenant.pk(), &Count(after.position), &Count(last)])
        .await?;
    let rows: Vec<JournalRow> = rows.iter().map(journal_row).collect::<Result<_, _>>()?;
    // They may have been forgotten since the look at the head.
    if rows
        .first()
        .is_some_and(|row| row.first > after.position + 1)
        || rows.is_empty() && head.position > after.position && most > 0
    {
        let head = Head::look(session, tenant, after.position).await?;
        return Ok(Err(head.expired()));
    }
    let mut subjects = Subjects::default();
    for row in &rows {
        subjects.want(row.kind, row.is_link, &row.pks);
    }
    subjects.find(session, tenant).await?;
    let mut changes = Vec::new();
    for row in rows {
        for (position, pk) in (row.first..).zip(&row.pks) {
            let place = Place {
                position,
                at: Some(row.at),
            };
            changes.push(Change {
                place,
                at: row.at,
                act: row.act,
                reason: row.reason,
                cause: row.cause,
                subject: subjects.changed(row.kind, row.is_link, *pk, row.act, row.at)?,
            });
        }
    }
    let upto = changes.last().map_or(
        Place {
            at: after.at.or(head.at),
            ..after
        },
        |change| change.place,
    );
    Ok(Ok(Changes {
        upto,
        head: head.position.max(upto.position),
        changes,
    }))
}

pub(super) async fn head(session: &Session, tenant: Tenant) -> Result<Place, StoreError> {
    let head = Head::look(session, tenant, u64::MAX).await?;
    Ok(Place {
        position: head.position,
        at: head.at.or(head.forgotten.at),
    })
}
