//! A ledger that is four times larger than the memory that PostgreSQL may use for it.
//!
//! What it may use is its own buffers, of which it gets a quarter of what is asked for; the system's page cache, which would
//! keep the rest, is emptied all the time ([`page_cache`]). That needs no right to limit a process's memory, and what is read
//! from the disk meanwhile shows that it works.

mod page_cache;

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, ensure};
use tokio::process::Command;
use tokio_postgres::Client;

use crate::database::{connect, postmaster};
use crate::operation::Operation;
use crate::operations::CONNECTIONS;
use crate::process::read_by_family;
use crate::scale::Scale;
use crate::service::{Limits, Service};
use crate::stage::Stage;
use crate::wellhead::Wellhead;
use page_cache::Emptied;

/// How many times larger than memory.
const TIMES: i64 = 4;
/// Less would not start.
const LEAST_BYTES: i64 = 2 << 20;
/// What the server rounds to.
const BUFFER: i64 = 8_192;
/// How long a new service may take to open its connections and to prepare its statements.
const LEAD: Duration = Duration::from_secs(1);

const OPERATIONS: [Operation; 2] = [Operation::Retrieve, Operation::PersonLinks];

/// What was measured.
#[derive(Debug)]
pub(crate) struct Cold {
    /// The bytes of what is asked for, and of PostgreSQL's memory.
    pub(crate) asked: i64,
    pub(crate) memory: i64,
    pub(crate) reads: Vec<Read>,
}

/// One operation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Read {
    pub(crate) operation: Operation,
    /// p99 in milliseconds, with all of it in memory and with a quarter.
    pub(crate) warm: f64,
    pub(crate) cold: f64,
    /// Bytes from the disk per request, in the latter case.
    pub(crate) bytes: f64,
}

/// Measures with all in memory, restarts the server with less by the command `restart`, and measures again.
pub(crate) async fn measure(
    wellhead: &Wellhead,
    stage: &Stage,
    scale: Scale,
    restart: &Path,
    directory: &Path,
) -> anyhow::Result<Cold> {
    let url = stage.postgres.database.url();
    let duration = scale.measurement();
    let mut warm = Vec::new();
    for operation in OPERATIONS {
        let workload = stage.postgres.workload(&stage.ledger, operation);
        let address = stage.postgres.service.address;
        let mut driven = workload.drive(address, CONNECTIONS, duration).await?;
        warm.push(driven.latencies.percentile(99));
    }
    let owner = connect(&url).await?;
    let asked = asked(&owner, stage).await?;
    let memory = (asked / TIMES).max(LEAST_BYTES) / BUFFER * BUFFER;
    let files = page_cache::files(&owner).await?;
    let before: String = owner.query_one("SHOW shared_buffers", &[]).await?.get(0);
    // Whatever is written later would stay in the cache until it is.
    owner.batch_execute("CHECKPOINT").await?;
    let less = format!("{}kB", memory / 1_024);
    restart_with(&url, owner, &less, restart).await?;

    let first = stage.postgres.workload(&stage.ledger, Operation::Retrieve);
    let database = &stage.postgres.database;
    let (mut service, _) =
        Service::start(wellhead, database, &first, Limits::Lifted, directory).await?;
    let server = postmaster(&connect(&url).await?).await?;
    let mut reads = Vec::new();
    for (operation, warm) in OPERATIONS.into_iter().zip(warm) {
        let workload = stage.postgres.workload(&stage.ledger, operation);
        workload.drive(service.address, CONNECTIONS, LEAD).await?;
        let emptied = Emptied::start(files.clone());
        let before = read_by_family(server)?;
        let driven = workload.drive(service.address, CONNECTIONS, duration).await;
        let bytes = read_by_family(server)? - before;
        emptied.stop()?;
        let mut latencies = driven?.latencies;
        ensure!(
            bytes > 0,
            "nothing was read from the disk: the server's files are in memory, such as on a tmpfs"
        );
        #[expect(clippy::cast_precision_loss, reason = "there are fewer than 2^52")]
        let bytes = bytes as f64 / f64::from(latencies.count());
        reads.push(Read {
            operation,
            warm,
            cold: latencies.percentile(99),
            bytes,
        });
    }
    service.stop().await?;
    restart_with(&url, connect(&url).await?, &before, restart).await?;
    Ok(Cold {
        asked,
        memory,
        reads,
    })
}

/// The bytes of what the operations ask for: of the whole ledger, the part of the workspaces that are read.
async fn asked(owner: &Client, stage: &Stage) -> anyhow::Result<i64> {
    let all = "SELECT sum(pg_total_relation_size(c.oid))::bigint FROM pg_class c \
         WHERE c.relnamespace = 'core_api'::regnamespace AND c.relkind = 'r'";
    let all: i64 = owner.query_one(all, &[]).await?.get(0);
    let of_readers: u32 = stage.ledger.readers().iter().map(|it| it.links).sum();
    Ok(all / i64::from(stage.ledger.links()) * i64::from(of_readers))
}

/// Restarts the server with other `shared_buffers`.
async fn restart_with(
    url: &str,
    owner: Client,
    buffers: &str,
    restart: &Path,
) -> anyhow::Result<()> {
    let set = format!("ALTER SYSTEM SET shared_buffers = '{buffers}'");
    owner.batch_execute(&set).await?;
    let ended = Command::new(restart).output().await;
    let output = ended.with_context(|| format!("{} cannot be run", restart.display()))?;
    ensure!(
        output.status.success(),
        "the server was not restarted: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let is_set = "SELECT pg_size_bytes(current_setting('shared_buffers')) = pg_size_bytes($1)";
    let row = connect(url).await?.query_one(is_set, &[&buffers]).await?;
    ensure!(
        row.get::<_, bool>(0),
        "the server was started with its own shared_buffers on the command line"
    );
    Ok(())
}
