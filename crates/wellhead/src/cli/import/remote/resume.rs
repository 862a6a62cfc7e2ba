//! Resuming an import whose process is gone.

use std::ffi::OsString;
use std::fmt::Write;

use sha2::{Digest, Sha256};
use uuid::Builder;
use wellhead_core::id::{DeliveryId, SyncRunId};

use crate::cli::import::Inputs;

/// The id of the delivery of these files to a run. It is the same if the same files are read again, and different if
/// they changed, so no row is mistaken for one that was sent.
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

/// The command that resumes a run.
pub(super) fn command(run: SyncRunId) -> String {
    typed(std::env::args_os().skip(1), run)
}

/// The command line `words` for `run`, without the database: a server's client does not use it, and its URL may
/// contain a password.
fn typed(words: impl Iterator<Item = OsString>, run: SyncRunId) -> String {
    let mut typed = "wellhead".to_owned();
    let mut is_dropped = false;
    let mut is_import = false;
    for word in words {
        // A file name may contain anything.
        let word = word.to_string_lossy();
        let drops = |option: &str| {
            let value = word.strip_prefix(option);
            value.is_some_and(|value| value.is_empty() || value.starts_with('='))
        };
        if std::mem::take(&mut is_dropped) {
            continue;
        }
        if drops("--resume") || drops("--database") || drops("--database-file") {
            is_dropped = !word.contains('=');
            continue;
        }
        typed.push(' ');
        typed.push_str(&quoted(&word));
        if word == "import" && !std::mem::replace(&mut is_import, true) {
            write!(typed, " --resume {run}").expect("a String takes everything");
        }
    }
    typed
}

/// A word, quoted for a shell.
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
            let words = words.into_iter().map(OsString::from);
            assert_eq!(typed(words, run), expected);
        }
    }

    #[test]
    fn it_names_no_database_and_one_run() {
        let run = "d1e4b7f0-3c2a-4891-a5f6-0b9e8c7d6e5f".parse().unwrap();
        let expected = "wellhead --output json import --resume d1e4b7f0-3c2a-4891-a5f6-0b9e8c7d6e5f \
                        --connector import people.csv";
        let database = "postgres://me:secret@db/ledger";
        let joined = format!("--database={database}");
        for database in [
            &["--database", database][..],
            &[&joined],
            &["--database-file", "secret"],
        ] {
            let before = [database, &["--output", "json", "import"]].concat();
            let after = ["--connector", "import", "people.csv"];
            for words in [
                [&before[..], &after].concat(),
                [&before[database.len()..], database, &after].concat(),
            ] {
                let words = words.into_iter().map(OsString::from);
                assert_eq!(typed(words, run), expected);
            }
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_file_may_have_any_name() {
        use std::os::unix::ffi::OsStringExt;

        let run = "d1e4b7f0-3c2a-4891-a5f6-0b9e8c7d6e5f".parse().unwrap();
        let name = OsString::from_vec(b"caf\xe9.csv".to_vec());
        let words = [OsString::from("import"), name].into_iter();
        assert_eq!(
            typed(words, run),
            "wellhead import --resume d1e4b7f0-3c2a-4891-a5f6-0b9e8c7d6e5f 'caf\u{fffd}.csv'"
        );
    }
}
