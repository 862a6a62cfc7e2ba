use crate::time::Timestamp;

/// An instant with as many decimals as it takes to ask for it again: three if it is a whole millisecond, which the ledger's
/// times mostly are, and else six. With `last`, it is one that a client means by `as_of`, where three decimals stand for the
/// last microsecond of their millisecond.
#[must_use]
pub fn exact(at: Timestamp, last: bool) -> String {
    let micros = at.as_micros().rem_euclid(1_000);
    let printed = at.to_string();
    if micros == if last { 999 } else { 0 } || at == Timestamp::MAX {
        printed
    } else {
        format!("{}{micros:03}Z", printed.trim_end_matches('Z'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Moment;

    #[test]
    fn what_is_printed_means_the_same_instant_again() {
        let whole = Timestamp::from_micros(1_778_423_520_123_000);
        for micros in [0, 1, 456, 998, 999] {
            let at = whole.plus_micros(micros);
            let as_of: Moment = exact(at, true).parse().unwrap();
            let from: Moment = exact(at, false).parse().unwrap();
            assert_eq!((as_of.last(), from.first()), (at, at), "{micros}");
        }
        assert_eq!(exact(whole, false), "2026-05-10T14:32:00.123Z");
        assert_eq!(exact(whole, true), "2026-05-10T14:32:00.123000Z");
        assert_eq!(
            exact(whole.plus_micros(999), true),
            "2026-05-10T14:32:00.123Z"
        );
    }

    #[test]
    fn so_do_the_ends_of_time() {
        let last: Moment = exact(Timestamp::MAX, true).parse().unwrap();
        let first: Moment = exact(Timestamp::MIN, false).parse().unwrap();
        assert_eq!(
            (last.last(), first.first()),
            (Timestamp::MAX, Timestamp::MIN)
        );
    }
}
