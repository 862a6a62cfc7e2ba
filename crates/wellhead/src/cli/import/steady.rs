//! Detects files that change while they are read.

use std::fs::Metadata;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::import::Source;

/// The state of the files before they were read. Anything that is not a file has no state.
#[derive(Debug)]
pub(super) struct Steady(Vec<(PathBuf, State)>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct State {
    bytes: u64,
    modified: Option<SystemTime>,
    /// Identifies the file, whatever its name.
    identity: (u64, u64),
}

impl State {
    fn of(path: &Path) -> io::Result<Self> {
        let metadata = path.metadata()?;
        Ok(Self {
            bytes: metadata.len(),
            modified: metadata.modified().ok(),
            identity: identity(&metadata),
        })
    }
}

#[cfg(unix)]
fn identity(metadata: &Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt;
    (metadata.dev(), metadata.ino())
}

#[cfg(not(unix))]
fn identity(_: &Metadata) -> (u64, u64) {
    (0, 0)
}

impl Steady {
    pub(super) fn of(sources: &[Source]) -> io::Result<Self> {
        let files = sources.iter().filter_map(Source::file);
        let states = files.map(|path| Ok((path.to_owned(), State::of(path)?)));
        states.collect::<io::Result<_>>().map(Self)
    }

    /// Tells these files from others and from later versions of themselves, wherever they are.
    pub(super) fn fingerprint(&self) -> String {
        let states = self.0.iter().map(|(_, state)| {
            let modified = state
                .modified
                .and_then(|at| at.duration_since(SystemTime::UNIX_EPOCH).ok());
            format!("{} {:?};", state.bytes, modified)
        });
        states.collect()
    }

    /// Fails if a file has changed: it may have been read partially or in a mixed state.
    pub(super) fn check(&self) -> Result<(), String> {
        for (path, before) in &self.0 {
            let after = State::of(path);
            let path = path.display();
            let after =
                after.map_err(|error| format!("{path} disappeared while it was read: {error}"))?;
            let how = if after == *before {
                continue;
            } else if after.identity != before.identity {
                "was replaced".to_owned()
            } else if after.bytes != before.bytes {
                format!("went from {} bytes to {}", before.bytes, after.bytes)
            } else {
                "changed".to_owned()
            };
            return Err(format!(
                "{path} {how} while it was read; import it again when nothing writes to it"
            ));
        }
        Ok(())
    }
}
