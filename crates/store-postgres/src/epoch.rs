//! Epochs tell what came first, a link or the opening of a run or job, independently of any clock.
//!
//! Each stores the epoch of its workspace, a counter that every opening raises. A write that starts after an opening
//! was committed sees the raised counter.

/// The current epoch of the workspace `workspace_pk`, as an expression for the statement that stores it.
pub(crate) fn now(workspace_pk: &str) -> String {
    format!("(SELECT epoch FROM core_api.workspaces WHERE pk = {workspace_pk})")
}

/// The statement that opens a new epoch and returns it. It makes other openings in the workspace wait until the end of
/// the transaction, so it runs as late as possible.
pub(crate) fn open(workspace_pk: &str) -> String {
    format!(
        "UPDATE core_api.workspaces SET epoch = epoch + 1 WHERE pk = {workspace_pk} RETURNING epoch"
    )
}

/// What an `UPDATE` sets if it touches or changes the link `alias` and leaves it with its connector and direction.
pub(crate) fn kept(alias: &str, workspace_pk: &str) -> String {
    format!(
        "{}, made_epoch = coalesce({alias}.made_epoch, {alias}.changed_epoch, 0)",
        changed(alias, workspace_pk)
    )
}

/// What an `UPDATE` sets if it restores the link `alias` or moves it to another connector or direction.
pub(crate) fn moved(alias: &str, workspace_pk: &str) -> String {
    format!("{}, made_epoch = NULL", changed(alias, workspace_pk))
}

/// A statement that waited for the link knows the epoch from when it began; the transaction that it waited for may have
/// written a later one.
fn changed(alias: &str, workspace_pk: &str) -> String {
    format!(
        "changed_epoch = greatest({alias}.changed_epoch, {})",
        now(workspace_pk)
    )
}

/// The condition that the link `alias` has not been made, touched or changed since `epoch` was opened.
pub(crate) fn is_untouched(alias: &str, epoch: &str) -> String {
    format!("coalesce({alias}.changed_epoch, 0) < {epoch}")
}

/// The condition that the link `alias` has had its connector and direction since before `epoch` was opened.
pub(crate) fn is_older(alias: &str, epoch: &str) -> String {
    format!("coalesce({alias}.made_epoch, {alias}.changed_epoch, 0) < {epoch}")
}
