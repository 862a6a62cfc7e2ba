use super::{Act, Ends};
use crate::time::Timestamp;

/// What a link says since a change that was journaled at `at`, and what it said before if that is something else. `states`
/// has what it said and since when, the oldest first; it must not be empty.
///
/// The times of a link's states only grow, so the state is the last that began by then.
#[must_use]
pub fn ends_at(states: &[(Timestamp, Ends)], act: Act, at: Timestamp) -> (Ends, Option<Ends>) {
    let place = match act {
        Act::Created => 0,
        Act::Updated | Act::Restored | Act::Deleted => states
            .iter()
            .rposition(|(since, _)| *since <= at)
            .unwrap_or(0),
    };
    let now = states[place].1;
    let before = match act {
        Act::Updated | Act::Restored => place.checked_sub(1).map(|before| states[before].1),
        Act::Created | Act::Deleted => None,
    };
    (now, before.filter(|before| *before != now))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::resource::Direction;

    #[test]
    fn a_change_tells_what_the_link_said_then() {
        let ends = |record: u128| Ends {
            record: Uuid::from_u128(record).into(),
            workspace_connector: Uuid::from_u128(9).into(),
            direction: Direction::Input,
        };
        let at = Timestamp::from_micros;
        // Made for 1, pointed to 2, deleted, restored.
        let states = [(at(10), ends(1)), (at(20), ends(2)), (at(40), ends(2))];
        let told = |act, micros| ends_at(&states, act, at(micros));
        // The first link of a batch is made before the batch's own time, and the last one after it.
        assert_eq!(told(Act::Created, 9), (ends(1), None));
        assert_eq!(told(Act::Updated, 20), (ends(2), Some(ends(1))));
        assert_eq!(told(Act::Deleted, 30), (ends(2), None));
        assert_eq!(told(Act::Restored, 40), (ends(2), None));
    }
}
