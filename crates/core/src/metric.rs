//! What a process measures of itself: how often, how many, how long.
//!
//! A metric is declared once, as a `static` in the `measured` module of the crate whose work it measures, and recorded by that
//! declaration. So the lists there are all that a process exports, and a test compares them with `docs/operations/metrics.md`.
//!
//! Each combination of a metric's labels is kept for as long as the process lives, and everybody who may read the metrics of a
//! service sees all of them. So a label has one of few values, which the program knows: never the id or the name of a workspace, a
//! key or a record.
//!
//! Unless a recorder is installed, recording does nothing.

use std::time::Duration;

use metrics::{Key, Label as Labelled, Level, Metadata, Unit, with_recorder};

/// The value of a label.
pub type Value = metrics::SharedString;

/// What is known of a metric before anything is measured.
#[derive(Debug)]
pub struct Metric {
    /// Its name, with its unit at the end.
    pub name: &'static str,
    /// What it measures.
    pub about: &'static str,
    /// How it is summed up.
    pub shape: Shape,
    /// What tells its values apart.
    pub labels: &'static [Label],
}

/// How a metric is summed up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shape {
    /// It only grows.
    Counter,
    /// It is set.
    Gauge,
    /// How many values are at most as large as each of these.
    Histogram(&'static [f64]),
}

/// What tells the values of a metric apart.
#[derive(Debug)]
pub struct Label {
    /// Its name.
    pub name: &'static str,
    /// All its values. `None` if they are as many as the program has routes, or statuses: then each is there once it was measured.
    pub values: Option<&'static [&'static str]>,
}

impl Label {
    /// A label with these values.
    #[must_use]
    pub const fn one_of(name: &'static str, values: &'static [&'static str]) -> Self {
        Self {
            name,
            values: Some(values),
        }
    }

    /// A label whose values are too many to list, and yet no more than the program knows.
    #[must_use]
    pub const fn known(name: &'static str) -> Self {
        Self { name, values: None }
    }
}

/// Bounds for what takes from half a millisecond to a minute.
pub const SECONDS: &[f64] = &[
    0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0,
];

/// Bounds for how much is done at once.
pub const ITEMS: &[f64] = &[1.0, 4.0, 16.0, 64.0, 256.0, 1_024.0, 4_096.0, 16_384.0];

const METADATA: Metadata<'static> = Metadata::new("wellhead", Level::INFO, None);

impl Metric {
    /// Describes it to the recorder, and begins it at 0 where its labels' values are known: a rate then shows the first time, too.
    pub fn begin(&self) {
        let unit = self.name.ends_with("_seconds").then_some(Unit::Seconds);
        let (name, about) = (self.name.into(), self.about.into());
        with_recorder(|recorder| match self.shape {
            Shape::Counter => recorder.describe_counter(name, unit, about),
            Shape::Gauge => recorder.describe_gauge(name, unit, about),
            Shape::Histogram(_) => recorder.describe_histogram(name, unit, about),
        });
        for key in self.known_keys() {
            with_recorder(|recorder| match self.shape {
                Shape::Counter => drop(recorder.register_counter(&key, &METADATA)),
                Shape::Gauge => drop(recorder.register_gauge(&key, &METADATA)),
                Shape::Histogram(_) => drop(recorder.register_histogram(&key, &METADATA)),
            });
        }
    }

    /// The keys of all combinations of its labels; none if some of their values are not known.
    fn known_keys(&self) -> Vec<Key> {
        let mut all = vec![Vec::new()];
        for label in self.labels {
            let values = label.values.unwrap_or_default();
            let with = |before: &Vec<Labelled>| {
                let before = before.clone();
                values.iter().map(move |value| {
                    let mut labels = before.clone();
                    labels.push(Labelled::from_static_parts(label.name, value));
                    labels
                })
            };
            all = all.iter().flat_map(with).collect();
        }
        let keys = all.into_iter();
        keys.map(|labels| Key::from_parts(self.name, labels))
            .collect()
    }

