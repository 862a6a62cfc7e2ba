use deadpool_postgres::Transaction;
use uuid::Uuid;
use wellhead_core::audit::{Entry, Event, Hash, Head, sealed};
use wellhead_core::id::KeyId;
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use crate::row::{At, count};

const LOCK: &str =
    "SELECT h.head, h.hash FROM core_api.audit_heads h WHERE h.workspace_pk = $1 FOR NO KEY UPDATE";

const INSERT: &str = "INSERT INTO core_api.audit_events \
       (workspace_pk, position, audit_event_id, created_at, actor, api_key_id, act, subject, subject_id, outcome, \
        status, address, trace_id, sha256, detail, hash) \
     SELECT $1, e.* FROM unnest($2::bigint[], $3::uuid[], $4::timestamptz[], $5::text[], $6::uuid[], $7::text[], \
       $8::text[], $9::uuid[], $10::text[], $11::bigint[], $12::text[], $13::uuid[], $14::bytea[], $15::text[], \
       $16::bytea[]) e";

const RAISE: &str =
    "UPDATE core_api.audit_heads h SET head = $2, hash = $3 WHERE h.workspace_pk = $1";

/// Adds entries in a transaction that acts for the tenant, or is an operator's; none if the workspace is gone.
///
/// Whoever else adds some waits until it ends, so it had better come last.
pub(crate) async fn append(
    transaction: &Transaction<'_>,
    tenant: Tenant,
    entries: Vec<Entry>,
) -> Result<Vec<Event>, tokio_postgres::Error> {
    if entries.is_empty() {
        return Ok(Vec::new());
    }
    let lock = transaction.prepare_cached(LOCK).await?;
    let Some(row) = transaction.query_opt(&lock, &[tenant.pk()]).await? else {
        return Ok(Vec::new());
    };
    let hash: Vec<u8> = row.try_get(1)?;
    let head = Head {
        position: count(&row, 0),
        // A check of the table keeps its length.
        hash: <[u8; 32]>::try_from(&*hash).map_or(Hash::ORIGIN, Hash),
    };
    let events = sealed(tenant.workspace(), head, entries);
    insert(transaction, tenant, &events).await?;
    if let Some(last) = events.last() {
        let raise = transaction.prepare_cached(RAISE).await?;
        let position = last.position.cast_signed();
        transaction
            .execute(&raise, &[tenant.pk(), &position, &&last.hash.0[..]])
            .await?;
    }
    Ok(events)
}

async fn insert(
    transaction: &Transaction<'_>,
    tenant: Tenant,
    events: &[Event],
) -> Result<(), tokio_postgres::Error> {
    fn each<'a, T>(events: &'a [Event], of: impl Fn(&'a Event) -> T) -> Vec<T> {
        events.iter().map(of).collect()
    }
    let insert = transaction.prepare_cached(INSERT).await?;
    transaction
        .execute(
            &insert,
            &[
                tenant.pk(),
                &each(events, |it| it.position.cast_signed()),
                &each(events, |it| it.entry.id.uuid()),
                &each(events, |it| At(it.entry.at)),
                &each(events, |it| it.entry.actor.kind().as_str()),
                &each(events, |it| it.entry.actor.key().map(KeyId::uuid)),
                &each(events, |it| it.entry.act.as_str()),
                &each(events, |it| it.entry.subject.about.to_string()),
                &each(events, |it| it.entry.subject.id),
                &each(events, |it| it.entry.outcome.as_str()),
                &each(events, |it| it.entry.status.map(i64::from)),
                &each(events, |it| it.entry.address.map(|at| at.to_string())),
                &each(events, |it| it.entry.trace_id.map(Uuid::from_u128)),
                &each(events, |it| it.entry.sha256.as_ref().map(|it| &it[..])),
                &each(events, |it| it.entry.detail.json()),
                &each(events, |it| &it.hash.0[..]),
            ],
        )
        .await?;
    Ok(())
}
