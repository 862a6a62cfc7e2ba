//! What came first, whatever anybody's clock says: a link, or the opening of a run or a job.
//!
//! Each is written in an epoch of its workspace, a counter that the openings raise. Whoever writes behind one that was
//! committed sees the raised counter.

/// The epoch now of the workspace whose `pk` is the parameter `workspace_pk`: part of the statement that writes it down.
pub(crate) fn now(workspace_pk: &str) -> String {
    format!("(SELECT epoch FROM core_api.workspaces WHERE pk = {workspace_pk})")
}

/// The statement that opens a new one and answers it. Whoever opens something does it last before that is written:
/// all others who do so in this workspace wait.
pub(crate) fn open(workspace_pk: &str) -> String {
    format!(
        "UPDATE core_api.workspaces SET epoch = epoch + 1 WHERE pk = {workspace_pk} RETURNING epoch"
    )
}

/// What an `UPDATE` sets of a link `alias` that is touched or changed, and stays among its connector's and direction's.
pub(crate) fn kept(alias: &str, workspace_pk: &str) -> String {
    format!(
        "{}, made_epoch = coalesce({alias}.made_epoch, {alias}.changed_epoch, 0)",
        changed(alias, workspace_pk)
    )
}

/// What an `UPDATE` sets of a link `alias` that comes to be among others.
pub(crate) fn moved(alias: &str, workspace_pk: &str) -> String {
    format!("{}, made_epoch = NULL", changed(alias, workspace_pk))
}

/// A statement that has waited for the link knows the epoch of when it began. Whoever it waited for may know a later one.
fn changed(alias: &str, workspace_pk: &str) -> String {
    format!(
        "changed_epoch = greatest({alias}.changed_epoch, {})",
        now(workspace_pk)
    )
}

/// The condition that nothing has made, touched or changed the link `alias` since the epoch `epoch` was opened.
pub(crate) fn is_untouched(alias: &str, epoch: &str) -> String {
    format!("coalesce({alias}.changed_epoch, 0) < {epoch}")
}

/// The condition that the link `alias` has been among its connector's and direction's since before then.
pub(crate) fn is_older(alias: &str, epoch: &str) -> String {
    format!("coalesce({alias}.made_epoch, {alias}.changed_epoch, 0) < {epoch}")
}
