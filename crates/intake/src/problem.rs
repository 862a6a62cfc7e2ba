/// Why no header was found: what the table has, what is missing, and what to type next.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Problem(pub String);
