use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use wellhead_core::record::{Kind, Named};
use wellhead_core::sync::NameCells;
use wellhead_core::time::Timestamp;

use super::occasion::Occasion;
use super::systems::{Company, Sample, System};
use super::{DAY, DAYS};

/// A company's records of one kind, with the time at which each appears.
pub(super) struct Population {
    record: Kind,
    records: Vec<Named>,
    /// Microseconds since the sample began.
    came: Vec<i64>,
}

/// The records that one system knows.
pub(super) struct Known(Vec<Stay>);

/// From when until when a system knows a record.
struct Stay {
    record: usize,
    since: i64,
    until: i64,
}

impl Population {
    /// Two in five exist from the beginning; the others appear one by one.
    pub(super) fn of(
        company: &Company,
        sample: &Sample,
        began: Timestamp,
        rng: &mut StdRng,
    ) -> anyhow::Result<Self> {
        let mut population = Self {
            record: sample.record,
            records: Vec::new(),
            came: Vec::new(),
        };
        for number in 1..=sample.count {
            let is_early = number * 5 <= sample.count * 2;
            let came = if is_early {
                0
            } else {
                rng.random_range(0..DAYS * DAY)
            };
            let occasion = Occasion {
                currency: company.currency,
                number,
                is_early,
                day: i32::try_from((began.as_micros() + came) / DAY)?,
                age: i32::try_from(DAYS - came / DAY)?,
            };
            let values = (sample.values)(&occasion, rng);
            let external_id = sample.external_id(company, number);
            let values = values.iter().map(String::as_str);
            let cells = NameCells {
                external_id: Some(&external_id),
                ..NameCells::default()
            };
            let named = Named::from_cells(sample.record, cells, values);
            population.records.push(named.map_err(anyhow::Error::msg)?);
            population.came.push(came);
        }
        Ok(population)
    }

    /// The kind of its records.
    pub(super) fn record(&self) -> Kind {
        self.record
    }

    /// The records that `system` knows over time. The first one is known to every system, for good.
    pub(super) fn known_to(&self, system: &System, rng: &mut StdRng) -> Known {
        // Its own random stream, so that one system's figures do not depend on the others.
        let mut rng = StdRng::seed_from_u64(rng.random());
        let stays = self.came.iter().enumerate().filter_map(|(record, came)| {
            let is_known = rng.random_ratio(system.share, 100);
            let since = came + rng.random_range(0..5 * DAY);
            let until = if rng.random_ratio(1, 8) {
                since + rng.random_range(7 * DAY..60 * DAY)
            } else {
                i64::MAX
            };
            match record {
                0 => Some(Stay {
                    record,
                    since: 0,
                    until: i64::MAX,
                }),
                _ => is_known.then_some(Stay {
                    record,
                    since,
                    until,
                }),
            }
        });
        Known(stays.collect())
    }

    /// The records at these positions.
    pub(super) fn records(&self, places: &[usize]) -> impl Iterator<Item = Named> {
        places.iter().map(|place| self.records[*place].clone())
    }
}

impl Known {
    /// All records that the system knows at `at`.
    pub(super) fn all(&self, at: i64) -> Vec<usize> {
        self.at(at).map(|stay| stay.record).collect()
    }

    /// The records it has learned since `last`, and some others that have changed.
    pub(super) fn news(&self, last: i64, at: i64, rng: &mut StdRng) -> Vec<usize> {
        self.at(at)
            .filter(|stay| stay.since > last || rng.random_ratio(1, 16))
            .map(|stay| stay.record)
            .collect()
    }

    fn at(&self, at: i64) -> impl Iterator<Item = &Stay> {
        self.0
            .iter()
            .filter(move |stay| stay.since <= at && at < stay.until)
    }
}
