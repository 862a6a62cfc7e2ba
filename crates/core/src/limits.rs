//! How much a workspace may ask for and have, where an operator has said so.

use std::num::NonZeroU32;

use crate::labels::labels;

/// What an operator has set for one workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WorkspaceLimits {
    /// How fast it may go.
    pub rates: Rates,
    /// How much it may have.
    pub quotas: Quotas,
}

/// How fast a workspace may go. `None` is what the process allows all workspaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rates {
    /// Requests of each of its keys in a second.
    pub requests_per_second: Option<NonZeroU32>,
    /// Deliveries at a time.
    pub deliveries: Option<NonZeroU32>,
}

/// How much a workspace may have. `None` is no quota.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Quotas {
    /// Active records, of all kinds.
    pub records: Option<u64>,
    /// Active links, of all kinds.
    pub links: Option<u64>,
}

impl Quotas {
    /// How many active ones of these it may have.
    #[must_use]
    pub const fn of(self, of: Counted) -> Option<u64> {
        match of {
            Counted::Records => self.records,
            Counted::Links => self.links,
        }
    }

    /// Checks that it may have so many active ones of these.
    ///
    /// # Errors
    /// If it may not.
    pub fn check(self, of: Counted, would: u64) -> Result<(), QuotaExceeded> {
        match self.of(of) {
            Some(most) if would > most => Err(QuotaExceeded { of, most, would }),
            _ => Ok(()),
        }
    }
}

/// Changes to the limits of a workspace: `None` leaves one as it is, `Some(None)` lifts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LimitChanges {
    /// Requests of each of its keys in a second.
    pub requests_per_second: Option<Option<NonZeroU32>>,
    /// Deliveries at a time.
    pub deliveries: Option<Option<NonZeroU32>>,
    /// Active records.
    pub records: Option<Option<u64>>,
    /// Active links.
    pub links: Option<Option<u64>>,
}

impl LimitChanges {
    /// The limits after these changes.
    #[must_use]
    pub fn applied(self, to: WorkspaceLimits) -> WorkspaceLimits {
        let WorkspaceLimits { rates, quotas } = to;
        WorkspaceLimits {
            rates: Rates {
                requests_per_second: self
                    .requests_per_second
                    .unwrap_or(rates.requests_per_second),
                deliveries: self.deliveries.unwrap_or(rates.deliveries),
            },
            quotas: Quotas {
                records: self.records.unwrap_or(quotas.records),
                links: self.links.unwrap_or(quotas.links),
            },
        }
    }
}

labels! {
    /// What a quota counts.
    Counted, InvalidCounted, "not something that has a quota";
    /// Active records.
    Records => "records",
    /// Active links.
    Links => "links",
}

/// With this, a workspace would have more than it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the workspace may have {most} active {of}, and with this it would have {would}; delete some, or ask whoever operates the \
     service for more"
)]
pub struct QuotaExceeded {
    /// Of what.
    pub of: Counted,
    /// The quota.
    pub most: u64,
    /// How many it would have.
    pub would: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_leave_the_rest() {
        let before = WorkspaceLimits {
            rates: Rates {
                requests_per_second: NonZeroU32::new(5),
                deliveries: NonZeroU32::new(6),
            },
            quotas: Quotas {
                records: Some(7),
                links: None,
            },
        };
        assert_eq!(LimitChanges::default().applied(before), before);
        let changes = LimitChanges {
            deliveries: Some(None),
            links: Some(Some(8)),
            ..LimitChanges::default()
        };
        let after = changes.applied(before);
        assert_eq!(after.rates.requests_per_second, NonZeroU32::new(5));
        assert_eq!(after.rates.deliveries, None);
        assert_eq!(after.quotas.records, Some(7));
        assert_eq!(after.quotas.links, Some(8));
    }

    #[test]
    fn a_quota_can_be_used_up() {
        let check = |links, would| {
            let quotas = Quotas {
                records: Some(0),
                links,
            };
            quotas.check(Counted::Links, would)
        };
        assert_eq!(check(None, u64::MAX), Ok(()));
        assert_eq!(check(Some(3), 3), Ok(()));
        let over = check(Some(3), 4).unwrap_err();
        assert_eq!(
            over.to_string(),
            "the workspace may have 3 active links, and with this it would have 4; delete some, or ask whoever operates the \
             service for more"
        );
    }
}
