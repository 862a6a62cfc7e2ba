use super::{NOTHING, Recipe};

/// The ledger's own header, and its own members in JSON.
pub(super) const WELLHEAD: Recipe = Recipe {
    name: "wellhead",
    title: "Wellhead's own columns",
    external_id: &["external_person_id"],
    first_name: &["first_name"],
    last_name: &["last_name"],
    full_name: &["full_name"],
    ..NOTHING
};
