use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use wellhead_core::audit::{About, Act};
use wellhead_core::tenant::{Principal, Role};
use wellhead_jsonapi::query::QuerySpec;

use crate::app::App;
use crate::audit;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::permission::Auditing;
use crate::resources::audit_event;
use crate::respond::failure::Failure;

/// The position behind which the export begins.
const AFTER: &str = "after_position";

const QUERY: QuerySpec = QuerySpec {
    custom: &[AFTER],
    ..QuerySpec::NONE
};

pub(super) fn endpoint() -> Endpoint {
    Endpoint::get(format!("{}/export", audit_event::PATH), QUERY, export)
        .needs(Role::Admin)
        .audited_durably(Act::Export, About::Log)
        .exports()
}

/// The entry about the export itself comes behind what it exports.
async fn export(
    Auditing(Principal { tenant, key, .. }): Auditing,
    State(app): State<App>,
    uri: Uri,
) -> Result<Response, Failure> {
    let query = QUERY.parse(uri.query())?;
    let Some(sent) = query.custom(AFTER) else {
        let all = audit::export(app, tenant, key, 0).await?;
        return all.map_err(|_| Failure::internal());
    };
    let after = sent.value.parse();
    let after = after.map_err(|_| sent.invalid("use a position: 0, 1, 2 and so on"))?;
    let behind = audit::export(app, tenant, key, after).await?;
    behind.map_err(|head| {
        let why = format!("the log has no such position: it ends at {}", head.position);
        sent.invalid(why).into()
    })
}
