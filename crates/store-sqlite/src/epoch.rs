//! Epochs tell what came first, a link or the opening of a run or job, independently of any clock.
//!
//! Each stores the epoch of its workspace, a counter that every opening raises.

use rusqlite::{Connection, named_params};
use wellhead_core::tenant::Tenant;
use wellhead_tenancy::Tenancy;

use crate::statement::prepare;

/// The current epoch of the tenant's workspace.
pub(crate) fn now(connection: &Connection, tenant: Tenant) -> rusqlite::Result<i64> {
    let sql = "SELECT epoch FROM workspaces WHERE pk = :pk";
    prepare(connection, sql)?.query_row(named_params! { ":pk": tenant.pk() }, |row| row.get(0))
}

/// Opens a new epoch and returns it.
pub(crate) fn open(connection: &Connection, tenant: Tenant) -> rusqlite::Result<i64> {
    let sql = "UPDATE workspaces SET epoch = epoch + 1 WHERE pk = :pk RETURNING epoch";
    prepare(connection, sql)?.query_row(named_params! { ":pk": tenant.pk() }, |row| row.get(0))
}

/// What an `UPDATE` sets if it touches or changes a link in `:epoch` and leaves it with its connector and direction.
pub(crate) const KEPT: &str =
    "changed_epoch = :epoch, made_epoch = coalesce(made_epoch, changed_epoch, 0)";

/// What an `UPDATE` sets if it restores a link in `:epoch` or moves it to another connector or direction.
pub(crate) const MOVED: &str = "changed_epoch = :epoch, made_epoch = NULL";

/// The condition that a link has not been made, touched or changed since `:epoch` was opened.
pub(crate) const IS_UNTOUCHED: &str = "ifnull(changed_epoch, 0) < :epoch";

/// The condition that a link has had its connector and direction since before `:epoch` was opened.
pub(crate) const IS_OLDER: &str = "coalesce(made_epoch, changed_epoch, 0) < :epoch";