    fn key<const N: usize>(&self, values: [Value; N]) -> Key {
        let mut labels = Vec::with_capacity(N);
        for (label, value) in self.labels.iter().zip(values) {
            debug_assert!(
                label.values.is_none_or(|all| all.contains(&&*value)),
                "{} has no {} '{value}'",
                self.name,
                label.name
            );
            labels.push(Labelled::new(label.name, value));
        }
        Key::from_parts(self.name, labels)
    }
}

/// Counts what happens.
#[derive(Debug)]
pub struct Counter<const N: usize>(Metric);

impl<const N: usize> Counter<N> {
    /// Declares one.
    #[must_use]
    pub const fn new(name: &'static str, about: &'static str, labels: &'static [Label; N]) -> Self {
        Self(Metric {
            name,
            about,
            shape: Shape::Counter,
            labels,
        })
    }

    /// What is known of it.
    #[must_use]
    pub const fn metric(&self) -> &Metric {
        &self.0
    }

    /// It happened so many times more.
    pub fn add(&self, times: u64, values: [Value; N]) {
        let key = self.0.key(values);
        with_recorder(|recorder| recorder.register_counter(&key, &METADATA).increment(times));
    }
}

/// Tells how many there are, or how much there is.
#[derive(Debug)]
pub struct Gauge<const N: usize>(Metric);

impl<const N: usize> Gauge<N> {
    /// Declares one.
    #[must_use]
    pub const fn new(name: &'static str, about: &'static str, labels: &'static [Label; N]) -> Self {
        Self(Metric {
            name,
            about,
            shape: Shape::Gauge,
            labels,
        })
    }

    /// What is known of it.
    #[must_use]
    pub const fn metric(&self) -> &Metric {
        &self.0
    }

    /// It is so much now.
    pub fn set(&self, value: f64, values: [Value; N]) {
        let key = self.0.key(values);
        with_recorder(|recorder| recorder.register_gauge(&key, &METADATA).set(value));
    }

    /// One more, until the result is dropped.
    #[must_use]
    pub fn hold(&self, values: [Value; N]) -> Held {
        let key = self.0.key(values);
        with_recorder(|recorder| recorder.register_gauge(&key, &METADATA).increment(1.0));
        Held(key)
    }
}

/// One of those that a gauge counts.
#[derive(Debug)]
pub struct Held(Key);

impl Drop for Held {
    fn drop(&mut self) {
        with_recorder(|recorder| recorder.register_gauge(&self.0, &METADATA).decrement(1.0));
    }
}

/// Tells how long something takes, or how large it is.
#[derive(Debug)]
pub struct Histogram<const N: usize>(Metric);

impl<const N: usize> Histogram<N> {
    /// Declares one with these bounds.
    #[must_use]
    pub const fn new(
        name: &'static str,
        about: &'static str,
        bounds: &'static [f64],
        labels: &'static [Label; N],
    ) -> Self {
        Self(Metric {
            name,
            about,
            shape: Shape::Histogram(bounds),
            labels,
        })
    }

    /// What is known of it.
    #[must_use]
    pub const fn metric(&self) -> &Metric {
        &self.0
    }

    /// Another value.
    pub fn record(&self, value: f64, values: [Value; N]) {
        let key = self.0.key(values);
        with_recorder(|recorder| recorder.register_histogram(&key, &METADATA).record(value));
    }

    /// Something took so long.
    pub fn took(&self, time: Duration, values: [Value; N]) {
        self.record(time.as_secs_f64(), values);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static TRIED: Counter<2> = Counter::new(
        "tried_total",
        "Tries.",
        &[
            Label::one_of("what", &["a", "b"]),
            Label::one_of("end", &["well", "ill"]),
        ],
    );
    static ASKED: Counter<2> = Counter::new(
        "asked_total",
        "Questions.",
        &[Label::one_of("what", &["a", "b"]), Label::known("route")],
    );

    #[test]
    fn what_is_known_begins_at_once() {
        let keys = TRIED.metric().known_keys();
        let keys: Vec<_> = keys.iter().map(ToString::to_string).collect();
        assert_eq!(keys.len(), 4, "{keys:?}");
        assert!(keys[0].contains("what = a, end = well"), "{keys:?}");
        assert!(ASKED.metric().known_keys().is_empty());
    }

    #[test]
    #[should_panic(expected = "tried_total has no what 'c'")]
    fn a_label_has_the_values_it_says() {
        TRIED.add(1, ["c".into(), "well".into()]);
    }
}
