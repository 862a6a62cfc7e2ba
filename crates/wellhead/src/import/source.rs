use std::fmt;
use std::fs::{File, Metadata};
use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use tokio::sync::mpsc;
use wellhead_intake::{Options, Reader, Unreadable};

use super::{Event, Trailer};

/// Rows that the reader may be ahead of the writer.
const AHEAD: usize = 2_000;

/// A file or standard input.
#[derive(Debug)]
pub(crate) enum Source {
    /// `-`
    Stdin,
    /// A path
    File(PathBuf),
    /// Standard input, kept so that it can be read twice.
    Spooled(File),
    /// A source whose last line says that it is whole.
    Trailed(Box<Self>, Trailer),
}

impl Source {
    /// The source that a command line's word names.
    pub(crate) fn named(path: PathBuf) -> Self {
        if path.as_os_str() == "-" {
            Self::Stdin
        } else {
            Self::File(path)
        }
    }

    /// This source, such that it can be read twice: what standard input gives is kept in an unnamed file.
    pub(crate) fn rewindable(self) -> anyhow::Result<Self> {
        match self {
            Self::Stdin => {}
            Self::Trailed(source, trailer) => {
                return Ok(Self::Trailed(Box::new(source.rewindable()?), trailer));
            }
            Self::File(_) | Self::Spooled(_) => return Ok(self),
        }
        let mut file = tempfile::tempfile().context("standard input cannot be kept")?;
        io::copy(&mut io::stdin().lock(), &mut file).context("standard input")?;
        Ok(Self::Spooled(file))
    }

    /// Fails where it can be told before anything is written that it cannot be read. It is not opened for that:
    /// a pipe can be opened only once.
    pub(crate) fn check(&self) -> anyhow::Result<()> {
        if let Some(path) = self.path() {
            let metadata = path.metadata().with_context(|| self.to_string())?;
            ensure!(!metadata.is_dir(), "{self}: is a directory");
        }
        Ok(())
    }

    /// The file, where it is one and no pipe: it has an end of its own, and can be read again.
    pub(crate) fn file(&self) -> Option<&Path> {
        self.path().filter(|path| path.is_file())
    }

    fn path(&self) -> Option<&Path> {
        match self {
            Self::File(path) => Some(path),
            Self::Trailed(source, _) => source.path(),
            Self::Stdin | Self::Spooled(_) => None,
        }
    }

    /// How many bytes it has, where that can be told.
    pub(crate) fn bytes(&self) -> Option<u64> {
        let metadata = match self {
            Self::Stdin => return None,
            Self::File(path) => path.metadata(),
            Self::Spooled(file) => file.metadata(),
            Self::Trailed(source, _) => return source.bytes(),
        };
        metadata.ok().filter(Metadata::is_file).map(|it| it.len())
    }

    fn open(&self) -> anyhow::Result<Box<dyn Read + Send>> {
        Ok(match self {
            Self::Stdin => Box::new(io::stdin()),
            Self::File(path) => Box::new(File::open(path)?),
            Self::Spooled(file) => {
                let mut file = file.try_clone()?;
                file.rewind()?;
                Box::new(file)
            }
            Self::Trailed(source, trailer) => Box::new(trailer.cut(source.open()?)),
        })
    }

    /// Starts reading; what it gives comes out of the queue as it is read, at last perhaps a failure.
    /// `progress` is told of every stretch of bytes.
    pub(crate) fn events(
        &self,
        options: &Options,
        progress: impl Fn(usize) + Send + 'static,
    ) -> anyhow::Result<mpsc::Receiver<anyhow::Result<Event>>> {
        let input = self.open().with_context(|| self.to_string())?;
        let input = Counted { input, progress };
        let (name, options) = (self.to_string(), options.clone());
        let (sender, receiver) = mpsc::channel(AHEAD);
        tokio::task::spawn_blocking(move || {
            let read = read(input, &options, |event| {
                sender.blocking_send(Ok(event)).is_ok()
            });
            if let Err(error) = read.context(name) {
                // Nobody listens any more only where the import failed otherwise.
                let _ = sender.blocking_send(Err(error));
            }
        });
        Ok(receiver)
    }
}

/// Reads a source to its end, giving all that it has to `take` until that says stop.
fn read(
    input: impl Read + Send + 'static,
    options: &Options,
    mut take: impl FnMut(Event) -> bool,
) -> Result<(), Unreadable> {
    let mut reader = Reader::open(input, options)?;
    let understood = Box::new(reader.understood().clone());
    let mut is_wanted = take(Event::Understood(understood));
    let mut noticed = 0;
    while is_wanted {
        let row = reader.next();
        for notice in &reader.understood().notices[noticed..] {
            noticed += 1;
            is_wanted &= take(Event::Notice(notice.clone()));
        }
        match row.transpose()? {
            Some(row) => is_wanted &= take(Event::Row(row)),
            None => break,
        }
    }
    Ok(())
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stdin | Self::Spooled(_) => f.write_str("(standard input)"),
            Self::File(path) => path.display().fmt(f),
            Self::Trailed(source, _) => source.fmt(f),
        }
    }
}

struct Counted<R, P> {
    input: R,
    progress: P,
}

impl<R: Read, P: Fn(usize)> Read for Counted<R, P> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        (self.progress)(read);
        Ok(read)
    }
}
