use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use super::{Category, Holding};
use crate::resource::Times;
use crate::time::Timestamp;

/// How long something is kept after it is over: whole days of 24 hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period(u16);

impl Period {
    /// The longest, in days: about a hundred years.
    pub const LONGEST: u16 = 36_500;

    /// So many days.
    ///
    /// # Errors
    /// If it is none, or more than [`LONGEST`](Self::LONGEST).
    pub fn of_days(days: u64) -> Result<Self, InvalidPeriod> {
        let days = u16::try_from(days).map_err(|_| InvalidPeriod)?;
        if (1..=Self::LONGEST).contains(&days) {
            Ok(Self(days))
        } else {
            Err(InvalidPeriod)
        }
    }

    /// The number of days.
    #[must_use]
    pub const fn days(self) -> u16 {
        self.0
    }

    /// When it began, if it ends at `at`.
    #[must_use]
    pub fn before(self, at: Timestamp) -> Timestamp {
        at.plus_micros(-i64::from(self.0) * 24 * 3_600 * 1_000_000)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The number or text is no [`Period`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a number of days from 1 to {}", Period::LONGEST)]
pub struct InvalidPeriod;

impl FromStr for Period {
    type Err = InvalidPeriod;

    fn from_str(text: &str) -> Result<Self, InvalidPeriod> {
        Self::of_days(text.parse().map_err(|_| InvalidPeriod)?)
    }
}

/// How long each holding is kept. What has no rule is kept for ever.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rules(BTreeMap<Holding, Period>);

impl Rules {
    /// Sets the rule of a holding, or takes it away.
    pub fn set(&mut self, holding: Holding, period: Option<Period>) {
        match period {
            Some(period) => self.0.insert(holding, period),
            None => self.0.remove(&holding),
        };
    }

    /// The rule of a holding.
    #[must_use]
    pub fn of(&self, holding: Holding) -> Option<Period> {
        self.0.get(&holding).copied()
    }

    /// All rules, in the order of the holdings.
    pub fn iter(&self) -> impl Iterator<Item = (Holding, Period)> {
        self.0.iter().map(|(holding, period)| (*holding, *period))
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Before when a holding is removed by a job that was opened at `at`.
    ///
    /// Changes are forgotten with the first links and records that they tell of: a follower who is further behind could not
    /// learn what became of those, and starts anew.
    #[must_use]
    pub fn cutoff(&self, holding: Holding, at: Timestamp) -> Option<Timestamp> {
        if holding != Holding::JOURNAL {
            return self.of(holding).map(|period| period.before(at));
        }
        let told = [
            Category::Journal,
            Category::Links,
            Category::History,
            Category::Tombstones,
        ];
        let periods = self.iter().filter_map(|(holding, period)| {
            let is_told = told.contains(&holding.category());
            is_told.then_some(period)
        });
        periods.min().map(|period| period.before(at))
    }

    /// Whether there may be rows of a holding to remove. The rejected lines of a run go before it.
    #[must_use]
    pub fn touch(&self, holding: Holding) -> bool {
        self.cutoff(holding, Timestamp::from_micros(0)).is_some()
            || holding.category() == Category::Rejections && self.of(holding.of_runs()).is_some()
    }
}

/// The rules of holdings, to be set or, without a period, taken away.
pub type RuleChanges = Vec<(Holding, Option<Period>)>;

impl FromIterator<(Holding, Period)> for Rules {
    fn from_iter<T: IntoIterator<Item = (Holding, Period)>>(rules: T) -> Self {
        Self(rules.into_iter().collect())
    }
}

/// The rules of a workspace.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Policy {
    /// The rules.
    pub rules: Rules,
    /// When they were last set; `None` if never.
    pub updated_at: Option<Timestamp>,
    /// When the last job that removes by them was opened.
    pub begun_at: Option<Timestamp>,
}

impl Policy {
    /// When it was set for the first time, as far as that is known, and for the last time.
    #[must_use]
    pub fn times(&self) -> Times {
        Times {
            created_at: Timestamp::from_micros(0),
            updated_at: self.updated_at,
            deleted_at: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Kind;

    #[test]
    fn a_period_is_a_number_of_days() {
        for days in [1, 30, 36_500] {
            let period = Period::of_days(days).unwrap();
            assert_eq!(period.to_string().parse(), Ok(period));
        }
        for text in ["", "0", "-1", "36501", "1.5", "1d", "99999999999999999999"] {
            assert_eq!(text.parse::<Period>(), Err(InvalidPeriod), "{text}");
        }
        let day = Period::of_days(1).unwrap();
        assert_eq!(
            day.before(Timestamp::from_micros(86_400_000_001)),
            Timestamp::from_micros(1)
        );
    }

    #[test]
    fn the_journal_forgets_with_the_first_that_it_tells_of() {
        let at = Timestamp::from_micros(1_700_000_000_000_000);
        let days = |days| Period::of_days(days).unwrap();
        let of = |category| Holding::new(category, Some(Kind::People)).unwrap();
        let mut rules = Rules::default();
        let forgets = |rules: &Rules| rules.cutoff(Holding::JOURNAL, at);
        assert_eq!(forgets(&rules), None);
        rules.set(of(Category::Runs), Some(days(1)));
        assert_eq!(forgets(&rules), None);
        rules.set(Holding::JOURNAL, Some(days(90)));
        assert_eq!(forgets(&rules), Some(days(90).before(at)));
        rules.set(of(Category::Links), Some(days(30)));
        assert_eq!(forgets(&rules), Some(days(30).before(at)));
        rules.set(of(Category::Links), None);
        assert_eq!(forgets(&rules), Some(days(90).before(at)));
    }
}
