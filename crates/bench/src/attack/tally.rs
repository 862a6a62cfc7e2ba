use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::Context;
use serde_json::{Value, json};

/// What came of an attack.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// Requests, or connections that were to have none.
    begun: AtomicU64,
    /// Answers by their status.
    answered: AtomicU64,
    refused: AtomicU64,
    failed: AtomicU64,
}

impl Tally {
    pub(super) fn begin(&self) {
        self.begun.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn end(&self, status: u16) {
        let of = match status {
            429 => &self.refused,
            500.. => &self.failed,
            _ => &self.answered,
        };
        of.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn begun(&self) -> u64 {
        self.begun.load(Ordering::Relaxed)
    }

    /// Answers, also those that find mistakes.
    pub(crate) fn answered(&self) -> u64 {
        self.answered.load(Ordering::Relaxed)
    }

    /// With 429.
    pub(crate) fn refused(&self) -> u64 {
        self.refused.load(Ordering::Relaxed)
    }

    /// With 500 or more.
    pub(crate) fn failed(&self) -> u64 {
        self.failed.load(Ordering::Relaxed)
    }

    pub(super) fn to_json(&self) -> Value {
        json!([self.begun(), self.answered(), self.refused(), self.failed()])
    }

    pub(super) fn from_json(text: &[u8]) -> anyhow::Result<Self> {
        let counts: [u64; 4] = serde_json::from_slice(text).context("an attacker tells counts")?;
        let [begun, answered, refused, failed] = counts.map(AtomicU64::new);
        Ok(Self {
            begun,
            answered,
            refused,
            failed,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_arrive_as_they_were() {
        let tally = Tally::default();
        for status in [200, 201, 202, 429, 429, 503, 404] {
            tally.begin();
            tally.end(status);
        }
        let told = tally.to_json().to_string();
        let tally = Tally::from_json(told.as_bytes()).unwrap();
        let counts = [
            tally.begun(),
            tally.answered(),
            tally.refused(),
            tally.failed(),
        ];
        assert_eq!(counts, [7, 4, 2, 1]);
        assert!(Tally::from_json(b"").is_err());
    }
}
