//! What a job's step reads and soft-deletes: one statement. Its cost depends on the step, not on the ledger.

use std::collections::BTreeSet;

use uuid::Uuid;
use wellhead_core::cause::Cause;
use wellhead_core::page::{Interval, Order, Position};
use wellhead_core::resource::{Job, JobCursor};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use crate::arguments::Arguments;
use crate::cause::ended;
use crate::epoch;
use crate::links::of_connector;
use crate::row::At;
use crate::slice::{limit, order_by};
use crate::table::LinkTable;
use crate::writer::updated_at;

/// What a step looks at.
pub(super) struct Look<'a> {
    pub(super) tenant: Tenant,
    pub(super) at: Timestamp,
    pub(super) by: Cause,
    pub(super) job: &'a Job,
    pub(super) doomed: Doomed,
    /// The `pk` of the stream's connector.
    pub(super) connector: i64,
    pub(super) from: JobCursor,
    pub(super) limit: usize,
}

/// Which of the links that a step looks at are soft-deleted.
#[derive(Clone, Copy)]
pub(super) enum Doomed {
    All,
    /// Those with an older active twin: the same record, connector and direction.
    Twins,
    /// Those that were not touched since this epoch was opened.
    Untouched(i64),
}

/// The result of a step.
#[derive(Default)]
pub(super) struct Looked {
    pub(super) scanned: u64,
    pub(super) changed: u64,
    /// The last link that was looked at.
    pub(super) last: Option<Position>,
}

impl Look<'_> {
    /// The statement that does the step and returns a row of [`Looked`].
    pub(super) fn statement(&self) -> (String, Arguments) {
        let table = LinkTable::of(self.from.stream.record);
        let LinkTable {
            links,
            link_id,
            record_pk,
            ..
        } = table;
        let mut arguments = Arguments::default();
        let connector = arguments.bind(self.connector);
        let looked = if self.job.selection.records.is_empty() {
            self.of_stream(table, &connector, &mut arguments)
        } else {
            self.of_records(table, &connector, &mut arguments)
        };
        let doomed = self.doomed(table, &connector, &mut arguments);
        let changed = if self.job.dry_run {
            format!(
                "SELECT NULL::bigint AS pk, NULL::timestamptz AS deleted_at, NULL::bigint AS record \
                 FROM looked l WHERE {doomed}"
            )
        } else {
            let at = updated_at("l", &arguments.bind(At(self.at)));
            let by = arguments.bind(self.by.id());
            let ended = ended("l", &at, self.by, &by, self.job.kind.grounds());
            format!(
                "UPDATE {links} l SET {ended} \
                 WHERE l.pk = ANY (ARRAY(SELECT looked.pk FROM looked)) AND l.deleted_at IS NULL \
                   AND {doomed} RETURNING l.pk, l.deleted_at, l.{record_pk} AS record"
            )
        };
        let sql = format!(
            "WITH looked AS MATERIALIZED ({looked}), changed AS ({changed}), \
             last AS (SELECT l.created_at, l.{link_id} AS id FROM looked l {order} LIMIT 1) \
             SELECT (SELECT count(*) FROM looked), (SELECT count(*) FROM changed), \
               (SELECT created_at FROM last), (SELECT id FROM last), \
               e.pks, e.times, e.records \
             FROM ( \
               SELECT coalesce(array_agg(c.pk), '{{}}') AS pks, coalesce(array_agg(c.deleted_at), '{{}}') AS times, \
                 coalesce(array_agg(c.record), '{{}}') AS records \
               FROM changed c WHERE c.pk IS NOT NULL) e",
            order = order_by("l", "created_at", link_id, Order::NewestFirst)
        );
        (sql, arguments)
    }

    /// The first links of the stream, in the order of their index.
    fn of_stream(&self, table: &LinkTable, connector: &str, arguments: &mut Arguments) -> String {
        let LinkTable { links, link_id, .. } = table;
        format!(
            "SELECT l.* FROM {links} l \
             WHERE l.workspace_connector_pk = {connector} AND l.direction = '{direction}' \
               AND l.deleted_at IS NULL{within} {order} LIMIT {limit}",
            direction = self.from.stream.direction,
            within = arguments.within("l", "created_at", link_id, self.interval()),
            order = order_by("l", "created_at", link_id, Order::OldestFirst),
            limit = arguments.bind(limit(self.limit)),
        )
    }

    /// The first links of the stream to the selected records, through the records' index. That index orders by time but
    /// not by id, so the rows that share the last time are read as well and cut off afterwards.
    fn of_records(&self, table: &LinkTable, connector: &str, arguments: &mut Arguments) -> String {
        let LinkTable {
            links,
            link_id,
            record_pk,
            records,
            record_id,
            ..
        } = table;
        let ids = self.job.selection.records.iter().map(|id| id.uuid());
        // A record may be named twice.
        let ids: BTreeSet<Uuid> = ids.collect();
        let ids: Vec<Uuid> = ids.into_iter().collect();
        format!(
            "SELECT l.* FROM unnest({ids}::uuid[]) d (id) \
             CROSS JOIN LATERAL ( \
               SELECT p.pk FROM {records} p \
               WHERE p.workspace_pk = {workspace} AND p.{record_id} = d.id OFFSET 0) p \
             CROSS JOIN LATERAL ( \
               SELECT l.* FROM {links} l \
               WHERE l.{record_pk} = p.pk AND {of_connector} \
                 AND l.direction = '{direction}' AND l.deleted_at IS NULL{within} \
               ORDER BY l.created_at FETCH FIRST ({limit}) ROWS WITH TIES) l \
             {order} LIMIT {limit}",
            ids = arguments.bind(ids),
            workspace = arguments.bind(*self.tenant.pk()),
            of_connector = of_connector("l", connector),
            direction = self.from.stream.direction,
            within = arguments.within("l", "created_at", link_id, self.interval()),
            limit = arguments.bind(limit(self.limit)),
            order = order_by("l", "created_at", link_id, Order::OldestFirst),
        )
    }

    fn interval(&self) -> Interval {
        let behind = Interval {
            above: self.from.after,
            below: None,
        };
        self.job.selection.created.and(behind)
    }

    /// The condition that a link `l` is soft-deleted.
    fn doomed(&self, table: &LinkTable, connector: &str, arguments: &mut Arguments) -> String {
        match self.doomed {
            // A link may be moved to another connector, or turned around, while the statement waits for it. Then it stays.
            // No index takes these conditions.
            Doomed::All => format!(
                "l.workspace_connector_pk IS NOT DISTINCT FROM {connector} \
                 AND l.direction::text IS NOT DISTINCT FROM '{}'",
                self.from.stream.direction
            ),
            Doomed::Twins => {
                let LinkTable {
                    links,
                    link_id,
                    record_pk,
                    ..
                } = table;
                format!(
                    "l.direction::text IS NOT DISTINCT FROM '{direction}' AND (SELECT true FROM {links} t \
                     WHERE t.{record_pk} = l.{record_pk} AND {of_connector} \
                       AND t.direction = '{direction}' AND t.deleted_at IS NULL \
                       AND (t.created_at, t.{link_id}) < (l.created_at, l.{link_id}) \
                     ORDER BY t.created_at LIMIT 1)",
                    of_connector = of_connector("t", connector),
                    direction = self.from.stream.direction,
                )
            }
            Doomed::Untouched(since) => epoch::is_untouched("l", &arguments.bind(since)),
        }
    }
}
