use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::cause::{Cause, CauseKind};
use crate::id::WorkspaceConnectorId;
use crate::record::{Kind, Values};
use crate::time::Timestamp;

/// Who gave a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Giver {
    /// A connector, by a delivery.
    Connector(WorkspaceConnectorId),
    /// Whoever changed the record by hand.
    Author(Cause),
}

/// Who gave a value, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source {
    /// Who.
    pub by: Giver,
    /// When it was delivered or set.
    pub at: Timestamp,
}

/// Who gave each value of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sources {
    /// The connector whose delivery made the record: the source of all values that nobody has given since.
    made_by: Option<WorkspaceConnectorId>,
    /// When the record was made.
    made_at: Timestamp,
    /// The sources of other values, by the positions of their fields.
    since: BTreeMap<usize, Source>,
}

/// A source as it is stored, with the time in microseconds.
#[derive(Serialize, Deserialize)]
struct Stored {
    by: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<Uuid>,
    at: i64,
}

/// Who gave a value, if a connector did.
const CONNECTOR: &str = "connector";

impl Sources {
    /// Those of a new record, which a delivery of this connector made, or somebody by hand.
    #[must_use]
    pub const fn new(made_by: Option<WorkspaceConnectorId>, made_at: Timestamp) -> Self {
        Self {
            made_by,
            made_at,
            since: BTreeMap::new(),
        }
    }

    /// Adds what [`stored`](Self::stored) said of the values that were given since.
    ///
    /// # Errors
    /// If the text was not made by it.
    pub fn with_stored(
        mut self,
        kind: Kind,
        text: Option<&str>,
    ) -> Result<Self, serde_json::Error> {
        let Some(text) = text else {
            return Ok(self);
        };
        let stored: BTreeMap<String, Stored> = serde_json::from_str(text)?;
        let sources = stored.into_iter().filter_map(|(name, stored)| {
            let position = kind.declaration().position(&name)?;
            Some((position, stored.source()?))
        });
        self.since.extend(sources);
        Ok(self)
    }

    /// The sources of the values that were given since the record was made, as JSON; `None` if there are none.
    #[must_use]
    pub fn stored(&self, kind: Kind) -> Option<String> {
        let fields = kind.fields();
        let sources = self.since.iter();
        let sources = sources.filter_map(|(position, source)| {
            Some((fields.get(*position)?.name, Stored::of(*source)))
        });
        let sources: BTreeMap<_, _> = sources.collect();
        let text = serde_json::to_string(&sources).ok()?;
        (!sources.is_empty()).then_some(text)
    }

    /// Who gave the value of the field at `position` among `values`, or took it away, as far as that is known.
    #[must_use]
    pub fn of(&self, values: &Values, position: usize) -> Option<Source> {
        let (by, at) = self.giver(values, position)?;
        by.map(|by| Source { by, at })
    }

    /// The same, and when, if nothing else is known. Whoever made the record has said nothing of what it left empty.
    pub(super) fn giver(
        &self,
        values: &Values,
        position: usize,
    ) -> Option<(Option<Giver>, Timestamp)> {
        if let Some(source) = self.since.get(&position) {
            return Some((Some(source.by), source.at));
        }
        let first = (self.made_by.map(Giver::Connector), self.made_at);
        values.get(position).map(|_| first)
    }

    /// Whether a delivery has given a value at this time or later.
    #[must_use]
    pub fn delivered_since(&self, at: Timestamp) -> bool {
        let delivered = |it: &Source| matches!(it.by, Giver::Connector(_)) && it.at >= at;
        self.since.values().any(delivered)
    }

    /// Notes who gave the value of the field at `position`.
    pub fn note(&mut self, position: usize, source: Source) {
        self.since.insert(position, source);
    }
}

impl Stored {
    fn of(source: Source) -> Self {
        let (by, id) = match source.by {
            Giver::Connector(id) => (CONNECTOR, Some(id.uuid())),
            Giver::Author(cause) => (cause.kind().as_str(), cause.id()),
        };
        Self {
            by: by.to_owned(),
            id,
            at: source.at.as_micros(),
        }
    }

    fn source(self) -> Option<Source> {
        let by = if self.by == CONNECTOR {
            Giver::Connector(self.id?.into())
        } else {
            let of: CauseKind = self.by.parse().ok()?;
            Giver::Author(Cause::of(of, self.id)?)
        };
        Some(Source {
            by,
            at: Timestamp::from_micros(self.at),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_read_as_they_were_stored() {
        let at = Timestamp::from_micros;
        let uuid = Uuid::from_u128(7);
        let made = || Sources::new(Some(uuid.into()), at(5));
        assert_eq!(made().stored(Kind::People), None);
        let mut sources = made();
        let givers = [
            Giver::Connector(uuid.into()),
            Giver::Author(Cause::Key(uuid.into())),
            Giver::Author(Cause::Operator),
        ];
        for (position, by) in givers.into_iter().enumerate() {
            sources.note(position, Source { by, at: at(-3) });
        }
        let stored = sources.stored(Kind::People);
        let read = made().with_stored(Kind::People, stored.as_deref());
        assert_eq!(read.unwrap(), sources);
        let first = Source {
            by: givers[0],
            at: at(5),
        };
        let ada = Values::example(Kind::People);
        assert_eq!(sources.of(&ada, 3), Some(first));
        assert_eq!(sources.of(&Values::none(Kind::People), 3), None);
        assert_eq!(sources.of(&ada, 2).map(|it| it.by), Some(givers[2]));
        assert!(made().with_stored(Kind::People, Some("[")).is_err());
        // A field that the kind no longer has.
        let gone = r#"{"gone": {"by": "operator", "at": 1}}"#;
        let read = made().with_stored(Kind::People, Some(gone)).unwrap();
        assert_eq!(read, made());
    }
}
