use tokio_postgres::Row;
use wellhead_core::audit::{AuditFilter, Event, Hash, Head, Heads, Raw, Stored};
use wellhead_core::page::Slice;
use wellhead_core::store::StoreError;
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use crate::arguments::Arguments;
use crate::look;
use crate::row::{count, time};
use crate::slice::{limit, order_by};

const ID: &str = "audit_event_id";

/// The columns of [`stored`], of an entry `l`.
const COLUMNS: &str = "l.position, l.audit_event_id, l.created_at, l.actor, l.api_key_id, l.act, l.subject, \
    l.subject_id, l.outcome, l.status, l.address, l.trace_id, l.sha256, l.detail, l.hash";

pub(super) const HEADS: &str = "SELECT h.forgotten, h.forgotten_hash, h.head, h.hash \
    FROM core_api.audit_heads h WHERE h.workspace_pk = $1";

/// Reads a row of [`COLUMNS`].
pub(super) fn stored(row: &Row) -> Stored {
    let raw = Raw {
        position: count(row, 0),
        id: row.get(1),
        at: time(row, 2),
        actor: row.get(3),
        key: row.get(4),
        act: row.get(5),
        subject: row.get(6),
        subject_id: row.get(7),
        outcome: row.get(8),
        status: row.get(9),
        address: row.get(10),
        trace_id: row.get(11),
        sha256: row.get(12),
        detail: row.get(13),
        hash: row.get(14),
    };
    raw.stored()
}

/// The same, if it is an entry.
pub(super) fn event(row: &Row) -> Result<Event, StoreError> {
    let stored = stored(row);
    let why = format!(
        "there is no entry at position {} of an audit log",
        stored.position
    );
    stored.event().ok_or_else(|| StoreError::Failed(why.into()))
}

/// Reads a row of [`HEADS`].
pub(super) fn heads(row: &Row) -> Result<Heads, StoreError> {
    let head = |first: usize| {
        let hash = <[u8; 32]>::try_from(row.get::<_, &[u8]>(first + 1));
        let hash = hash.map_err(|error| StoreError::Failed(error.into()))?;
        Ok(Head {
            position: count(row, first),
            hash: Hash(hash),
        })
    };
    Ok(Heads {
        forgotten: head(0)?,
        head: head(2)?,
    })
}

/// The statement that finds one entry.
pub(super) fn one() -> String {
    format!(
        "SELECT {COLUMNS} FROM core_api.audit_events l WHERE l.workspace_pk = $1 AND l.audit_event_id = $2"
    )
}

/// The statement that reads what is behind a position.
pub(super) fn behind() -> String {
    format!(
        "SELECT {COLUMNS} FROM core_api.audit_events l \
         WHERE l.workspace_pk = $1 AND l.position > $2 ORDER BY l.position LIMIT $3"
    )
}

/// The statement that lists `slice`, and looks at `most` entries.
pub(super) fn slice(
    tenant: Tenant,
    filter: AuditFilter,
    slice: Slice,
    most: usize,
) -> (String, Arguments) {
    let mut arguments = Arguments::default();
    let workspace = arguments.bind(*tenant.pk());
    let mut of = String::new();
    let mut wanted = String::from("true");
    let mut only = |conditions: &mut String, column: &str, value: Option<String>| {
        if let Some(value) = value {
            let value = arguments.bind(value);
            conditions.extend([format!(" AND l.{column} = {value}")]);
        }
    };
    only(&mut wanted, "actor", filter.actor.map(|it| it.to_string()));
    only(&mut wanted, "act", filter.act.map(|it| it.to_string()));
    only(
        &mut wanted,
        "subject",
        filter.about.map(|it| it.to_string()),
    );
    if let Some(key) = filter.key {
        let key = arguments.bind(key.uuid());
        wanted.extend([format!(" AND l.api_key_id = {key}")]);
    }
    if let Some(id) = filter.id {
        let id = arguments.bind(id);
        of.extend([format!(" AND l.subject_id = {id}")]);
    }
    let within = arguments.within("l", "created_at", ID, slice.interval);
    let order = order_by("l", "created_at", ID, slice.order);
    let most = arguments.bind(limit(most));
    let limit = arguments.bind(limit(slice.limit));
    let sql = format!(
        "SELECT {COLUMNS}, {look} FROM ( \
           SELECT l.*, row_number() OVER ({order}) AS n FROM ( \
             SELECT l.* FROM core_api.audit_events l WHERE l.workspace_pk = {workspace}{of}{within} \
             {order} LIMIT {most}) l) l \
         WHERE l.n >= {most} OR ({wanted}) {order} LIMIT {limit}",
        look = look::columns(ID, &wanted, &format!("l.n >= {most}")),
    );
    (sql, arguments)
}
