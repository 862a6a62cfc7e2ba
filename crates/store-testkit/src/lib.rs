//! What every adapter of [`wellhead_core::store`] must do, as executable cases.
//!
//! An adapter's test constructs its store and calls [`run_all`]. Each case gets its own [`World`] with a second
//! tenant, who has records with the same external ids, and the same connectors. After the case, that tenant must
//! have exactly what it had before: links and records of every kind, connectors, runs, jobs, keys, a journal and
//! webhooks.

#![expect(
    clippy::disallowed_methods,
    reason = "tests have no host but this machine"
)]

mod activity;
mod audit;
mod batches;
mod causes;
mod clocks;
mod connectors;
mod deliveries;
mod disclosures;
mod duplicates;
mod expectations;
mod history;
mod identities;
mod jobs;
mod journal;
mod kept;
mod keys;
mod limits;
mod links_create;
mod links_delete;
mod links_done;
mod links_list;
mod links_update;
mod machine;
mod merges;
mod operator;
mod past;
mod people_search;
mod poisoned;
mod provenance;
mod races;
mod recalls;
mod records_change;
mod records_create;
mod records_list;
mod records_only_from;
mod records_search;
mod rejections;
mod removal;
mod retention;
mod runs;
mod sources;
mod suspended;
mod together;
mod webhooks;
mod workload;
mod workspace_connectors;
mod world;

use std::process::ExitCode;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use libtest_mimic::{Arguments, Trial};
use wellhead_core::record::Kind;

pub use kept::flows_are_right;
pub use poisoned::finds_jobs_beside_a_poisoned_one;
pub use removal::{Tables, removes_all_of_a_workspace};
pub use together::makes_links_together;
pub use workload::tells_what_is_unfinished;
pub use world::{Backend, World};

/// One thing that an adapter must do.
pub(crate) struct Case {
    name: &'static str,
    /// The kinds of record to try it with.
    kinds: &'static [Kind],
    run: for<'a> fn(&'a World) -> BoxFuture<'a, ()>,
}

/// Lists a contract's cases under their names. Those under `people` are tried with people only. Those under `every
/// kind` are tried with each kind, which is needed where kinds can differ: in the names and columns of a statement. A
/// case about how a statement's conditions combine needs only one kind.
macro_rules! cases {
    (every kind: $($each:ident),+; people: $($case:ident),* $(,)?) => {
        pub(crate) const CASES: &[$crate::Case] = &[
            $($crate::cases!(@ $each, &wellhead_core::record::Kind::ALL),)+
            $($crate::cases!(@ $case, &[wellhead_core::record::Kind::People]),)*
        ];
    };
    (every kind: $($each:ident),+ $(,)?) => {
        $crate::cases![every kind: $($each),+; people: ];
    };
    (@ $case:ident, $kinds:expr) => {
        $crate::Case {
            name: concat!(module_path!(), "::", stringify!($case)),
            kinds: $kinds,
            run: |world| Box::pin($case(world)),
        }
    };
    ($($case:ident),+ $(,)?) => {
        pub(crate) const CASES: &[$crate::Case] =
            &[$($crate::cases!(@ $case, &[wellhead_core::record::Kind::People])),+];
    };
}
pub(crate) use cases;

const CONTRACTS: &[&[Case]] = &[
    links_create::CASES,
    links_update::CASES,
    links_delete::CASES,
    links_done::CASES,
    links_list::CASES,
    records_create::CASES,
    records_change::CASES,
    records_list::CASES,
    records_only_from::CASES,
    records_search::CASES,
    people_search::CASES,
    workspace_connectors::CASES,
    connectors::CASES,
    batches::CASES,
    expectations::CASES,
    runs::CASES,
    deliveries::CASES,
    rejections::CASES,
    identities::CASES,
    identities::delivering::CASES,
    identities::names::CASES,
    merges::CASES,
    recalls::CASES,
    duplicates::CASES,
    sources::CASES,
    jobs::CASES,
    jobs::among_kinds::CASES,
    jobs::winding_down::CASES,
    clocks::CASES,
    activity::CASES,
    provenance::CASES,
    disclosures::CASES,
    disclosures::entities::CASES,
    past::CASES,
    removal::CASES,
    retention::CASES,
    retention::steps::CASES,
    keys::CASES,
    keys::ending::CASES,
    suspended::CASES,
    limits::CASES,
    operator::CASES,
    races::CASES,
    causes::CASES,
    history::CASES,
    journal::CASES,
    journal::reading::CASES,
    journal::following::CASES,
    webhooks::CASES,
    webhooks::delivering::CASES,
    audit::CASES,
];

/// Runs every case against the store that `construct` makes, as its own test harness: it takes the command line of
/// `cargo test`.
///
/// # Panics
/// If no runtime can be started, or `construct` panics because the engine is missing: a missing engine is a
/// failure, never a skip.
pub fn run_all(engine: &str, construct: impl Future<Output = Backend>) -> ExitCode {
    let arguments = Arguments::from_args();
    let runtime = Arc::new(tokio::runtime::Runtime::new().expect("a runtime can be started"));
    if arguments.list {
        return libtest_mimic::run(&arguments, trials(engine, &runtime, None)).exit_code();
    }
    let backend = runtime.block_on(construct);
    libtest_mimic::run(&arguments, trials(engine, &runtime, Some(&backend))).exit_code()
}

fn trials(
    engine: &str,
    runtime: &Arc<tokio::runtime::Runtime>,
    backend: Option<&Backend>,
) -> Vec<Trial> {
    CONTRACTS
        .iter()
        .copied()
        .flatten()
        .flat_map(|case| case.kinds.iter().map(move |kind| (case, *kind)))
        .map(|(case, kind)| {
            let name = case.name.trim_start_matches("wellhead_store_testkit::");
            let name = match kind {
                Kind::People => format!("{engine}::{name}"),
                kind => format!("{engine}::{name}::{kind}"),
            };
            let (runtime, backend) = (Arc::clone(runtime), backend.cloned());
            Trial::test(name, move || {
                let backend = backend.expect("a listing runs nothing");
                runtime.block_on(async {
                    let world = World::new(backend, kind).await;
                    let before = world.neighbour().await;
                    (case.run)(&world).await;
                    world.counts_are_right().await;
                    assert_eq!(
                        world.neighbour().await,
                        before,
                        "the other tenant's rows changed"
                    );
                });
                Ok(())
            })
        })
        .collect()
}
