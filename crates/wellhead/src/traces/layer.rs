use std::borrow::Cow;
use std::cell::Cell;
use std::fmt::Debug;

use opentelemetry::trace::{
    Span as _, SpanBuilder, SpanContext, SpanId, SpanKind, Status, TraceContextExt, TraceFlags,
    TraceId, TraceState, Tracer,
};
use opentelemetry::{Context, KeyValue, Value};
use opentelemetry_sdk::trace::{IdGenerator, RandomIdGenerator, SdkTracer, Span};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer;
use tracing_subscriber::registry::LookupSpan;
use uuid::Uuid;

/// Exports the spans that say which trace they belong to, and those within them. What is logged within a span is part of it.
pub(crate) struct Exporting(SdkTracer);

thread_local! {
    /// The ids of the span that is begun next on this thread.
    static NEXT: Cell<Option<(TraceId, SpanId)>> = const { Cell::new(None) };
}

/// Gives a span the ids that the log has for it.
#[derive(Debug, Default)]
pub(super) struct GivenIds(RandomIdGenerator);

impl IdGenerator for GivenIds {
    fn new_trace_id(&self) -> TraceId {
        let given = NEXT.get().map(|(trace, _)| trace);
        given.unwrap_or_else(|| self.0.new_trace_id())
    }

    fn new_span_id(&self) -> SpanId {
        let given = NEXT.get().map(|(_, span)| span);
        given.unwrap_or_else(|| self.0.new_span_id())
    }
}

/// The fields of a span or an event.
#[derive(Default)]
struct Fields {
    trace: Option<TraceId>,
    span: Option<SpanId>,
    parent: Option<SpanId>,
    is_unsampled: bool,
    rest: Vec<KeyValue>,
}

impl Fields {
    fn add(&mut self, field: &Field, value: impl Into<Value>) {
        let name: Cow<'static, str> = match field.name() {
            // As OpenTelemetry calls them.
            "method" => "http.request.method".into(),
            "path" => "url.path".into(),
            "status" => "http.response.status_code".into(),
            name => name.into(),
        };
        self.rest.push(KeyValue::new(name, value));
    }

    fn text(&self, key: &str) -> Option<Cow<'_, str>> {
        let found = self.rest.iter().find(|it| it.key.as_str() == key)?;
        Some(found.value.as_str())
    }
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let text = format!("{value:?}");
        match field.name() {
            "trace_id" => self.trace = TraceId::from_hex(&text).ok(),
            "span_id" => self.span = SpanId::from_hex(&text).ok(),
            "parent_id" => self.parent = SpanId::from_hex(&text).ok(),
            "message" => {}
            _ => self.add(field, text),
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.add(field, value.to_owned());
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        if field.name() == "sampled" {
            self.is_unsampled = !value;
        } else {
            self.add(field, value);
        }
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.add(field, value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.add(field, i64::try_from(value).unwrap_or(i64::MAX));
    }
}

impl Exporting {
    pub(super) fn new(tracer: SdkTracer) -> Self {
        Self(tracer)
    }

    /// A span that another service has led to, or that begins a trace.
    fn root(&self, name: &'static str, fields: Fields) -> Option<Span> {
        let ids = (fields.trace?, fields.span?);
        let mut context = Context::new();
        if let Some(parent) = fields.parent {
            let flags = TraceFlags::default().with_sampled(!fields.is_unsampled);
            let parent = SpanContext::new(ids.0, parent, flags, true, TraceState::default());
            context = context.with_remote_span_context(parent);
        }
        let (kind, name) = match fields.text("http.request.method") {
            Some(method) => {
                let path = fields.text("url.path").unwrap_or_default();
                (SpanKind::Server, format!("{method} {}", template(&path)))
            }
            None => (SpanKind::Client, name.to_owned()),
        };
        NEXT.set(Some(ids));
        let span = self.begin(name.into(), kind, fields.rest, &context);
        NEXT.set(None);
        Some(span)
    }

    fn begin(
        &self,
        name: Cow<'static, str>,
        kind: SpanKind,
        fields: Vec<KeyValue>,
        context: &Context,
    ) -> Span {
        let builder = SpanBuilder::from_name(name).with_kind(kind);
        self.0
            .build_with_context(builder.with_attributes(fields), context)
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> layer::Layer<S> for Exporting {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, registry: layer::Context<'_, S>) {
        let Some(new) = registry.span(id) else { return };
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        let name = attributes.metadata().name();
        let span = if fields.trace.is_some() {
            self.root(name, fields)
        } else {
            let parent = new.scope().skip(1).find_map(|it| {
                let extensions = it.extensions();
                Some(extensions.get::<Span>()?.span_context().clone())
            });
            parent.map(|parent| {
                let context = Context::new().with_remote_span_context(parent);
                self.begin(name.into(), SpanKind::Client, fields.rest, &context)
            })
        };
        if let Some(span) = span {
            new.extensions_mut().insert(span);
        }
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, registry: layer::Context<'_, S>) {
        let mut fields = Fields::default();
        values.record(&mut fields);
        add(registry.span(id), fields);
    }

    fn on_event(&self, event: &Event<'_>, registry: layer::Context<'_, S>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        add(registry.event_span(event), fields);
    }

    fn on_close(&self, id: Id, registry: layer::Context<'_, S>) {
        let closed = registry.span(&id);
        if let Some(mut span) = closed.and_then(|it| it.extensions_mut().remove::<Span>()) {
            span.end();
        }
    }
}

/// Adds what is known of a span by now.
fn add<'a, R: LookupSpan<'a>>(
    to: Option<tracing_subscriber::registry::SpanRef<'a, R>>,
    fields: Fields,
) {
    let Some(to) = to else { return };
    let mut extensions = to.extensions_mut();
    let Some(span) = extensions.get_mut::<Span>() else {
        return;
    };
    for attribute in fields.rest {
        if attribute.key.as_str() == "http.response.status_code"
            && matches!(attribute.value, Value::I64(500..))
        {
            span.set_status(Status::error(""));
        }
        span.set_attribute(attribute);
    }
}

/// A path without the ids in it, so that requests of one sort have one name.
fn template(path: &str) -> String {
    let parts = path.split('/');
    let parts = parts.map(|part| match Uuid::try_parse(part) {
        Ok(_) => "{id}",
        Err(_) => part,
    });
    parts.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_no_ids() {
        let path = "/v1/people/018f3c5e-0000-7000-8000-000000000001/provenance";
        assert_eq!(template(path), "/v1/people/{id}/provenance");
    }
}
