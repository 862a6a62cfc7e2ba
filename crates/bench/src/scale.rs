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
    /// How large tenants get.
    pub(crate) growth: Growth,
    /// How hard an attacker tries.
    pub(crate) force: Force,
}

/// What an attacker can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Force {
    /// Seconds per measurement.
    pub(crate) seconds: u32,
    /// Connections at a time, where these are the attack: more than a service takes.
    pub(crate) connections: u32,
}

/// The tenants for measuring growth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Growth {
    /// Links of tenants that differ only in them.
    pub(crate) links: [u32; 3],
    /// Connectors of tenants that differ only in them.
    pub(crate) connectors: &'static [u32],
}

impl Scale {
    /// For figures worth publishing.
    pub(crate) const FULL: Self = Self {
        workspaces: 200,
        links: 25_000,
        rows: 200_000,
        seconds: 5,
        repetitions: 3,
        growth: Growth {
            links: [2_500, 100_000, 1_000_000],
            connectors: &[10, 1_000, 10_000],
        },
        force: Force {
            seconds: 12,
            connections: 5_000,
        },
    };

    /// Enough to check that everything works.
    pub(crate) const QUICK: Self = Self {
        workspaces: 8,
        links: 2_500,
        rows: 20_000,
        seconds: 1,
        repetitions: 1,
        growth: Growth {
            links: [2_500, 10_000, 50_000],
            connectors: &[10, 1_000],
        },
        force: Force {
            seconds: 4,
            connections: 500,
        },
    };

    pub(crate) fn measurement(self) -> Duration {
        Duration::from_secs(self.seconds.into())
    }
}
