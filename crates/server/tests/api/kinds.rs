//! What each kind of record can do, and where kinds differ. Each test runs for all kinds.

mod links;
mod records;
mod runs;
mod values;

use wellhead_core::record::Kind;

/// The next kind, for tests that need a second one.
fn other(kind: Kind) -> Kind {
    Kind::ALL[(kind as usize + 1) % Kind::COUNT]
}
