use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use wellhead_core::record::{Kind, Named};

use super::systems::{Company, System};
use super::{DAY, DAYS, names};

/// A company's people, and when each came.
pub(super) struct Population {
    people: Vec<Named>,
    /// Microseconds since the sample began.
    came: Vec<i64>,
}

/// What one system knows of them.
pub(super) struct Known(Vec<Stay>);

/// From when to when a system knows a person.
struct Stay {
    person: usize,
    since: i64,
    until: i64,
}

impl Population {
    /// Two in five are there from the beginning, the others come one by one.
    pub(super) fn of(company: &Company, rng: &mut StdRng) -> anyhow::Result<Self> {
        let mut population = Self {
            people: Vec::new(),
            came: Vec::new(),
        };
        for number in 1..=company.people {
            let [first, last] = [names::FIRST, names::LAST]
                .map(|names| *names.choose(rng).expect("there are names"));
            let external_id = external_id(company, number);
            let person = Named::from_cells(Kind::People, &external_id, [first, last]);
            population.people.push(person.map_err(anyhow::Error::msg)?);
            let late = number * 5 > company.people * 2;
            let came = if late {
                rng.random_range(0..DAYS * DAY)
            } else {
                0
            };
            population.came.push(came);
        }
        Ok(population)
    }

    /// What `system` gets to know of them. The first one is known everywhere and for good.
    pub(super) fn known_to(&self, system: &System, rng: &mut StdRng) -> Known {
        // Of its own, so that one system's figures do not depend on those of the others.
        let mut rng = StdRng::seed_from_u64(rng.random());
        let stays = self.came.iter().enumerate().filter_map(|(person, came)| {
            let is_known = rng.random_ratio(system.share, 100);
            let since = came + rng.random_range(0..5 * DAY);
            let until = if rng.random_ratio(1, 8) {
                since + rng.random_range(7 * DAY..60 * DAY)
            } else {
                i64::MAX
            };
            match person {
                0 => Some(Stay {
                    person,
                    since: 0,
                    until: i64::MAX,
                }),
                _ => is_known.then_some(Stay {
                    person,
                    since,
                    until,
                }),
            }
        });
        Known(stays.collect())
    }

    /// The people of these places.
    pub(super) fn people(&self, places: &[usize]) -> impl Iterator<Item = Named> {
        places.iter().map(|place| self.people[*place].clone())
    }
}

impl Known {
    /// All whom the system knows at `at`.
    pub(super) fn all(&self, at: i64) -> Vec<usize> {
        self.at(at).map(|stay| stay.person).collect()
    }

    /// Those whom it has got to know since `last`, and some others who have changed.
    pub(super) fn news(&self, last: i64, at: i64, rng: &mut StdRng) -> Vec<usize> {
        self.at(at)
            .filter(|stay| stay.since > last || rng.random_ratio(1, 16))
            .map(|stay| stay.person)
            .collect()
    }

    fn at(&self, at: i64) -> impl Iterator<Item = &Stay> {
        self.0
            .iter()
            .filter(move |stay| stay.since <= at && at < stay.until)
    }
}

/// What the systems know the person `number` by, counted from 1.
pub(super) fn external_id(company: &Company, number: usize) -> String {
    format!("{}-{number:04}", company.prefix)
}
