/// What the databases, the log and webhooks need besides connections.
const OTHERS: u64 = 200;

/// More than anyone needs.
const ENOUGH: u64 = 65_536;

/// Raises the most open files as far as the process may, and returns it. `None` where there is no such limit.
#[must_use]
pub fn allow_more_files() -> Option<u64> {
    rlimit::increase_nofile_limit(ENOUGH).ok()
}

/// How many connections there are files for.
pub(super) fn for_connections() -> usize {
    #[cfg(unix)]
    let soft = rlimit::Resource::NOFILE.get_soft().unwrap_or(ENOUGH);
    #[cfg(not(unix))]
    let soft = ENOUGH;
    // Few files are shared out, too.
    let left = soft.saturating_sub(OTHERS).max(soft / 2);
    usize::try_from(left).unwrap_or(usize::MAX)
}
