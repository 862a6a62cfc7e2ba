//! The port's meaning, executable: what every adapter of [`wellhead_core::store`] must do.
//!
//! An adapter's test constructs its store and calls [`run_all`]. Each case gets a [`World`] of its own with
//! a second tenant in it, who has the same people and connectors under the same external ids; after the
//! case that tenant must have just what it had before.

mod activity;
mod batches;
mod clocks;
mod connectors;
mod deliveries;
mod expectations;
mod jobs;
mod keys;
mod links_create;
mod links_delete;
mod links_list;
mod links_update;
mod machine;
mod operator;
mod people;
mod people_search;
mod provenance;
mod races;
mod runs;
mod workspace_connectors;
mod world;

use std::process::ExitCode;
use std::sync::Arc;

use futures_util::future::BoxFuture;
use libtest_mimic::{Arguments, Trial};

pub use world::{Backend, World};

/// One thing that an adapter must do.
pub(crate) struct Case {
    name: &'static str,
    run: for<'a> fn(&'a World) -> BoxFuture<'a, ()>,
}

/// Lists a contract's cases under their names.
macro_rules! cases {
    ($($case:ident),+ $(,)?) => {
        pub(crate) const CASES: &[$crate::Case] = &[$($crate::Case {
            name: concat!(module_path!(), "::", stringify!($case)),
            run: |world| Box::pin($case(world)),
        }),+];
    };
}
pub(crate) use cases;

const CONTRACTS: &[&[Case]] = &[
    links_create::CASES,
    links_update::CASES,
    links_delete::CASES,
    links_list::CASES,
    people::CASES,
    people_search::CASES,
    workspace_connectors::CASES,
    connectors::CASES,
    batches::CASES,
    expectations::CASES,
    runs::CASES,
    deliveries::CASES,
    jobs::CASES,
    jobs::winding_down::CASES,
    clocks::CASES,
    activity::CASES,
    provenance::CASES,
    keys::CASES,
    operator::CASES,
    races::CASES,
];

/// Runs every case against the store that `construct` makes, as a test harness of its own: takes the
/// command line of `cargo test`.
///
/// # Panics
/// When no runtime can be started, or `construct` panics because the engine is not there: a missing
/// engine is a failure, never a skip.
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
        .map(|case| {
            let name = case.name.trim_start_matches("wellhead_store_testkit::");
            let (runtime, backend) = (Arc::clone(runtime), backend.cloned());
            Trial::test(format!("{engine}::{name}"), move || {
                let backend = backend.expect("a listing runs nothing");
                runtime.block_on(async {
                    let world = World::new(backend).await;
                    let before = world.neighbour().await;
                    (case.run)(&world).await;
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
