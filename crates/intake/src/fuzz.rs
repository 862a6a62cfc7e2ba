//! Fuzzing: sources with a little random damage, the same each time.
//!
//! `WELLHEAD_FUZZ=1000000` tries that many of each kind.

use std::thread;

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};

/// Runs a test on `few` sources, or on as many as the environment asks for.
pub(crate) fn each(few: u64, test: impl Fn(&mut StdRng)) {
    let asked = std::env::var("WELLHEAD_FUZZ").ok();
    let count = asked.map_or(few, |count| {
        count.parse().expect("WELLHEAD_FUZZ is a number")
    });
    for seed in 0..count {
        let told = Told(seed);
        test(&mut StdRng::seed_from_u64(seed));
        drop(told);
    }
}

/// On a panic, prints which source it was.
struct Told(u64);

impl Drop for Told {
    fn drop(&mut self) {
        if thread::panicking() {
            eprintln!("with the seed {}", self.0);
        }
    }
}

/// Damages a few places of a source; insertions come from `pieces`.
pub(crate) fn spoil(random: &mut StdRng, source: &mut Vec<u8>, pieces: &[&str]) {
    for _ in 0..random.random_range(1..6) {
        let start = random.random_range(0..=source.len());
        let end = source.len().min(start + random.random_range(0..20));
        match random.random_range(0..4) {
            0 => drop(source.drain(start..end)),
            1 => {
                let again = source[start..end].to_vec();
                let place = random.random_range(0..=source.len());
                source.splice(place..place, again);
            }
            _ => {
                let piece = pieces.choose(random).copied().unwrap_or_default();
                let end = end.min(start + random.random_range(0..2));
                source.splice(start..end, piece.bytes());
            }
        }
    }
}

/// Only the letters and digits of a text, without those that encodings write differently.
pub(crate) fn letters(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).collect()
}
