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

#[cfg(test)]
mod tests {
    use uuid::Uuid;
    use wellhead_tenancy::Tenancy;

    use super::*;
    use crate::id::WorkspaceId;
    use crate::limits::Rates;
    use crate::tenant::Role;

    #[test]
    fn the_latest_use_of_each_key_is_taken_once() {
        let uses = Uses::default();
        let at = Timestamp::from_micros;
        let principal = |key, workspace| Principal {
            key: KeyId::new(Uuid::from_u128(key)),
            tenant: Tenant::of(WorkspaceId::new(Uuid::nil()), workspace),
            role: Role::Reader,
            rates: Rates::default(),
        };
        let (one, other) = (principal(1, 1), principal(2, 2));
        for (principal, micros) in [(one, 5), (one, 7), (one, 6), (other, 1)] {
            uses.note(principal, at(micros));
        }
        let taken = uses.take();
        assert_eq!(taken[&one.tenant], [(one.key, at(7))]);
        assert_eq!(taken[&other.tenant], [(other.key, at(1))]);
        assert!(uses.take().is_empty());
        uses.note(one, at(9));
        uses.note_all(one.tenant, taken[&one.tenant].clone());
        assert_eq!(uses.take()[&one.tenant], [(one.key, at(9))]);
    }
}
