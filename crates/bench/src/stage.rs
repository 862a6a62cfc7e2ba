//! Everything that must be in place before measuring.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;

use crate::database::{Database, connect, postmaster};
use crate::drive::{Answerer, Whom, Workload};
use crate::ledger::Ledger;
use crate::load;
use crate::operation::Operation;
use crate::operations::Subject;
use crate::service::{Limits, Service};
use crate::wellhead::Wellhead;

/// The same ledger on both engines, both being served.
pub(crate) struct Stage {
    pub(crate) ledger: Arc<Ledger>,
    pub(crate) postgres: House,
    pub(crate) sqlite: House,
    /// The PostgreSQL server's process.
    pub(crate) postmaster: u32,
}

/// One engine.
pub(crate) struct House {
    pub(crate) database: Database,
    pub(crate) service: Service,
    /// A key for each tenant.
    tokens: Arc<Vec<String>>,
    /// How long each start took.
    pub(crate) starts: Vec<Duration>,
}

/// Reports on standard error what it does, and how long it took.
pub(crate) async fn step<T>(
    what: &str,
    done: impl Future<Output = anyhow::Result<T>>,
) -> anyhow::Result<T> {
    let began = Instant::now();
    eprint!("{what} ...");
    let done = done.await.with_context(|| what.to_owned())?;
    eprintln!(" {:.1} s", began.elapsed().as_secs_f64());
    Ok(done)
}

impl Stage {
    pub(crate) async fn set(
        wellhead: &Wellhead,
        server: &str,
        ledger: Ledger,
        starts: u32,
        directory: &Path,
    ) -> anyhow::Result<Self> {
        let ledger = Arc::new(ledger);
        let on_postgres = Database::on_postgres(server).await?;
        let owner = load_postgres(wellhead, &on_postgres, &ledger).await?;
        let in_file = Database::in_directory(directory);
        load_sqlite(wellhead, &in_file, &ledger).await?;
        let postmaster = postmaster(&owner).await?;
        let stage = Self {
            postgres: House::open(wellhead, on_postgres, &ledger, starts, directory).await?,
            sqlite: House::open(wellhead, in_file, &ledger, starts, directory).await?,
            ledger,
            postmaster,
        };
        for house in stage.houses() {
            let name = house.database.engine().name();
            let folded = load::folded(&house.database);
            step(&format!("folding on {name}"), folded).await?;
        }
        Ok(stage)
    }

    pub(crate) fn houses(&self) -> [&House; 2] {
        [&self.postgres, &self.sqlite]
    }

    pub(crate) fn houses_mut(&mut self) -> [&mut House; 2] {
        [&mut self.postgres, &mut self.sqlite]
    }

    /// An engine, with the processes that work for it.
    pub(crate) fn subject<'s>(&self, house: &'s House) -> Subject<'s> {
        Subject {
            database: &house.database,
            service: &house.service,
            server: matches!(house.database, Database::Postgres(_)).then_some(self.postmaster),
        }
    }

    pub(crate) async fn strike(mut self) -> anyhow::Result<()> {
        self.postgres.service.stop().await?;
        self.sqlite.service.stop().await
    }
}

async fn load_postgres(
    wellhead: &Wellhead,
    database: &Database,
    ledger: &Ledger,
) -> anyhow::Result<tokio_postgres::Client> {
    wellhead.run(database, &["migrate"]).await?;
    let owner = connect(&database.url()).await?;
    step("loading PostgreSQL", load::postgres(&owner, ledger)).await?;
    step("counting on PostgreSQL", wellhead.recount(database)).await?;
    load::settle(&owner).await?;
    Ok(owner)
}

async fn load_sqlite(
    wellhead: &Wellhead,
    database: &Database,
    ledger: &Ledger,
) -> anyhow::Result<()> {
    wellhead.run(database, &["migrate"]).await?;
    let Database::Sqlite(path) = database else {
        return Ok(());
    };
    step("loading SQLite", async { load::sqlite(path, ledger) }).await?;
    step("counting on SQLite", wellhead.recount(database)).await
}

impl House {
    async fn open(
        wellhead: &Wellhead,
        database: Database,
        ledger: &Arc<Ledger>,
        starts: u32,
        directory: &Path,
    ) -> anyhow::Result<Self> {
        let name = database.engine().name();
        let keys = async {
            let mut tokens = Vec::new();
            for tenant in ledger.tenants() {
                tokens.push(wellhead.key(&database, tenant, "sync").await?);
            }
            Ok(Arc::new(tokens))
        };
        let tokens = step(&format!("making keys on {name}"), keys).await?;
        let first = workload(ledger, &tokens, Operation::Retrieve);
        // The parts ask with a few keys as fast as they can.
        let start = || Service::start(wellhead, &database, &first, Limits::Lifted, directory);
        let (mut service, took) = start().await?;
        let mut times = vec![took];
        for _ in 1..starts {
            service.stop().await?;
            let (next, took) = start().await?;
            service = next;
            times.push(took);
        }
        eprintln!("serving {name}: process {}", service.pid);
        Ok(Self {
            database,
            service,
            tokens,
            starts: times,
        })
    }

    /// Serves it anew, by `wellhead` and with these limits.
    pub(crate) async fn serve(
        &mut self,
        wellhead: &Wellhead,
        ledger: &Arc<Ledger>,
        limits: Limits,
        directory: &Path,
    ) -> anyhow::Result<()> {
        self.service.stop().await?;
        let first = self.workload(ledger, Operation::Retrieve);
        let started = Service::start(wellhead, &self.database, &first, limits, directory);
        (self.service, _) = started.await?;
        Ok(())
    }

    /// The workload for this engine.
    pub(crate) fn workload(&self, ledger: &Arc<Ledger>, operation: Operation) -> Workload {
        workload(ledger, &self.tokens, operation)
    }

    /// The key for the workspace that deliveries go to.
    pub(crate) fn delivery_token(&self, ledger: &Arc<Ledger>) -> String {
        let workload = self.workload(ledger, Operation::Create);
        workload.token(ledger.delivery()).to_owned()
    }
}

fn workload(ledger: &Arc<Ledger>, tokens: &Arc<Vec<String>>, operation: Operation) -> Workload {
    Workload {
        ledger: Arc::clone(ledger),
        tokens: Arc::clone(tokens),
        operation,
        whom: Whom::All,
        answerer: Answerer::Service,
    }
}
