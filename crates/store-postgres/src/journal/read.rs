use tokio_postgres::Row;
use wellhead_core::journal::{Changes, Entry, Expired, Head, Heading, Place};
use wellhead_core::store::StoreError;
use wellhead_core::tenant::Tenant;
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

async fn look(session: &Session, tenant: Tenant, at: u64) -> Result<Head, StoreError> {
    let at = Count(at.min(i64::MAX.cast_unsigned()));
    let row = session
        .query_opt(HEAD, &[tenant.pk(), &at])
        .await?
        .ok_or_else(|| StoreError::Failed("the workspace has no journal".into()))?;
    Ok(Head {
        position: count(&row, 0),
        forgotten: Place {
            position: count(&row, 1),
            at: time_or_null(&row, 2),
        },
        at: time_or_null(&row, 3),
    })
}

/// Reads the position of a row's first change, and the row.
fn entry(row: &Row) -> Result<(u64, Entry), StoreError> {
    let heading = Heading {
        at: time(row, 1),
        kind: label(row, 2)?,
        is_link: row.get(3),
        act: label(row, 4)?,
        reason: label_or_null(row, 5)?,
        cause: cause(row, 6)?.ok_or_else(|| StoreError::Failed("a change has no cause".into()))?,
    };
    let pks = row.get(8);
    Ok((count(row, 0), Entry { heading, pks }))
}

pub(super) async fn read(
    session: &Session,
    tenant: Tenant,
    after: Place,
    most: usize,
) -> Result<Result<Changes, Expired>, StoreError> {
    let head = look(session, tenant, after.position).await?;
    if !head.has(after) {
        return Ok(Err(head.expired()));
    }
    let most = u64::try_from(most).unwrap_or(u64::MAX);
    let last = after.position.saturating_add(most).min(head.position);
    let rows = session
        .query(ROWS, &[tenant.pk(), &Count(after.position), &Count(last)])
        .await?;
    let rows: Vec<_> = rows.iter().map(entry).collect::<Result<_, _>>()?;
    // They may have been forgotten since the look at the head.
    if rows
        .first()
        .is_some_and(|(first, _)| *first > after.position + 1)
        || rows.is_empty() && head.position > after.position && most > 0
    {
        let head = look(session, tenant, after.position).await?;
        return Ok(Err(head.expired()));
    }
    let mut subjects = Subjects::default();
    for (_, entry) in &rows {
        subjects.want(entry);
    }
    subjects.find(session, tenant).await?;
    let mut changes = Vec::new();
    for (first, entry) in &rows {
        changes.extend(entry.changes(*first, |heading, pk| {
            Ok::<_, StoreError>(subjects.changed(heading, pk))
        })?);
    }
    Ok(head.leading(after, changes))
}

pub(super) async fn head(session: &Session, tenant: Tenant) -> Result<Place, StoreError> {
    Ok(look(session, tenant, u64::MAX).await?.newest())
}
