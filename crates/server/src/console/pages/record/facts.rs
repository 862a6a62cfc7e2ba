use maud::{Markup, html};
use wellhead_core::provenance::NamedConnectors;
use wellhead_core::source::{Giver, Held, Source};
use wellhead_core::store::StoreError;

use crate::console::Console;
use crate::console::causes::Causes;
use crate::console::naming;
use crate::console::pages::parts;
use crate::console::session::Visitor;
use crate::console::words::{self, title};

/// Those who gave a record's values.
pub(super) struct Givers {
    connectors: NamedConnectors,
    causes: Causes,
}

impl Givers {
    pub(super) async fn of(
        console: &Console,
        visitor: Visitor,
        held: &Held,
    ) -> Result<Self, StoreError> {
        let positions = 0..held.record.kind.fields().len();
        let givers: Vec<_> = positions
            .filter_map(|position| Some(held.source(position)?.by))
            .collect();
        let connectors = givers.iter().filter_map(|by| match by {
            Giver::Connector(id) => Some(*id),
            Giver::Author(_) => None,
        });
        let causes = givers.iter().filter_map(|by| match by {
            Giver::Connector(_) => None,
            Giver::Author(cause) => Some(*cause),
        });
        let ledger = &console.app.ledger;
        Ok(Self {
            connectors: ledger.named(visitor.tenant, connectors.collect()).await?,
            causes: Causes::of(console, visitor, causes).await?,
        })
    }

    /// Who gave a value, and when.
    fn note(&self, source: Source) -> Markup {
        html! {
            dd.note {
                @match source.by {
                    Giver::Connector(id) => {
                        @if let Some(named) = self.connectors.get(&id) { (parts::connector(named)) } @else { "a connector" }
                    }
                    Giver::Author(cause) => { (self.causes.who(cause)) }
                }
                ", " (words::time(source.at))
            }
        }
    }
}

/// The record's values with their sources. One that only repeats the name is left out, unless its source is known.
pub(super) fn facts(held: &Held, givers: &Givers) -> Markup {
    let record = &held.record;
    let shown = naming::record(record);
    let fields = record.kind.fields().iter().enumerate();
    let values: Vec<_> = fields
        .filter_map(|(position, field)| {
            let source = held.source(position);
            let value = record.values.get(position).map(ToString::to_string);
            let is_news = match &value {
                Some(value) => *value != shown || source.is_some(),
                None => source.is_some(),
            };
            is_news.then_some((field, value, source))
        })
        .collect();
    html! {
        p.note {
            @if let Some(id) = &record.external_id { "external id " code { (words::said(id)) } " · " }
            code { (record.id) } " · known since " (words::time(record.times.created_at))
        }
        @if !values.is_empty() {
            dl.facts {
                @for (field, value, source) in values {
                    div title=(field.about) {
                        dt { (title(field.name)) }
                        dd { @match value { Some(value) => (words::said(value)), None => { span.note { "none" } } } }
                        @if let Some(source) = source { (givers.note(source)) }
                    }
                }
            }
        }
    }
}
