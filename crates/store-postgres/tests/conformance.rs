//! The port's contracts, on PostgreSQL. `WELLHEAD_TEST_POSTGRES` names a server where the tests may make
//! a database; `./scripts/test` starts one.

#[path = "scratch/impatient.rs"]
mod impatient;
mod scratch;

use std::process::ExitCode;
use std::sync::Arc;

use wellhead_store_postgres::PostgresStore;
use wellhead_store_testkit::{Backend, run_all};

fn main() -> ExitCode {
    run_all("postgres", async {
        let database = scratch::database("conformance").await;
        let store = PostgresStore::connect(&database)
            .await
            .expect("a new database");
        let store = Arc::new(store);
        impatient::tend_at_once(&database).await;
        // The harness is its last user, and outlives this block.
        std::mem::forget(database);
        Backend {
            store: store.clone(),
            operator: store,
        }
    })
}
