use std::fmt;
use std::fs::{File, Metadata};
use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use tokio::sync::mpsc;
use wellhead_intake::{Options, Reader, Unreadable};

use super::{Event, Trailer};

/// How many rows the reader may be ahead of the writer.
const AHEAD: usize = 2_000;

/// A file or standard input.
#[derive(Debug)]
pub(crate) enum Source {
    /// `-`
    Stdin,
    /// A path
    File(PathBuf),
    /// Standard input or a pipe, copied so that it can be read twice.
    Spooled(File),
    /// A source whose last line must confirm that it is complete.
    Trailed(Box<Self>, Trailer),
}

impl Source {
    /// The source for an argument of the command line.
    pub(crate) fn named(path: PathBuf) -> Self {
        if path.as_os_str() == "-" {
            Self::Stdin
        } else {
            Self::File(path)
        }
    }

    /// This source, made readable twice: standard input and pipes are copied to an unnamed file.
    pub(crate) fn rewindable(self) -> anyhow::Result<Self> {
        let source = match self {
            Self::Trailed(source, trailer) => {
                return Ok(Self::Trailed(Box::new(source.rewindable()?), trailer));
            }
            source => source,
        };
        let mut pipe: Box<dyn Read> = match &source {
            Self::Stdin => Box::new(io::stdin().lock()),
            Self::File(path) if !path.is_file() => {
                Box::new(File::open(path).with_context(|| source.to_string())?)
            }
            _ => return Ok(source),
        };
        let mut file =
            tempfile::tempfile().context("cannot create a temporary file for the input")?;
        io::copy(&mut pipe, &mut file).with_context(|| source.to_string())?;
        Ok(Self::Spooled(file))
    }

    /// Fails early if the source cannot be read, as far as that is known without opening it: a pipe can be opened
    /// only once.
    pub(crate) fn check(&self) -> anyhow::Result<()> {
        if let Some(path) = self.path() {
            let metadata = path.metadata().with_context(|| self.to_string())?;
            ensure!(!metadata.is_dir(), "{self}: is a directory");
        }
        Ok(())
    }

    /// The file, unless it is a pipe: it has a known end and can be read again.
    pub(crate) fn file(&self) -> Option<&Path> {
        self.path().filter(|path| path.is_file())
    }

    /// Its name, without a directory.
    pub(crate) fn name(&self) -> String {
        let name = self.path().and_then(Path::file_name);
        name.map_or_else(
            || self.to_string(),
            |name| name.to_string_lossy().into_owned(),
        )
    }

    fn path(&self) -> Option<&Path> {
        match self {
            Self::File(path) => Some(path),
            Self::Trailed(source, _) => source.path(),
            Self::Stdin | Self::Spooled(_) => None,
        }
    }

    /// Its size in bytes, if known.
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

    /// Starts reading. The queue yields what is read, and possibly a failure at the end.
    /// `progress` is called for every chunk of bytes.
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
                // This fails only if the import has already failed.
                let _ = sender.blocking_send(Err(error));
            }
        });
        Ok(receiver)
    }
}

/// Reads a source to its end and passes everything to `take`, until that says stop.
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
