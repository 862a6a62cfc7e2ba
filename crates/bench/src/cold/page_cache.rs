use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use anyhow::{Context, anyhow};
use rustix::fs::{Advice, fadvise};
use tokio_postgres::Client;

/// How long something may stay in the cache.
const INTERVAL: Duration = Duration::from_millis(100);

/// The files of the ledger's tables and indexes: one for each gigabyte.
pub(super) async fn files(owner: &Client) -> anyhow::Result<Vec<PathBuf>> {
    let sql = "SELECT current_setting('data_directory') || '/' || pg_relation_filepath(c.oid) || \
            CASE WHEN n > 0 THEN '.' || n ELSE '' END \
         FROM pg_class c, generate_series(0, pg_relation_size(c.oid) >> 30) n \
         WHERE c.relnamespace = 'core_api'::regnamespace AND c.relkind IN ('r', 'i') \
            AND pg_relation_size(c.oid) > 0";
    let rows = owner.query(sql, &[]).await?;
    Ok(rows
        .iter()
        .map(|row| PathBuf::from(row.get::<_, String>(0)))
        .collect())
}

/// A page cache that is being emptied of some files, by a thread of its own: the client must not wait for it.
pub(super) struct Emptied {
    is_over: Arc<AtomicBool>,
    thread: JoinHandle<anyhow::Result<()>>,
}

impl Emptied {
    pub(super) fn start(files: Vec<PathBuf>) -> Self {
        let is_over = Arc::new(AtomicBool::new(false));
        let ends = Arc::clone(&is_over);
        let thread = std::thread::spawn(move || {
            while !ends.load(Ordering::Relaxed) {
                for file in &files {
                    let file = File::open(file).with_context(|| format!("{}", file.display()))?;
                    fadvise(&file, 0, None, Advice::DontNeed)?;
                }
                std::thread::sleep(INTERVAL);
            }
            Ok(())
        });
        Self { is_over, thread }
    }

    /// Ends it; an error if the cache could not be emptied.
    pub(super) fn stop(self) -> anyhow::Result<()> {
        self.is_over.store(true, Ordering::Relaxed);
        let ended = self.thread.join();
        ended
            .map_err(|_| anyhow!("emptying the page cache panicked"))?
            .context("the page cache cannot be emptied; is the server on another machine?")
    }
}
