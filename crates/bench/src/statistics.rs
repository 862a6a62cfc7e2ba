use std::time::Duration;

/// The median.
///
/// # Panics
/// If there are no values.
pub(crate) fn median(values: impl IntoIterator<Item = f64>) -> f64 {
    let mut values: Vec<_> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len().is_multiple_of(2) {
        f64::midpoint(values[middle - 1], values[middle])
    } else {
        values[middle]
    }
}

/// In milliseconds: what is longer counts as this.
pub(crate) const MOST_MILLIS: f64 = u32::MAX as f64 / 1e6;

/// How long requests took.
#[derive(Debug, Clone, Default)]
pub(crate) struct Latencies {
    nanos: Vec<u32>,
}

impl Latencies {
    pub(crate) fn push(&mut self, latency: Duration) {
        // Clamps to four seconds; anything above is equally bad.
        let nanos = u32::try_from(latency.as_nanos()).unwrap_or(u32::MAX);
        self.nanos.push(nanos);
    }

    pub(crate) fn append(&mut self, mut other: Self) {
        self.nanos.append(&mut other.nanos);
    }

    pub(crate) fn count(&self) -> u32 {
        u32::try_from(self.nanos.len()).unwrap_or(u32::MAX)
    }

    /// The time in milliseconds within which `percent` of the requests were answered.
    ///
    /// # Panics
    /// If there were no requests.
    pub(crate) fn percentile(&mut self, percent: usize) -> f64 {
        let index = (self.nanos.len() * percent / 100).min(self.nanos.len() - 1);
        let (_, nanos, _) = self.nanos.select_nth_unstable(index);
        f64::from(*nanos) / 1e6
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians() {
        assert!((median([3.0, 1.0, 2.0]) - 2.0).abs() < 1e-9);
        assert!((median([4.0, 1.0]) - 2.5).abs() < 1e-9);
    }

    #[test]
    fn percentiles() {
        let mut latencies = Latencies::default();
        for millis in (1..=100).rev() {
            latencies.push(Duration::from_millis(millis));
        }
        assert!((latencies.percentile(50) - 51.0).abs() < 1e-9);
        assert!((latencies.percentile(99) - 100.0).abs() < 1e-9);
        assert_eq!(latencies.count(), 100);
    }
}
