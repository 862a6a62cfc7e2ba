use tokio_postgres::Row;
use wellhead_core::id::SyncRunId;
use wellhead_core::page::Slice;
use wellhead_core::sync::{KeptRejections, Refused, RejectedLine, SourcePlace};
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use crate::arguments::Arguments;
use crate::row::{Count, count, id as read_id, time};
use crate::slice::{limit, order_by};

const ID: &str = "rejection_id";

/// The run `l`, which is the run `$2` of the workspace `$1`.
const RUN: &str = "core_api.workspace_connectors w \
     JOIN core_api.workspace_connector_sync_logs l ON l.workspace_connector_pk = w.pk \
       AND w.workspace_pk = $1 AND l.workspace_connector_sync_log_id = $2";

/// The statement that lists `slice`; [`rejection`] reads a row.
pub(crate) fn slice(tenant: Tenant, run: SyncRunId, slice: Slice) -> (String, Arguments) {
    let mut arguments = of_run(tenant, run);
    let within = arguments.within("r", "created_at", ID, slice.interval);
    let limit = arguments.bind(limit(slice.limit));
    let order = order_by("r", "created_at", ID, slice.order);
    let sql = format!(
        "SELECT r.rejection_id, r.delivery_id, r.line, r.code, r.detail, r.source_file, r.source_line, \
           r.undid_delivery, r.created_at, r.taken \
         FROM {RUN} \
         CROSS JOIN LATERAL ( \
           SELECT r.* FROM core_api.sync_rejections r \
           WHERE r.workspace_connector_sync_log_pk = l.pk{within} {order} LIMIT {limit}) r \
         {order}"
    );
    (sql, arguments)
}

pub(crate) fn rejection(row: &Row) -> RejectedLine {
    let file: Option<&str> = row.get(5);
    let line: Option<Count> = row.get(6);
    let source = file.zip(line).map(|(file, Count(line))| SourcePlace {
        file: file.into(),
        line,
    });
    RejectedLine {
        id: read_id(row, 0),
        delivery: read_id(row, 1),
        line: count(row, 2),
        why: Refused {
            code: row.get::<_, String>(3).into(),
            detail: row.get(4),
            source,
        },
        undid_delivery: row.get(7),
        created_at: time(row, 8),
        taken: row.get(9),
    }
}

/// The statement that counts them; [`kept`] reads its row.
pub(crate) fn counting(tenant: Tenant, run: SyncRunId) -> (String, Arguments) {
    let sql = format!(
        "SELECT count(*), count(*) FILTER (WHERE r.undid_delivery), count(*) FILTER (WHERE r.taken) FROM {RUN} \
         JOIN core_api.sync_rejections r ON r.workspace_connector_sync_log_pk = l.pk"
    );
    (sql, of_run(tenant, run))
}

pub(crate) fn kept(row: &Row) -> KeptRejections {
    KeptRejections {
        all: count(row, 0),
        undid_delivery: count(row, 1),
        taken: count(row, 2),
    }
}

/// The parameters of [`RUN`].
fn of_run(tenant: Tenant, run: SyncRunId) -> Arguments {
    let mut arguments = Arguments::default();
    arguments.bind(*tenant.pk());
    arguments.bind(run.uuid());
    arguments
}
