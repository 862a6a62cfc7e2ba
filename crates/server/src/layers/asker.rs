use std::sync::{Arc, OnceLock};

use axum::http::Uri;
use wellhead_core::id::KeyId;
use wellhead_core::tenant::{Principal, Tenant};

use crate::extract::query::PAGES;
use crate::limits::{Limits, Pace, weight};
use crate::respond::failure::Failure;

/// Whose key a request has, in the request's extensions. Whoever finds out says so here, for the log and for the answer.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asker(Arc<OnceLock<Known>>);

/// A key that asks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Known {
    pub(crate) tenant: Tenant,
    pub(crate) key: KeyId,
    /// How fast it may ask, if there is a limit.
    pub(crate) pace: Option<Pace>,
}

impl Known {
    /// Whoever holds a key, at no pace that is to be told.
    pub(crate) const fn of(principal: Principal) -> Self {
        Self {
            tenant: principal.tenant,
            key: principal.key,
            pace: None,
        }
    }
}

/// Says who asks, if somebody wants to know.
pub(crate) fn tell(asker: Option<&Asker>, known: Known) {
    if let Some(asker) = asker {
        asker.is(known);
    }
}

/// Counts a request of the holder of a key at this URL, and tells who that is, also if it comes too fast. What it counts for on
/// account of its document, a [`Meter`] adds.
pub(crate) fn counted(
    asker: Option<&Asker>,
    limits: &Limits,
    holder: Principal,
    uri: &Uri,
) -> Result<(), Failure> {
    let pace = paced(limits, holder, uri.query().unwrap_or_default());
    let known = Known {
        pace: pace.as_ref().ok().copied().flatten(),
        ..Known::of(holder)
    };
    tell(asker, known);
    pace.map(drop)
}

/// Counts a request with this query; returns its key's pace, if there is a limit.
fn paced(limits: &Limits, holder: Principal, query: &str) -> Result<Option<Pace>, Failure> {
    let Some(pace) = limits.of_key(holder.key, holder.rates)? else {
        return Ok(None);
    };
    // What is long is read only once it is counted.
    let pace = limits.more(holder.key, pace, weight::of_query(query.len()))?;
    let resources = PAGES.size_asked(query);
    limits
        .more(holder.key, pace, weight::of_page(resources))
        .map(Some)
}

/// Counts a request for what its document turns out to be, if its key has a limit.
pub(crate) struct Meter<'l> {
    limits: &'l Limits,
    of: Option<(KeyId, Pace)>,
}

impl<'l> Meter<'l> {
    /// For a request of this key, which is counted already.
    pub(crate) fn of(known: Option<Known>, limits: &'l Limits) -> Self {
        let of = known.and_then(|known| Some((known.key, known.pace?)));
        Self { limits, of }
    }

    /// Counts the request for so many more.
    pub(crate) fn more(&mut self, requests: u32) -> Result<(), Failure> {
        if let Some((key, pace)) = &mut self.of {
            *pace = self.limits.more(*key, *pace, requests)?;
        }
        Ok(())
    }
}

impl Asker {
    fn is(&self, known: Known) {
        // It does not change in one request.
        let _ = self.0.set(known);
    }

    pub(crate) fn known(&self) -> Option<Known> {
        self.0.get().copied()
    }
}
