use super::{NOTHING, Recipe};

/// The ledger's own columns, and its own members in JSON: those of each kind's declaration.
pub(super) const WELLHEAD: Recipe = Recipe {
    name: "wellhead",
    title: "Wellhead's own columns",
    ..NOTHING
};
