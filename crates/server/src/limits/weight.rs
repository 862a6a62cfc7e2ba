//! For how many requests one counts: for one, and for more if it is long or asks for much. About as many, that is, as would take
//! the same time.

/// The bytes of a document that count as one more.
const PART: usize = 8 << 10;

/// The bytes of a query that do: each of its parameters is looked up.
const PART_OF_QUERY: usize = 1 << 10;

/// The resources of a page that do.
const RESOURCES: usize = 25;

/// For how many more a document of this many bytes counts.
pub(crate) fn of_document(bytes: usize) -> u32 {
    more(bytes / PART)
}

/// For how many more a query of this many bytes counts.
pub(crate) fn of_query(bytes: usize) -> u32 {
    more(bytes / PART_OF_QUERY)
}

/// For how many more a page of so many resources counts.
pub(crate) fn of_page(size: usize) -> u32 {
    more(size / RESOURCES)
}

/// For how many more so many operations count: each for one, of which the request itself is the first.
pub(crate) fn of_operations(operations: usize) -> u32 {
    more(operations.saturating_sub(1))
}

fn more(requests: usize) -> u32 {
    u32::try_from(requests).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_short_counts_once() {
        assert_eq!(of_document(PART - 1), 0);
        assert_eq!(of_query(PART_OF_QUERY - 1), 0);
        assert_eq!(of_page(RESOURCES - 1), 0);
        assert_eq!(of_operations(0), 0);
        assert_eq!(of_operations(1), 0);
    }

    #[test]
    fn what_is_long_counts_for_more() {
        assert_eq!(of_document(usize::MAX), u32::MAX);
        assert_eq!(of_document(PART * 8), 8);
        assert_eq!(of_query(PART_OF_QUERY * 8), 8);
        assert_eq!(of_page(500), 20);
        assert_eq!(of_operations(1_000), 999);
    }
}
