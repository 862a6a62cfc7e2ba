use std::collections::{BTreeSet, HashMap};

use super::Ledger;
use crate::identity::{Alike, Duplicates, Likeness, MOST_ALIKE, SharedKey, Sharing, group};
use crate::page::{Interval, LOOK, Looked, Page, PageRequest, Positioned, Slice};
use crate::record::Kind;
use crate::store::StoreError;
use crate::tenant::Tenant;

/// How many records that are like others are compared at once, and how often for one page.
const AT_ONCE: usize = 50;
const TIMES: usize = 20;

impl Ledger {
    /// A page of groups of records that may be the same, because they are alike in one of `by`. Nothing is merged.
    ///
    /// There is no index of groups: a page looks at some thousand records and compares some hundred, and then says how far
    /// it came.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn duplicates(
        &self,
        tenant: Tenant,
        kind: Kind,
        by: &[Likeness],
        page: PageRequest,
    ) -> Result<Page<Duplicates>, StoreError> {
        page.look(|slice| self.duplicates_within(tenant, kind, by, slice))
            .await
    }

    async fn duplicates_within(
        &self,
        tenant: Tenant,
        kind: Kind,
        by: &[Likeness],
        slice: Slice,
    ) -> Result<Looked<Duplicates>, StoreError> {
        let mut found = Looked::through(Vec::new());
        let mut next = Slice {
            limit: AT_ONCE,
            ..slice
        };
        for _ in 0..TIMES {
            let alike = self.store().record_alike(tenant, kind, by, next, LOOK);
            let alike = alike.await?;
            let sharing = self.sharing(tenant, kind, &alike.items).await?;
            let groups = alike.items.iter().filter_map(|it| group(it, &sharing));
            found.items.extend(groups);
            if found.items.len() >= slice.limit {
                found.items.truncate(slice.limit);
                found.upto = None;
                return Ok(found);
            }
            found.upto = alike.upto;
            let Some(last) = alike.items.last().map(Positioned::position) else {
                break;
            };
            if alike.upto.is_some() || alike.items.len() < AT_ONCE {
                break;
            }
            found.upto = Some(last);
            next.interval = next.interval.and(Interval::following(last, slice.order));
        }
        Ok(found)
    }

    /// The records that share the keys of these.
    async fn sharing(
        &self,
        tenant: Tenant,
        kind: Kind,
        alike: &[Alike],
    ) -> Result<Sharing, StoreError> {
        let mut sharing: Sharing = HashMap::new();
        for &of in Likeness::ALL {
            let keys = alike.iter().flat_map(|it| &it.keys);
            let keys: BTreeSet<_> = keys
                .filter(|key| key.of == of)
                .map(|key| &key.text)
                .collect();
            let keys: Vec<_> = keys.into_iter().cloned().collect();
            if keys.is_empty() {
                continue;
            }
            let found = self
                .store()
                .record_sharing(tenant, kind, of, &keys, MOST_ALIKE);
            for record in found.await? {
                if let Some(text) = of.key(kind, &record.values) {
                    let key = SharedKey { of, text };
                    sharing.entry(key).or_default().push(record);
                }
            }
        }
        Ok(sharing)
    }
}
