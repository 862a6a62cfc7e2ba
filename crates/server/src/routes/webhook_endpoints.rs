//! Webhook endpoints: who is told of changes. Only admins see them.

mod attempts;
mod create;
mod delete;
mod list;
mod retrieve;
mod rotate;
mod update;

use wellhead_core::id::WebhookEndpointId;
use wellhead_core::ledger::Ledger;
use wellhead_core::tenant::Tenant;
use wellhead_core::webhook::{EndpointUrl, Secret, WebhookEndpoint};
use wellhead_jsonapi::error::kind::INVALID_ATTRIBUTE;
use wellhead_jsonapi::query::Query;
use wellhead_jsonapi::{Error, Pointer};

use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::resources::webhook_endpoint;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;

/// The path of one endpoint.
const ONE: &str = "/v1/webhook-endpoints/{id}";

pub(super) fn endpoints() -> [Endpoint; 7] {
    [
        list::endpoint(),
        create::endpoint(),
        retrieve::endpoint(),
        update::endpoint(),
        delete::endpoint(),
        rotate::endpoint(),
        attempts::endpoint(),
    ]
}

/// One endpoint, or 404.
async fn find(
    ledger: &Ledger,
    tenant: Tenant,
    id: WebhookEndpointId,
) -> Result<WebhookEndpoint, Failure> {
    let found = ledger.webhook(tenant, id).await?;
    found.ok_or_else(Failure::not_found)
}

/// The document of an endpoint, at `url`; with its secret if that is new.
fn answer(endpoint: &WebhookEndpoint, secret: Option<&Secret>, query: &Query, url: &str) -> Answer {
    let data = webhook_endpoint::resource(endpoint, secret, &query.fields);
    Answer::resource(url, data, None).with_version(&endpoint.times)
}

/// Refuses a URL that webhooks would not be sent to now.
async fn reachable(app: &App, url: &EndpointUrl) -> Result<(), Failure> {
    let checked = app.sender.check(url).await;
    checked.map_err(|failure| {
        let place = Pointer::data().member("attributes").member("url");
        Error::new(&INVALID_ATTRIBUTE, failure.to_string())
            .at(place)
            .into()
    })
}
