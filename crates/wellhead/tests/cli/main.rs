//! The binary as a user types it, over both engines.

#![expect(
    clippy::disallowed_methods,
    reason = "tests have no host but this machine"
)]

mod audit;
mod backup;
#[cfg(target_os = "linux")]
mod clock;
mod command_line;
mod doctor;
mod ends;
mod erasures;
mod files;
mod health;
mod hostile;
mod identities;
mod import;
mod jobs;
mod keys;
mod kill;
mod kinds;
mod logs;
mod merges;
mod metrics;
mod missing;
mod neighbours;
mod packaged;
#[cfg(unix)]
mod previous;
mod process;
mod remote;
mod removal;
mod reports;
#[cfg(target_os = "linux")]
mod retention;
mod runs;
#[path = "../../../store-postgres/tests/scratch/mod.rs"]
mod scratch;
#[path = "../../../store-postgres/tests/scratch/ledger.rs"]
mod scratch_ledger;
mod secrets;
mod serve;
mod server;
mod support;
mod sweep;
mod terminal;
mod traces;
mod way;
mod webhooks;
mod workspaces;
