use std::sync::{Arc, OnceLock};

use wellhead_core::audit::Actor;
use wellhead_core::tenant::Tenant;

/// Who is asking, in the extensions of a request that gets into the audit log. Whoever finds out says so here.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asking(Arc<OnceLock<(Tenant, Actor)>>);

impl Asking {
    /// Says that it is this actor.
    pub(crate) fn is(&self, tenant: Tenant, actor: Actor) {
        // They do not change in one request.
        let _ = self.0.set((tenant, actor));
    }

    /// Who it is, if anybody is known.
    pub(crate) fn who(&self) -> Option<(Tenant, Actor)> {
        self.0.get().copied()
    }
}
