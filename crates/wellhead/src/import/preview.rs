use wellhead_intake::{Options, Row, Understood};

use super::{Event, Source};

/// The beginning of a source, as it is understood.
#[derive(Debug)]
pub(crate) struct Preview {
    pub(crate) understood: Option<Box<Understood>>,
    /// Notices for the user.
    pub(crate) notices: Vec<String>,
    /// The first rows, good or bad.
    pub(crate) rows: Vec<Row>,
}

impl Preview {
    /// Reads at most `most` rows of a source that can be read again.
    pub(crate) async fn of(
        source: &Source,
        options: &Options,
        most: usize,
    ) -> anyhow::Result<Self> {
        let mut events = source.events(options, |_| ())?;
        let mut preview = Self {
            understood: None,
            notices: Vec::new(),
            rows: Vec::new(),
        };
        while preview.rows.len() < most {
            match events.recv().await.transpose()? {
                Some(Event::Understood(understood)) => preview.understood = Some(understood),
                Some(Event::Notice(notice)) => preview.notices.push(notice),
                Some(Event::Row(row)) => preview.rows.push(row),
                None => break,
            }
        }
        Ok(preview)
    }
}
