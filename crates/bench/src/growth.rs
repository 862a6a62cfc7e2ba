//! Whether answers stay as fast while a tenant gets more links, and while it gets more connectors: every read of the API and
//! of the console, one request at a time.

mod measure;
mod reads;
mod routes;
mod visitor;

pub(crate) use measure::{Grown, Timed, measure};
pub(crate) use reads::Cost;
#[cfg(test)]
pub(crate) use reads::Read;

use crate::ledger::{Ledger, Tenant};

/// In what the tenants differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Axis {
    Links,
    Connectors,
}

impl Axis {
    pub(crate) const ALL: [Self; 2] = [Self::Links, Self::Connectors];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Links => "links",
            Self::Connectors => "connectors",
        }
    }

    fn tenants(self, ledger: &Ledger) -> &[Tenant] {
        match self {
            Self::Links => ledger.by_links(),
            Self::Connectors => ledger.by_connectors(),
        }
    }

    /// How many of them a tenant has.
    const fn size(self, tenant: &Tenant) -> u32 {
        match self {
            Self::Links => tenant.links,
            Self::Connectors => tenant.connectors,
        }
    }
}
