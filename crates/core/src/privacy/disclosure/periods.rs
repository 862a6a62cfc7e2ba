use std::collections::BTreeSet;

use super::{LegalPeriod, LegalState};
use crate::privacy::legal::FIELDS;
use crate::time::Timestamp;

/// Who was behind a connector from one moment to another, by what was recorded of its definition and, where the workspace
/// said otherwise, of its activations. Each list has its oldest state first.
///
/// What had not been recorded of a time is taken from the first that was recorded later, and is said to be so.
pub(super) fn periods(
    from: Timestamp,
    end: Timestamp,
    general: &[LegalState],
    own: &[LegalState],
) -> Vec<LegalPeriod> {
    let since = general.iter().chain(own).map(|it| it.since);
    let turns = since.filter(|it| (from..=end).contains(it)).chain([from]);
    let turns: BTreeSet<_> = turns.collect();
    let mut periods: Vec<LegalPeriod> = Vec::new();
    for turn in turns {
        let next = period(turn, general, own);
        match periods.last_mut() {
            Some(last) if last.says_the_same(&next) => {}
            Some(last) => {
                last.until = Some(turn);
                periods.push(next);
            }
            None => periods.push(next),
        }
    }
    periods
}

/// What is known of a moment, as a period that begins there.
fn period(at: Timestamp, general: &[LegalState], own: &[LegalState]) -> LegalPeriod {
    let by_then = |states: &[LegalState]| {
        let last = states.iter().rfind(|it| it.since <= at);
        last.map(|it| it.entity.clone()).unwrap_or_default()
    };
    let entity = by_then(own).or(&by_then(general));
    let mut period = LegalPeriod::new(at, &entity);
    let states = || own.iter().chain(general);
    for field in &FIELDS {
        let said = |it: &&LegalState| it.entity.get(field.name).is_some();
        let was_known = states().filter(said).any(|it| it.since <= at);
        if was_known {
            continue;
        }
        // Of two that were recorded at once, the workspace's own counts.
        if let Some(later) = states().filter(said).min_by_key(|it| it.since) {
            period.add_later(field.name, later.entity.get(field.name));
        }
    }
    period
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::privacy::legal::{LegalChanges, LegalEntity};

    fn at(second: i64) -> Timestamp {
        Timestamp::EPOCH.plus_micros(second * 1_000_000)
    }

    /// A state with a name and a country, which are the first and the third field.
    fn state(since: i64, name: &str, country: &str) -> LegalState {
        let mut changes = LegalChanges::default();
        for (position, text) in [(0, name), (2, country)] {
            if !text.is_empty() {
                changes.set(position, text).unwrap();
            }
        }
        LegalState {
            since: at(since),
            entity: changes.applied(&LegalEntity::default()),
        }
    }

    /// From when until when, name, country, and what was recorded later.
    type Told = (i64, Option<i64>, String, String, Vec<String>);

    fn told((from, end): (i64, i64), general: &[LegalState], own: &[LegalState]) -> Vec<Told> {
        let second = |at: Timestamp| at.as_micros() / 1_000_000;
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let found = periods(at(from), at(end), general, own);
        let periods = found.iter().map(|it| {
            let (from, until) = (second(it.from), it.until.map(second));
            let (name, country) = (text(&it.legal_name), text(&it.country));
            (from, until, name, country, it.recorded_later.clone())
        });
        periods.collect()
    }

    fn row(from: i64, until: Option<i64>, name: &str, country: &str, later: &[&str]) -> Told {
        (
            from,
            until,
            name.to_owned(),
            country.to_owned(),
            later.iter().map(|it| (*it).to_owned()).collect(),
        )
    }

    #[test]
    fn each_time_has_what_was_true_then() {
        let general = [
            state(1, "A", "IE"),
            state(5, "B", "IE"),
            state(9, "C", "IE"),
        ];
        assert_eq!(
            told((3, 8), &general, &[]),
            [
                row(3, Some(5), "A", "IE", &[]),
                row(5, None, "B", "IE", &[])
            ]
        );
        assert_eq!(
            told((5, 5), &general, &[]),
            [row(5, None, "B", "IE", &[])],
            "a state has its first moment"
        );
        assert_eq!(told((2, 4), &[], &[]), [row(2, None, "", "", &[])]);
    }

    #[test]
    fn a_workspace_overrides_what_it_mentions() {
        let general = [state(1, "A", "IE"), state(6, "B", "IE")];
        let own = [state(3, "", "DE"), state(8, "", "")];
        assert_eq!(
            told((2, 9), &general, &own),
            [
                row(2, Some(3), "A", "IE", &[]),
                row(3, Some(6), "A", "DE", &[]),
                row(6, Some(8), "B", "DE", &[]),
                row(8, None, "B", "IE", &[]),
            ]
        );
    }

    #[test]
    fn what_was_recorded_later_is_said_to_be() {
        let general = [state(4, "A", ""), state(6, "A", "IE"), state(9, "B", "FR")];
        assert_eq!(
            told((2, 5), &general, &[]),
            [
                row(2, Some(4), "A", "IE", &["legal_name", "country"]),
                row(4, None, "A", "IE", &["country"]),
            ]
        );
        let cleared = [state(1, "A", ""), state(3, "", ""), state(7, "B", "")];
        assert_eq!(
            told((2, 5), &cleared, &[]),
            [row(2, Some(3), "A", "", &[]), row(3, None, "", "", &[])],
            "what was taken back is not there"
        );
    }
}
