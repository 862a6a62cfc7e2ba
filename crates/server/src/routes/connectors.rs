//! Connectors: the definitions that all workspaces share.

mod list;
mod retrieve;

use wellhead_core::id::ConnectorId;
use wellhead_core::ledger::Ledger;
use wellhead_core::tenant::Tenant;
use wellhead_jsonapi::query::Query;

use crate::catalogue::endpoint::Endpoint;
use crate::resources::connector;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;

/// The path of one connector.
const ONE: &str = "/v1/connectors/{id}";

pub(super) fn endpoints() -> [Endpoint; 2] {
    [list::endpoint(), retrieve::endpoint()]
}

/// The document of one connector, at `url`; or 404.
pub(super) async fn one(
    ledger: &Ledger,
    tenant: Tenant,
    id: ConnectorId,
    query: &Query,
    url: &str,
) -> Result<Answer, Failure> {
    let connector = ledger.connector(tenant, id).await?;
    let connector = connector.ok_or_else(Failure::not_found)?;
    let data = connector::resource(&connector, &query.fields);
    Ok(Answer::resource(url, data, None).with_version(&connector.times))
}
