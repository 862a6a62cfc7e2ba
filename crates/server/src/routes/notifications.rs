//! Notifications: which recipients are to be told of a recall, and whether they were.

mod list;
mod retrieve;
mod update;

use wellhead_core::id::NotificationId;
use wellhead_core::ledger::Ledger;
use wellhead_core::privacy::Notification;
use wellhead_core::tenant::Tenant;
use wellhead_jsonapi::query::Query;

use crate::catalogue::endpoint::Endpoint;
use crate::resources::notification;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;

/// The path of one.
const ONE: &str = "/v1/erasure-notifications/{id}";

pub(super) fn endpoints() -> [Endpoint; 3] {
    [list::endpoint(), retrieve::endpoint(), update::endpoint()]
}

/// The document of one, at `url`.
fn answer(found: &Notification, query: &Query, url: &str) -> Answer {
    let data = notification::resource(found, &query.fields);
    Answer::resource(url, data, None).with_version(&notification::times(found))
}

/// One, or 404.
async fn find(
    ledger: &Ledger,
    tenant: Tenant,
    id: NotificationId,
) -> Result<Notification, Failure> {
    let found = ledger.notification(tenant, id).await?;
    found.ok_or_else(Failure::not_found)
}
