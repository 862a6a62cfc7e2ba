use crate::{Row, Unreadable};

/// Where rows come from.
pub(crate) trait Rows: Send {
    /// The next row; `None` is the end.
    ///
    /// # Errors
    /// If the rest cannot be read. It is not called again.
    fn next(&mut self) -> Result<Option<Row>, Unreadable>;
}
