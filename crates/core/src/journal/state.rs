use super::{Act, Ends};
use crate::time::Timestamp;

/// What a link says since a change that was journaled at `at`, and what it said before if that is something else. `states`
/// has what it said and since when, the oldest first, and `made` is when the link was made. `None` if what it said then
/// is no longer kept.
///
/// The times of a link's states only grow, so the state is the last that began by then.
#[must_use]
pub fn ends_at(
    states: &[(Timestamp, Ends)],
    made: Timestamp,
    act: Act,
    at: Timestamp,
) -> Option<(Ends, Option<Ends>)> {
    let (first, _) = states.first()?;
    let is_whole = *first == made;
    let begun = states.iter().rposition(|(since, _)| *since <= at);
    let place = match act {
        Act::Created => is_whole.then_some(0)?,
        Act::Updated | Act::Restored | Act::Deleted => begun.or(is_whole.then_some(0))?,
    };
    let now = states[place].1;
    let before = match act {
        Act::Updated | Act::Restored => match place.checked_sub(1) {
            Some(before) => Some(states[before].1),
            None if is_whole => None,
            None => return None,
        },
        Act::Created | Act::Deleted => None,
    };
    Some((now, before.filter(|before| *before != now)))
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
        let told = |act, micros| ends_at(&states, at(10), act, at(micros));
        // The first link of a batch is made before the batch's own time, and the last one after it.
        assert_eq!(told(Act::Created, 9), Some((ends(1), None)));
        assert_eq!(told(Act::Updated, 20), Some((ends(2), Some(ends(1)))));
        assert_eq!(told(Act::Deleted, 30), Some((ends(2), None)));
        assert_eq!(told(Act::Restored, 40), Some((ends(2), None)));
        // The first state is no longer kept.
        let told = |act, micros| ends_at(&states[1..], at(10), act, at(micros));
        assert_eq!(told(Act::Created, 9), None);
        assert_eq!(told(Act::Deleted, 15), None);
        assert_eq!(told(Act::Updated, 20), None);
        assert_eq!(told(Act::Deleted, 30), Some((ends(2), None)));
        assert_eq!(told(Act::Restored, 40), Some((ends(2), None)));
    }
}
