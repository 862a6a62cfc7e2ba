use std::time::Duration;

/// How much is loaded, and how long each measurement takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Scale {
    /// Workspaces of equal size; three quarters are read, the others written to.
    pub(crate) workspaces: u32,
    /// Links in each.
    pub(crate) links: u32,
    /// Rows of a bulk delivery.
    pub(crate) rows: u32,
    /// Seconds per measurement.
    pub(crate) seconds: u32,
    /// How often each measurement is repeated; medians count.
    pub(crate) repetitions: u32,
}

impl Scale {
    /// For figures worth publishing.
    pub(crate) const FULL: Self = Self {
        workspaces: 200,
        links: 25_000,
        rows: 200_000,
        seconds: 5,
        repetitions: 3,
    };

    /// Enough to check that everything works.
    pub(crate) const QUICK: Self = Self {
        workspaces: 8,
        links: 2_500,
        rows: 20_000,
        seconds: 1,
        repetitions: 1,
    };

    pub(crate) fn measurement(self) -> Duration {
        Duration::from_secs(self.seconds.into())
    }
}
