use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::id::KeyId;
use crate::tenant::{Principal, Tenant};
use crate::time::Timestamp;

/// When keys were last used, until that is written down.
#[derive(Debug, Default)]
pub(crate) struct Uses(Mutex<HashMap<KeyId, (Tenant, Timestamp)>>);

impl Uses {
    fn noted(&self) -> MutexGuard<'_, HashMap<KeyId, (Tenant, Timestamp)>> {
        // No panic can leave it half changed.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes that a key was used.
    pub(crate) fn note(&self, principal: Principal, at: Timestamp) {
        let Principal { key, tenant, .. } = principal;
        self.note_all(tenant, [(key, at)]);
    }

    /// Notes when several keys of a workspace were used.
    pub(crate) fn note_all(
        &self,
        tenant: Tenant,
        uses: impl IntoIterator<Item = (KeyId, Timestamp)>,
    ) {
        let mut noted = self.noted();
        for (key, at) in uses {
            let (_, last) = noted.entry(key).or_insert((tenant, at));
            *last = at.max(*last);
        }
    }

    /// Takes out what is noted, by workspace.
    pub(crate) fn take(&self) -> HashMap<Tenant, Vec<(KeyId, Timestamp)>> {
        let noted = std::mem::take(&mut *self.noted());
        let mut of: HashMap<Tenant, Vec<_>> = HashMap::new();
        for (key, (tenant, at)) in noted {
            of.entry(tenant).or_default().push((key, at));
        }
        of
    }
}
