use std::sync::{Arc, OnceLock};

use axum::http::Uri;
use wellhead_core::id::KeyId;
use wellhead_core::tenant::{Principal, Tenant};

use crate::limits::{Limits, Pace};
use crate::respond::failure::Failure;

/// Whose key a request has, in the request's extensions. Whoever finds out says so here, for the log and for the answer.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asker(Arc<OnceLock<Known>>);

/// A key that asks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Known {
    pub(crate) tenant: Tenant,
    pub(crate) key: KeyId,
    /// How fast it may ask, if there is a limit.
    pub(crate) pace: Option<Pace>,
}

impl Known {
    /// Whoever holds a key, at no pace that is to be told.
    pub(crate) const fn of(principal: Principal) -> Self {
        Self {
            tenant: principal.tenant,
            key: principal.key,
            pace: None,
        }
    }
}

/// Says who asks, if somebody wants to know.
pub(crate) fn tell(asker: Option<&Asker>, known: Known) {
    if let Some(asker) = asker {
        asker.is(known);
    }
}

/// Counts a request of the holder of a key at this URL, and tells who that is, also if it comes too fast.
pub(crate) fn counted(
    asker: Option<&Asker>,
    limits: &Limits,
    holder: Principal,
    uri: &Uri,
) -> Result<(), Failure> {
    let query = uri.query().map_or(0, str::len);
    let pace = limits.of_key(holder.key, holder.rates, query);
    let known = Known {
        pace: pace.as_ref().ok().copied().flatten(),
        ..Known::of(holder)
    };
    tell(asker, known);
    pace.map(drop)
}

impl Asker {
    fn is(&self, known: Known) {
        // It does not change in one request.
        let _ = self.0.set(known);
    }

    pub(crate) fn known(&self) -> Option<Known> {
        self.0.get().copied()
    }
}
