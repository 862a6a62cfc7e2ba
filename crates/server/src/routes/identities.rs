//! Identities, of records of any kind.

mod create;
mod delete;
mod list;
mod page;
mod retrieve;

pub(super) use page::Identities;

use wellhead_core::id::IdentityId;
use wellhead_core::identity::Identity;
use wellhead_core::ledger::Ledger;
use wellhead_core::record::Kind;
use wellhead_core::resource::{Deleted, Times};
use wellhead_core::tenant::Tenant;
use wellhead_jsonapi::query::{Query, QuerySpec};

use crate::catalogue::endpoint::Endpoint;
use crate::extract::query;
use crate::resources::{Home, identity};
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::related::Related;
use crate::routes::relationship::Owner;

pub(super) fn endpoints(kind: Kind) -> Vec<Endpoint> {
    vec![
        list::endpoint(kind),
        create::endpoint(kind),
        retrieve::endpoint(kind),
        delete::endpoint(kind),
    ]
}

/// The path of one identity.
fn path(kind: Kind) -> String {
    format!("{}/{{id}}", kind.wire().identities_path)
}

impl Owner for Identities {
    type Id = IdentityId;
    type Found = Identity;

    const QUERY: QuerySpec = query::DELETED;

    fn path(self) -> String {
        path(self.0)
    }

    async fn find(
        self,
        ledger: &Ledger,
        tenant: Tenant,
        id: IdentityId,
        deleted: Deleted,
    ) -> Result<Identity, Failure> {
        find(ledger, tenant, self.0, id, deleted).await
    }

    fn home(self, identity: &Identity) -> Home {
        identity::home(self.0, identity)
    }

    fn times(self, identity: &Identity) -> Times {
        identity.times
    }
}

/// One identity, or 404.
async fn find(
    ledger: &Ledger,
    tenant: Tenant,
    kind: Kind,
    id: IdentityId,
    deleted: Deleted,
) -> Result<Identity, Failure> {
    let identity = ledger.identity(tenant, kind, id, deleted).await?;
    identity.ok_or_else(Failure::not_found)
}

/// The document of one identity, at `url`.
async fn answer(
    ledger: &Ledger,
    tenant: Tenant,
    kind: Kind,
    identity: &Identity,
    query: &Query,
    url: &str,
) -> Result<Answer, Failure> {
    let identities = std::slice::from_ref(identity);
    let related = Related::of_identities(ledger, tenant, kind, identities, query).await?;
    let data = identity::resource(kind, identity, &query.fields);
    Ok(Answer::resource(url, data, related.included(query)).with_version(&identity.times))
}
