use wellhead_core::resource::Direction;

/// The words for both directions, used by several types.
pub(super) fn all() -> Vec<&'static str> {
    Direction::ALL.map(Direction::as_str).to_vec()
}
