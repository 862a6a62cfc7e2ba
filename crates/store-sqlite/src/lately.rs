//! Which workspaces wrote lately: a batch is smaller if others may have to wait for it.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;
use wellhead_core::id::WorkspaceId;
use wellhead_core::tenant::Tenant;

/// How long somebody who wrote counts as one who writes.
const LATELY: Duration = Duration::from_secs(2);

/// The last two workspaces that wrote, and when they did so last. One of two is always another.
#[derive(Debug, Default)]
pub(crate) struct Lately(Mutex<[Option<(WorkspaceId, Instant)>; 2]>);

impl Lately {
    /// The tenant writes.
    pub(crate) fn wrote(&self, tenant: Tenant) {
        let workspace = tenant.workspace();
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if last[0].is_some_and(|(last, _)| last != workspace) {
            last.swap(0, 1);
        }
        last[0] = Some((workspace, Instant::now()));
    }

    /// Whether others write, too.
    pub(crate) fn has_others(&self, tenant: Tenant) -> bool {
        let last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut all = last.iter().flatten();
        all.any(|(workspace, at)| *workspace != tenant.workspace() && at.elapsed() < LATELY)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;
    use wellhead_tenancy::Tenancy;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn others_are_remembered_for_a_while() {
        let [one, other, third] =
            [1, 2, 3].map(|id| Tenant::of(Uuid::from_u64_pair(0, id).into(), id.cast_signed()));
        let lately = Lately::default();
        assert!(!lately.has_others(one));
        lately.wrote(one);
        lately.wrote(one);
        assert!(!lately.has_others(one));
        assert!(lately.has_others(other));
        lately.wrote(other);
        lately.wrote(one);
        assert!(lately.has_others(one) && lately.has_others(other));
        lately.wrote(third);
        lately.wrote(one);
        assert!(lately.has_others(one) && lately.has_others(third));
        tokio::time::advance(LATELY).await;
        assert!(!lately.has_others(one) && !lately.has_others(third));
    }
}
