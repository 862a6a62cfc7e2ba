//! Workspaces: each key sees only its own.

mod retrieve;

use uuid::Uuid;
use wellhead_core::ledger::Ledger;
use wellhead_core::tenant::Tenant;
use wellhead_jsonapi::query::{Query, QuerySpec};

use crate::catalogue::endpoint::Endpoint;
use crate::resources::shape::Shape;
use crate::resources::workspace;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::routes::relationship::Target;

/// The path of one workspace.
const ONE: &str = "/v1/workspaces/{id}";

pub(super) fn endpoints() -> [Endpoint; 1] {
    [retrieve::endpoint()]
}

/// The key's own workspace, the only one that relationships can lead to.
#[derive(Debug, Clone, Copy)]
pub(in crate::routes) struct Own;

impl Target for Own {
    fn shape(self) -> &'static Shape {
        &workspace::SHAPE
    }

    fn query(self) -> QuerySpec {
        workspace::QUERY
    }

    async fn answer(
        self,
        ledger: &Ledger,
        tenant: Tenant,
        _: Uuid,
        query: &Query,
        url: &str,
    ) -> Result<Answer, Failure> {
        own(ledger, tenant, query, url).await
    }
}

/// The document of the tenant's own workspace, at `url`.
async fn own(ledger: &Ledger, tenant: Tenant, query: &Query, url: &str) -> Result<Answer, Failure> {
    let workspace = ledger.workspace(tenant).await?;
    let workspace = workspace.ok_or_else(Failure::not_found)?;
    let data = workspace::resource(&workspace, &query.fields);
    Ok(Answer::resource(url, data, None).with_version(&workspace.times))
}
