//! Sources for tests.

use std::borrow::Cow;
use std::io::{self, Read};

use rand::RngExt;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use wellhead_core::record::Named;
use wellhead_core::sync::Refused;

/// The code of a refusal, which is one of the reader's own.
pub(crate) fn code(refused: Refused) -> &'static str {
    match refused.code {
        Cow::Borrowed(code) => code,
        Cow::Owned(code) => panic!("{code} is not the reader's own"),
    }
}

/// What a row calls its record: by the system's own id, or else by the workspace's.
pub(crate) fn name(named: &Named) -> Option<String> {
    let own = named.known_as.as_ref().map(ToString::to_string);
    let shared = named.external_id().map(ToString::to_string);
    own.or(shared)
        .or_else(|| named.id().map(|id| format!("id {id}")))
}

/// Bytes that arrive a few at a time.
pub(crate) struct Slow {
    bytes: Vec<u8>,
    start: usize,
    size: usize,
    is_failing: bool,
}

impl Slow {
    pub(crate) fn new(bytes: &[u8], size: usize) -> Self {
        Self {
            bytes: bytes.to_vec(),
            start: 0,
            size,
            is_failing: false,
        }
    }

    /// The same, but it fails at the end.
    pub(crate) fn failing(mut self) -> Self {
        self.is_failing = true;
        self
    }
}

impl Read for Slow {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let left = &self.bytes[self.start..];
        if left.is_empty() && self.is_failing {
            return Err(io::Error::other("the line is dead"));
        }
        let read = left.len().min(self.size).min(into.len());
        into[..read].copy_from_slice(&left[..read]);
        self.start += read;
        Ok(read)
    }
}

/// Up to `most` pieces of an alphabet, joined.
pub(crate) fn scribble(rng: &mut StdRng, alphabet: &[&[u8]], most: usize) -> Vec<u8> {
    let pieces = rng.random_range(0..=most);
    let mut bytes = Vec::new();
    for _ in 0..pieces {
        bytes.extend_from_slice(alphabet.choose(rng).unwrap());
    }
    bytes
}
