//! What each kind of record can do, and where kinds differ: each test walks them all.

mod links;
mod records;
mod runs;
mod values;

use wellhead_core::record::Kind;

/// One kind after the other: which of two a test takes when it needs a stranger.
fn other(kind: Kind) -> Kind {
    Kind::ALL[(kind as usize + 1) % Kind::COUNT]
}
