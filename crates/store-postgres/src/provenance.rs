mod flows;
mod kept;
mod names;

pub(crate) use names::names_then;
#[cfg(test)]
#[path = "../tests/plans/provenance.rs"]
mod plans;

use async_trait::async_trait;
use futures_util::future::try_join;
use tokio_postgres::Row;
use uuid::Uuid;
use wellhead_core::page::Interval;
use wellhead_core::record::{Kind, RecordRef};
use wellhead_core::resource::{Deleted, FlowCount, Flows, Past, Story, Trace};
use wellhead_core::store::{ProvenanceStore, StoreError};
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use crate::PostgresStore;
use crate::arguments::Arguments;
use crate::few::{OF_RECORD, Reach, of_record};
use crate::links::{Then, present, superseded};
use crate::row::{At, label};
use crate::session::Session;
use crate::table::{IdentityTable, LinkTable};

#[async_trait]
impl ProvenanceStore for PostgresStore {
    async fn provenance_get(
        &self,
        tenant: Tenant,
        record: RecordRef,
        past: Option<Past>,
    ) -> Result<Option<Story>, StoreError> {
        if past.is_none() {
            let session = self.session(tenant).await?;
            let few = story(&session, tenant, record, past, Reach::Few).await?;
            if few.is_some() {
                return Ok(few);
            }
        }
        let session = self.long_session(tenant).await?;
        story(&session, tenant, record, past, Reach::All).await
    }

    async fn flow_count(
        &self,
        tenant: Tenant,
        kind: Kind,
        deleted: Deleted,
        most: u64,
    ) -> Result<FlowCount, StoreError> {
        let session = self.long_session(tenant).await?;
        kept::count(&session, tenant, kind, deleted, most).await
    }

    async fn flow_count_within(
        &self,
        tenant: Tenant,
        kind: Kind,
        created: Interval,
        deleted: Deleted,
    ) -> Result<Flows, StoreError> {
        let (sql, arguments) = flows::statement(tenant, kind, created, deleted);
        let session = self.long_session(tenant).await?;
        let rows = session.query(&sql, &arguments.as_parameters()).await?;
        Ok(flows::flows(&rows))
    }
}

/// What became of a record; `None` if it is missing, or there is more to it than `reach` allows.
async fn story(
    session: &Session,
    tenant: Tenant,
    record: RecordRef,
    past: Option<Past>,
    reach: Reach,
) -> Result<Option<Story>, StoreError> {
    let (sql, arguments) = statement(tenant, record, past, reach);
    let parameters = arguments.as_parameters();
    let rows = session.query(&sql, &parameters);
    let names = names::names(session, tenant, record, past, reach);
    let (rows, names) = Box::pin(try_join(rows, names)).await?;
    // Each statement sees what is there when it begins: one may be within reach, and the other no longer.
    let Some(names) = names.filter(|_| !rows.is_empty()) else {
        return Ok(None);
    };
    let traces: Result<_, _> = rows.iter().filter_map(trace).collect();
    let traces = traces?;
    Ok(Some(Story { traces, names }))
}

/// The condition that not more belongs to the record `p` than `reach` allows.
fn reached(kind: Kind, reach: Reach) -> String {
    let LinkTable {
        links, record_pk, ..
    } = LinkTable::of(kind);
    let IdentityTable { identities, .. } = IdentityTable::of(kind);
    let [links, names] =
        [links, identities].map(|of| reach.condition(&of_record(of, record_pk), OF_RECORD));
    links + &names
}

/// One row for each connector and direction, or a row of nulls for a record without links.
fn statement(
    tenant: Tenant,
    record: RecordRef,
    past: Option<Past>,
    reach: Reach,
) -> (String, Arguments) {
    let kind = record.kind;
    let table = LinkTable::of(kind);
    let LinkTable {
        links,
        record_pk,
        records,
        record_id,
        ..
    } = table;
    let mut arguments = Arguments::default();
    let workspace = arguments.bind(*tenant.pk());
    let record = arguments.bind(record.id.uuid());
    // The states of which the links are counted, when each was last seen, and whether it counts as active.
    let (states, last, active, each) = match past {
        None => (
            format!("SELECT l.* FROM {links} l WHERE l.{record_pk} = p.pk"),
            "coalesce(l.seen_at, CASE WHEN l.deleted_at IS NULL THEN l.updated_at END, l.created_at)".to_owned(),
            "l.deleted_at IS NULL".to_owned(),
            "l.pk",
        ),
        Some(past) => {
            let then = Then::new(past, Deleted::Include, &mut arguments);
            let states = format!(
                "SELECT l.* FROM ( \
                   SELECT {present} FROM {links} l WHERE l.{record_pk} = p.pk AND l.created_at <= {end} \
                   UNION ALL \
                   SELECT {superseded} FROM core_api.link_history l \
                   WHERE l.record = '{kind}' AND l.record_pk = p.pk AND l.created_at <= {end}) l \
                 WHERE {passes}",
                present = present(table, "l"),
                superseded = superseded("l"),
                end = then.end,
                passes = then.passes("l"),
            );
            // Several states of one link may pass, but it is one link.
            let each = if then.may_repeat() {
                "DISTINCT l.pk"
            } else {
                "l.pk"
            };
            (states, "l.created_at".to_owned(), then.is_active("l"), each)
        }
    };
    let sql = format!(
        "SELECT w.workspace_connector_id, l.direction::text, min(l.created_at), max({last}), \
           count({each}), count({each}) FILTER (WHERE {active}) \
         FROM {records} p \
         LEFT JOIN LATERAL ({states}) l ON true \
         LEFT JOIN core_api.workspace_connectors w \
           ON w.pk = l.workspace_connector_pk AND w.workspace_pk = {workspace} \
         WHERE p.workspace_pk = {workspace} AND p.{record_id} = {record}{reached} \
         GROUP BY w.workspace_connector_id, l.direction",
        reached = reached(kind, reach),
    );
    (sql, arguments)
}

/// Reads a row of [`statement`]; `None` for the nulls.
fn trace(row: &Row) -> Option<Result<Trace, StoreError>> {
    let connector: Uuid = row.get::<_, Option<_>>(0)?;
    let count = |column| row.get::<_, i64>(column).cast_unsigned();
    Some(label(row, 1).map(|direction| Trace {
        workspace_connector: connector.into(),
        direction,
        first: row.get::<_, At>(2).0,
        last: row.get::<_, At>(3).0,
        links: count(4),
        active: count(5),
    }))
}
