//! Going on with an import whose process is gone.

use std::fmt::Write;

use sha2::{Digest, Sha256};
use uuid::Builder;
use wellhead_core::id::{DeliveryId, SyncRunId};

use crate::cli::import::Inputs;

/// The delivery of these files to a run: the same where they are read again as they were, and another where not, so
/// that no row is taken for one that was sent.
pub(super) fn delivery_id(run: SyncRunId, inputs: &Inputs, how_read: &str) -> DeliveryId {
    let mut digest = Sha256::new();
    digest.update(run.uuid());
    digest.update(inputs.steady.fingerprint());
    digest.update(how_read);
    let digest: [u8; 32] = digest.finalize().into();
    let (id, _) = digest
        .split_first_chunk()
        .expect("32 bytes are more than 16");
    Builder::from_custom_bytes(*id).into_uuid().into()
}

/// What to type to go on with a run.
pub(super) fn command(run: SyncRunId) -> String {
    let words = std::env::args().skip(1);
    typed(words, run)
}

/// The command line `words`, for `run`.
fn typed(words: impl Iterator<Item = String>, run: SyncRunId) -> String {
    let mut typed = "wellhead".to_owned();
    let mut is_run = false;
    for word in words {
        if std::mem::take(&mut is_run) || word.starts_with("--resume=") {
            continue;
        }
        if word == "--resume" {
            is_run = true;
            continue;
        }
        typed.push(' ');
        typed.push_str(&quoted(&word));
        if word == "import" {
            write!(typed, " --resume {run}").expect("a String takes everything");
        }
    }
    typed
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let is_plain = |char: char| char.is_alphanumeric() || "-_./:=,@%+".contains(char);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_to_go_on_with() {
        let run = "d1e4b7f0-3c2a-4891-a5f6-0b9e8c7d6e5f".parse().unwrap();
        let expected = "wellhead import --resume d1e4b7f0-3c2a-4891-a5f6-0b9e8c7d6e5f --server \
                        http://127.0.0.1:8080 --map 'full_name=Full Name' 'o'\\''neill.csv'";
        let words = [
            "--server",
            "http://127.0.0.1:8080",
            "--map",
            "full_name=Full Name",
            "o'neill.csv",
        ];
        for resume in [&[][..], &["--resume", "another"], &["--resume=another"]] {
            let words = [&["import"], resume, &words].concat();
            let words = words.into_iter().map(str::to_owned);
            assert_eq!(typed(words, run), expected);
        }
    }
}
