//! The binary as a user types it, over both engines.

mod command_line;
mod import;
#[path = "../../../store-postgres/tests/scratch/mod.rs"]
mod scratch;
mod serve;
mod support;
