//! The feed: every change of records and links, in order.

mod events;
mod list;
mod page;
mod retrieve;

use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::journal::{ChangeFilter, Expired, Place};
use wellhead_core::record::Kind;
use wellhead_core::tenant::Tenant;
use wellhead_jsonapi::error::kind::INVALID_CURSOR;
use wellhead_jsonapi::page::{Cursor, PageSpec, Reach};
use wellhead_jsonapi::query::{Query, QuerySpec};
use wellhead_jsonapi::{Error, Errors};

use crate::catalogue::endpoint::Endpoint;
use crate::codes;
use crate::extract::query;
use crate::resources::{change, workspace_connector};

pub(super) fn endpoints() -> Vec<Endpoint> {
    vec![list::endpoint(), retrieve::endpoint()]
}

const QUERY: QuerySpec = QuerySpec {
    filters: &[change::RECORD, workspace_connector::TYPE, change::CAUSE],
    page: Some(PageSpec {
        default_size: 100,
        max_size: 1_000,
        reach: Reach::Forwards,
    }),
    ..change::QUERY
};

/// Where a reader wants to go on, and what it wants to see.
struct Wanted {
    filter: ChangeFilter,
    after: Option<Place>,
    size: usize,
}

impl Wanted {
    fn parse(tenant: Tenant, query: &Query) -> Result<Self, Errors> {
        let mut errors = Errors::new();
        let connector = errors.check(query::filter(query, workspace_connector::TYPE));
        let connector: Option<WorkspaceConnectorId> = connector.flatten();
        let cause = errors.check(query::filter(query, change::CAUSE)).flatten();
        let mut filter = ChangeFilter {
            workspace_connector: connector,
            cause,
            ..ChangeFilter::default()
        };
        // A kind of record, or one record.
        if let Some(record) = query.filter(change::RECORD) {
            match (record.value.parse::<Kind>(), record.value.parse()) {
                (Ok(kind), _) => filter.kind = Some(kind),
                (_, Ok(id)) => filter.record = Some(id),
                _ => {
                    let detail = format!(
                        "'{}' is neither a kind of record nor the id of one",
                        record.value
                    );
                    errors.push(record.invalid(detail));
                }
            }
        }
        let after = query.page.after.map(|cursor| after(tenant, cursor));
        let after = after.and_then(|after| {
            errors.check(after.map_err(|error| error.in_parameter("page[after]")))
        });
        errors.or(Self {
            filter,
            after,
            size: query.page.size,
        })
    }
}

/// The place that a cursor names.
fn after(tenant: Tenant, cursor: Cursor) -> Result<Place, Error> {
    let foreign = "this cursor is from another list or another workspace; use one of this feed";
    change::place(tenant.workspace(), cursor).ok_or_else(|| Error::new(&INVALID_CURSOR, foreign))
}

/// The journal does not go on from the reader's place: 410.
fn expired(tenant: Tenant, expired: Expired) -> Error {
    let oldest = expired.oldest.position + 1;
    let detail = format!(
        "the changes behind this cursor are not kept any more, or the database was restored from a backup; read the \
         records and links anew, then go on from meta.oldest. The oldest change that is kept has the position {oldest}"
    );
    Error::new(&codes::CURSOR_EXPIRED, detail)
        .with_meta(
            "oldest",
            change::cursor(tenant.workspace(), expired.oldest).to_string(),
        )
        .with_meta("oldest_position", oldest)
        .with_meta("head", expired.head)
}
