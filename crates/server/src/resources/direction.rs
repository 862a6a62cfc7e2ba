use wellhead_core::resource::Direction;

/// Both directions, as attributes of several types have them.
pub(super) fn all() -> Vec<&'static str> {
    Direction::ALL.map(Direction::as_str).to_vec()
}
