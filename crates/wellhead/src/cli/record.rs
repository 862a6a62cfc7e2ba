//! The `--record` option, for commands that work on one kind of record, and the record that they name.

use anyhow::Context;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use wellhead_core::id::RecordId;
use wellhead_core::ledger::Ledger;
use wellhead_core::page::{Interval, Order, PageRequest};
use wellhead_core::record::{Kind, Record, RecordFilter};
use wellhead_core::resource::{Deleted, ExternalId};
use wellhead_core::tenant::Tenant;

/// Parses a kind of record. The help lists the known kinds, as does the error for an unknown one.
pub(super) fn kind() -> impl TypedValueParser<Value = Kind> {
    PossibleValuesParser::new(Kind::ALL.map(Kind::as_str))
        .map(|name| name.parse().expect("the parser took a kind's name"))
}

/// The record that `text` names, soft-deleted or not; the active one if several had the external id.
pub(super) async fn find(
    ledger: &Ledger,
    tenant: Tenant,
    kind: Kind,
    text: &str,
) -> anyhow::Result<Option<Record>> {
    if let Ok(id) = text.parse::<RecordId>() {
        let found = ledger
            .record(tenant, kind.record(id), Deleted::Include)
            .await?;
        if found.is_some() {
            return Ok(found);
        }
    }
    let external_id = ExternalId::parse(text).context("ID")?;
    let newest = PageRequest {
        size: 1,
        order: Order::NewestFirst,
        created: Interval::default(),
        after: None,
        before: None,
    };
    for deleted in [Deleted::Exclude, Deleted::Only] {
        let filter = RecordFilter {
            external_id: Some(external_id.clone()),
            deleted,
        };
        let found = ledger.records(tenant, kind, &filter, newest);
        let found = found.await?.items.pop();
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}
