//! Records, of whichever kind.

mod create;
mod delete;
mod list;
mod retrieve;
mod search;
mod update;

use wellhead_core::id::RecordId;
use wellhead_core::ledger::Ledger;
use wellhead_core::record::{Kind, Record, RecordRef};
use wellhead_core::resource::{Deleted, LinkFilter, Times};
use wellhead_core::tenant::Tenant;
use wellhead_jsonapi::query::{Query, QuerySpec};

use crate::catalogue::endpoint::Endpoint;
use crate::extract::query;
use crate::resources::{Home, record, workspace};
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::related::Related;
use crate::routes::links::Links;
use crate::routes::relationship::to_many::ToMany;
use crate::routes::relationship::to_one::{Target, ToOne};
use crate::routes::relationship::{self, Owner};

/// The records of a kind.
#[derive(Debug, Clone, Copy)]
pub(in crate::routes) struct Records(Kind);

pub(super) fn endpoints(kind: Kind) -> Vec<Endpoint> {
    let owner = Records(kind);
    let mut endpoints = vec![
        list::endpoint(kind),
        create::endpoint(kind),
        retrieve::endpoint(kind),
        update::endpoint(kind),
        delete::endpoint(kind),
    ];
    let workspace = ToOne {
        owner,
        target: Target::Workspace,
        id: |tenant, _| tenant.workspace().uuid(),
    };
    endpoints.extend(workspace.endpoints());
    endpoints.push(relationship::fixed(&owner.path(), workspace::TYPE));
    let links = ToMany {
        owner,
        list: Links(kind),
        query: Links::of_record(kind),
        of: |id| LinkFilter {
            record: Some(id),
            ..LinkFilter::default()
        },
    };
    endpoints.extend(links.endpoints());
    let name = kind.wire().links;
    endpoints.extend(relationship::of_links(&owner.path(), name));
    endpoints
}

/// The path of one record.
pub(super) fn path(kind: Kind) -> String {
    format!("{}/{{id}}", kind.wire().records_path)
}

impl Owner for Records {
    type Id = RecordId;
    type Found = Record;

    const QUERY: QuerySpec = query::DELETED;

    fn path(self) -> String {
        path(self.0)
    }

    async fn find(
        self,
        ledger: &Ledger,
        tenant: Tenant,
        id: RecordId,
        deleted: Deleted,
    ) -> Result<Record, Failure> {
        find(ledger, tenant, self.0.record(id), deleted).await
    }

    fn home(self, record: &Record) -> Home {
        record::home(record)
    }

    fn times(self, record: &Record) -> Times {
        record.times
    }
}

/// One record, or 404.
pub(super) async fn find(
    ledger: &Ledger,
    tenant: Tenant,
    record: RecordRef,
    deleted: Deleted,
) -> Result<Record, Failure> {
    let record = ledger.record(tenant, record, deleted).await?;
    record.ok_or_else(Failure::not_found)
}

/// The document of one record, at `url`.
pub(super) async fn answer(
    ledger: &Ledger,
    tenant: Tenant,
    record: &Record,
    query: &Query,
    url: &str,
) -> Result<Answer, Failure> {
    let related = Related::of_records(ledger, tenant, query).await?;
    let data = record::resource(tenant, record, &query.fields);
    Ok(Answer::resource(url, data, related.included(query)).with_version(&record.times))
}
