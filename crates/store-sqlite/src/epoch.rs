//! What came first, whatever the clock says: a link, or the opening of a run or a job.
//!
//! Each is written in an epoch of its workspace, a counter that the openings raise.

use rusqlite::{Connection, named_params};
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use crate::statement::prepare;

/// The epoch now of the tenant's workspace.
pub(crate) fn now(connection: &Connection, tenant: Tenant) -> rusqlite::Result<i64> {
    let sql = "SELECT epoch FROM workspaces WHERE pk = :pk";
    prepare(connection, sql)?.query_row(named_params! { ":pk": tenant.pk() }, |row| row.get(0))
}

/// Opens a new one and answers it.
pub(crate) fn open(connection: &Connection, tenant: Tenant) -> rusqlite::Result<i64> {
    let sql = "UPDATE workspaces SET epoch = epoch + 1 WHERE pk = :pk RETURNING epoch";
    prepare(connection, sql)?.query_row(named_params! { ":pk": tenant.pk() }, |row| row.get(0))
}

/// What an `UPDATE` sets of a link that is touched or changed in `:epoch`, and stays among its connector's and
/// direction's.
pub(crate) const KEPT: &str =
    "changed_epoch = :epoch, made_epoch = coalesce(made_epoch, changed_epoch, 0)";

/// What an `UPDATE` sets of a link that comes to be among others in `:epoch`.
pub(crate) const MOVED: &str = "changed_epoch = :epoch, made_epoch = NULL";

/// The condition that nothing has made, touched or changed a link since `:epoch` was opened.
pub(crate) const IS_UNTOUCHED: &str = "ifnull(changed_epoch, 0) < :epoch";

/// The condition that a link has been among its connector's and direction's since before then.
pub(crate) const IS_OLDER: &str = "coalesce(made_epoch, changed_epoch, 0) < :epoch";
