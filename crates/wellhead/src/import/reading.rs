use indicatif::ProgressBar;
use tokio::sync::mpsc;

use super::{Format, Mapping, Named, Row, Source};
use crate::progress;

/// Reads several sources, one after the other, as if they were one.
pub(crate) struct Reading<'a> {
    /// Those that are still to be opened.
    sources: std::slice::Iter<'a, Source>,
    format: Format,
    mapping: Mapping,
    open: Option<(&'a Source, mpsc::Receiver<anyhow::Result<Row>>)>,
    bar: ProgressBar,
    read: u64,
    rejected: u64,
}

impl<'a> Reading<'a> {
    /// Begins to read; `doing` says to those who look on what for.
    pub(crate) fn of(
        sources: &'a [Source],
        format: Format,
        mapping: Mapping,
        doing: &'static str,
    ) -> Self {
        let bytes = sources.iter().map(Source::bytes).sum();
        Self {
            sources: sources.iter(),
            format,
            mapping,
            open: None,
            bar: progress::bar(bytes, doing),
            read: 0,
            rejected: 0,
        }
    }

    /// How many rows there were so far, good or bad; the number of the last one.
    pub(crate) fn read(&self) -> u64 {
        self.read
    }

    /// How many of them were bad.
    pub(crate) fn rejected(&self) -> u64 {
        self.rejected
    }

    /// The next row. None is lost when the future is dropped before it is ready.
    pub(crate) async fn next(&mut self) -> anyhow::Result<Next> {
        loop {
            let Some((source, rows)) = &mut self.open else {
                let Some(source) = self.sources.next() else {
                    self.bar.finish_and_clear();
                    return Ok(Next::End);
                };
                self.open = Some((source, self.start(source)?));
                continue;
            };
            let Some(row) = rows.recv().await else {
                self.open = None;
                continue;
            };
            let Row { line, content } = row?;
            self.read += 1;
            if self.read.is_multiple_of(500) {
                progress::count(&self.bar, self.read, "rows");
            }
            return Ok(match content {
                Ok(named) => Next::Good(named),
                Err(reason) => {
                    self.rejected += 1;
                    self.bar.suspend(|| eprintln!("{source}:{line}: {reason}"));
                    Next::Bad
                }
            });
        }
    }

    fn start(&self, source: &Source) -> anyhow::Result<mpsc::Receiver<anyhow::Result<Row>>> {
        let bar = self.bar.clone();
        source.rows(self.format, self.mapping.clone(), move |bytes| {
            bar.inc(bytes as u64);
        })
    }
}

/// What comes next in a [`Reading`].
#[derive(Debug)]
pub(crate) enum Next {
    /// A person.
    Good(Named),
    /// A row that cannot be taken; which one and why was said on standard error.
    Bad,
    /// Nothing.
    End,
}
