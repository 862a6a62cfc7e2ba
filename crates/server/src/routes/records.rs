//! Records of any kind.

mod create;
mod delete;
mod duplicates;
mod list;
mod only_from;
mod retrieve;
mod search;
mod update;

use uuid::Uuid;
use wellhead_core::id::RecordId;
use wellhead_core::identity::MergedInto;
use wellhead_core::ledger::Ledger;
use wellhead_core::record::{Kind, Record, RecordRef};
use wellhead_core::resource::{Deleted, Times};
use wellhead_core::source::Held;
use wellhead_core::store::StoreError;
use wellhead_core::tenant::Tenant;
use wellhead_jsonapi::query::{Query, QuerySpec};

use crate::catalogue::endpoint::Endpoint;
use crate::extract::query;
use crate::resources::shape::Shape;
use crate::resources::{Home, record};
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::related::Related;
use crate::routes::relationship::{Owner, Target};

/// The records of a kind.
#[derive(Debug, Clone, Copy)]
pub(in crate::routes) struct Records(pub(in crate::routes) Kind);

pub(super) fn endpoints(kind: Kind) -> [Endpoint; 6] {
    [
        list::endpoint(kind),
        duplicates::endpoint(kind),
        create::endpoint(kind),
        retrieve::endpoint(kind),
        update::endpoint(kind),
        delete::endpoint(kind),
    ]
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

impl Target for Records {
    fn shape(self) -> &'static Shape {
        record::shape(self.0)
    }

    fn query(self) -> QuerySpec {
        record::query(self.0)
    }

    async fn answer(
        self,
        ledger: &Ledger,
        tenant: Tenant,
        id: Uuid,
        query: &Query,
        url: &str,
    ) -> Result<Answer, Failure> {
        let id = self.0.record(id.into());
        let held = held(ledger, tenant, id, Deleted::Include).await?;
        answer(ledger, tenant, &held, query, url).await
    }
}

/// One record, or 404; or 410 if it was merged into another.
pub(super) async fn find(
    ledger: &Ledger,
    tenant: Tenant,
    record: RecordRef,
    deleted: Deleted,
) -> Result<Record, Failure> {
    match ledger.record(tenant, record, deleted).await? {
        Some(found) => Ok(found),
        None => Err(missing(ledger, tenant, record).await?),
    }
}

/// The same, and who gave its values.
pub(super) async fn held(
    ledger: &Ledger,
    tenant: Tenant,
    record: RecordRef,
    deleted: Deleted,
) -> Result<Held, Failure> {
    match ledger.record_held(tenant, record, deleted).await? {
        Some(found) => Ok(found),
        None => Err(missing(ledger, tenant, record).await?),
    }
}

/// What is answered instead of a record that is not there.
async fn missing(
    ledger: &Ledger,
    tenant: Tenant,
    record: RecordRef,
) -> Result<Failure, StoreError> {
    Ok(match ledger.survivor(tenant, record).await? {
        Some(into) => Failure::merged(&MergedInto { record, into }),
        None => Failure::not_found(),
    })
}

/// The document of one record, at `url`.
pub(super) async fn answer(
    ledger: &Ledger,
    tenant: Tenant,
    held: &Held,
    query: &Query,
    url: &str,
) -> Result<Answer, Failure> {
    let related = Related::of_records(ledger, tenant, query).await?;
    let mut data = record::alone(tenant, held, &query.fields);
    if held.record.times.deleted_at.is_some()
        && let Some(into) = ledger.survivor(tenant, held.record.reference()).await?
    {
        let meta = data.meta.take().unwrap_or_default();
        data.meta = Some(meta.and(record::MERGED_INTO, into.to_string()));
    }
    Ok(Answer::resource(url, data, related.included(query)).with_version(&held.record.times))
}
