use wellhead_core::page::Interval;
use wellhead_core::record::Kind;
use wellhead_core::resource::{Deleted, Reach};
use wellhead_core::store::{FoldStore, OperatorStore, ProvenanceStore};
use wellhead_core::tenant::Tenant;

/// Checks that the kept flows of a tenant's records are those of its links, before they are folded and afterwards.
///
/// # Panics
/// If they are not, or if the store fails.
pub async fn flows_are_right<S>(
    store: &S,
    operator: &(impl OperatorStore + ?Sized),
    tenant: Tenant,
    kind: Kind,
) where
    S: FoldStore + ProvenanceStore + ?Sized,
{
    for is_folded in [false, true] {
        for deleted in [Deleted::Exclude, Deleted::Include, Deleted::Only] {
            let most = if is_folded { 0 } else { u64::MAX };
            let kept = store.flow_count(tenant, kind, deleted, most).await;
            let kept = kept.expect("flows are kept");
            let counted = store.flow_count_within(tenant, kind, Interval::default(), deleted);
            let counted = counted.await.expect("flows can be counted");
            let (flows, reach) = (kept.flows, kept.reach);
            assert_eq!(
                (flows, reach),
                (counted, Reach::Whole),
                "{deleted:?} {is_folded}"
            );
        }
        while store.fold(tenant, 7).await.expect("a fold") {}
    }
    let recount = operator.workspace_recount(tenant.workspace(), false);
    let miscounts = recount.await.expect("a recount");
    assert_eq!(miscounts, [], "a fold is wrong");
}
