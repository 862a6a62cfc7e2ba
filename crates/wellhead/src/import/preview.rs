use super::{Event, Format, Mapping, Row, Source, Understood};

/// The beginning of a source, as it is understood.
#[derive(Debug)]
pub(crate) struct Preview {
    pub(crate) understood: Option<Understood>,
    /// The first rows, good or bad.
    pub(crate) rows: Vec<Row>,
}

impl Preview {
    /// Reads no more than `most` rows of a source that can be read again.
    pub(crate) async fn of(
        source: &Source,
        format: Format,
        mapping: Mapping,
        most: usize,
    ) -> anyhow::Result<Self> {
        let mut events = source.events(format, mapping, |_| ())?;
        let mut preview = Self {
            understood: None,
            rows: Vec::new(),
        };
        while preview.rows.len() < most {
            match events.recv().await.transpose()? {
                Some(Event::Understood(understood)) => preview.understood = Some(understood),
                Some(Event::Row(row)) => preview.rows.push(row),
                None => break,
            }
        }
        Ok(preview)
    }
}
