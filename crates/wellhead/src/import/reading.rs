use std::fmt::Display;
use std::sync::Arc;

use indicatif::ProgressBar;
use tokio::sync::mpsc;
use wellhead_core::record::Named;
use wellhead_core::sync::{Refused, SourcePlace};
use wellhead_intake::{Options, Row};

use super::{Event, Source};
use crate::progress;
use crate::terminal::{Shown, say};

/// Reads several sources one after the other, as if they were one.
pub(crate) struct Reading<'a> {
    sources: &'a [Source],
    /// How many of them have been opened.
    opened: usize,
    options: Options,
    open: Option<mpsc::Receiver<anyhow::Result<Event>>>,
    /// The name of the last one that was opened.
    file: Arc<str>,
    /// The line of the last row.
    line: u64,
    is_quiet: bool,
    bar: ProgressBar,
    read: u64,
    rejected: u64,
    first_rejection: Option<String>,
}

/// Where a row is: its source and its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    source: usize,
    line: u64,
}

impl<'a> Reading<'a> {
    /// Starts reading; `doing` says in the progress bar what for.
    pub(crate) fn of(sources: &'a [Source], options: Options, doing: &'static str) -> Self {
        let bytes = sources.iter().map(Source::bytes).sum();
        Self {
            sources,
            opened: 0,
            options,
            open: None,
            file: "".into(),
            line: 0,
            is_quiet: false,
            bar: progress::bar(bytes, doing),
            read: 0,
            rejected: 0,
            first_rejection: None,
        }
    }

    /// The same, without reporting how the sources are understood.
    pub(crate) fn quietly(self) -> Self {
        Self {
            is_quiet: true,
            ..self
        }
    }

    /// How many rows have been read, good or bad; also the number of the last one.
    pub(crate) fn read(&self) -> u64 {
        self.read
    }

    /// How many of them were bad.
    pub(crate) fn rejected(&self) -> u64 {
        self.rejected
    }

    /// Sets the total number of bad rows, including those that were not reported here.
    pub(crate) fn rejected_in_all(&mut self, rejected: u64) {
        self.rejected = self.rejected.max(rejected);
    }

    /// The first bad row, and why it is bad, if it was reported here.
    pub(crate) fn first_rejection(&self) -> Option<&str> {
        self.first_rejection.as_deref()
    }

    /// Where the last row is.
    pub(crate) fn place(&self) -> Place {
        Place {
            source: self.opened.saturating_sub(1),
            line: self.line,
        }
    }

    /// The same, as the ledger keeps it.
    pub(crate) fn source_place(&self) -> SourcePlace {
        SourcePlace {
            file: Arc::clone(&self.file),
            line: self.line,
        }
    }

    /// Marks a row as bad after all, and reports why.
    pub(crate) fn reject(&mut self, place: Place, reason: impl Display) {
        self.rejected += 1;
        let source = &self.sources[place.source];
        // A reason may quote the file.
        let rejection = Shown(format_args!("{source}:{}: {reason}", place.line)).to_string();
        self.bar.suspend(|| say(&rejection));
        self.first_rejection.get_or_insert(rejection);
    }

    /// The next row. Cancel-safe: no row is lost.
    pub(crate) async fn next(&mut self) -> anyhow::Result<Next> {
        loop {
            let Some(events) = &mut self.open else {
                let Some(source) = self.sources.get(self.opened) else {
                    self.bar.finish_and_clear();
                    return Ok(Next::End);
                };
                self.open = Some(self.start(source)?);
                self.file = source.name().into();
                self.opened += 1;
                continue;
            };
            let Some(event) = events.recv().await else {
                self.open = None;
                continue;
            };
            match event? {
                Event::Understood(_) | Event::Notice(_) if self.is_quiet => {}
                Event::Understood(understood) => self.tell(understood),
                Event::Notice(notice) => self.tell(notice),
                Event::Row(row) => return Ok(self.take(row)),
            }
        }
    }

    /// Reports something about the current source.
    fn tell(&self, what: impl Display) {
        let source = &self.sources[self.opened - 1];
        let line = Shown(format_args!("{source}: {what}")).to_string();
        self.bar.suspend(|| say(line));
    }

    fn take(&mut self, row: Row) -> Next {
        let Row { line, content } = row;
        self.read += 1;
        self.line = line;
        if self.read.is_multiple_of(500) {
            progress::count(&self.bar, self.read, "rows");
        }
        match content {
            Ok(record) => Next::Good(record),
            Err(refused) => {
                self.reject(self.place(), &refused);
                Next::Bad(refused.at(Some(self.source_place())))
            }
        }
    }

    fn start(&self, source: &Source) -> anyhow::Result<mpsc::Receiver<anyhow::Result<Event>>> {
        let bar = self.bar.clone();
        source.events(&self.options, move |bytes| {
            bar.inc(bytes as u64);
        })
    }
}

/// The next item of a [`Reading`].
#[derive(Debug)]
pub(crate) enum Next {
    /// A record.
    Good(Named),
    /// A bad row, which has already been reported on standard error.
    Bad(Refused),
    /// The end.
    End,
}
