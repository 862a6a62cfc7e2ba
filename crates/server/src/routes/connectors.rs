//! Connectors: the definitions that all workspaces share.

mod list;
mod retrieve;

use uuid::Uuid;
use wellhead_core::id::ConnectorId;
use wellhead_core::ledger::Ledger;
use wellhead_core::tenant::Tenant;
use wellhead_jsonapi::query::{Query, QuerySpec};

use crate::catalogue::endpoint::Endpoint;
use crate::resources::connector;
use crate::resources::shape::Shape;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::routes::relationship::Target;

/// The path of one connector.
const ONE: &str = "/v1/connectors/{id}";

pub(super) fn endpoints() -> [Endpoint; 2] {
    [list::endpoint(), retrieve::endpoint()]
}

/// All connectors.
#[derive(Debug, Clone, Copy)]
pub(in crate::routes) struct Connectors;

impl Target for Connectors {
    fn shape(self) -> &'static Shape {
        &connector::SHAPE
    }

    fn query(self) -> QuerySpec {
        connector::QUERY
    }

    async fn answer(
        self,
        ledger: &Ledger,
        tenant: Tenant,
        id: Uuid,
        query: &Query,
        url: &str,
    ) -> Result<Answer, Failure> {
        one(ledger, tenant, id.into(), query, url).await
    }
}

/// The document of one connector, at `url`; or 404.
async fn one(
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
