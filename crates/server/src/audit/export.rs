use axum::body::Body;
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_TYPE, VARY};
use axum::response::{IntoResponse, Response};
use futures_util::stream::try_unfold;
use wellhead_core::audit::{Detail, Export, Fact, Head, Value};
use wellhead_core::id::KeyId;
use wellhead_core::store::{BoxError, StoreError};
use wellhead_core::tenant::Tenant;

use crate::app::App;
use crate::layers::negotiation::NDJSON;
use crate::respond::told::Told;

/// Streams the log behind the position `after` as it is now, however long it is. If the log does not go on from there,
/// says where it ends.
pub(crate) async fn export(
    app: App,
    tenant: Tenant,
    key: KeyId,
    after: u64,
) -> Result<Result<Response, Head>, StoreError> {
    app.auditor.flush(tenant).await?;
    let export = match app.ledger.audit_export(tenant, after).await? {
        Ok(export) => export,
        Err(head) => return Ok(Err(head)),
    };
    let number = |head: Head| Value::Number(head.position);
    let detail = Detail::default()
        .and(Fact::After, number(export.from()))
        .and(Fact::Upto, number(export.upto()));
    let lines = try_unfold(export, move |export| {
        lines(app.clone(), tenant, key, export)
    });
    let mut response = Body::from_stream(lines).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(NDJSON.0));
    headers.insert(VARY, HeaderValue::from_static("Accept"));
    response.extensions_mut().insert(Told {
        detail,
        ..Told::default()
    });
    Ok(Ok(response))
}

/// Some lines, as one chunk.
async fn lines(
    app: App,
    tenant: Tenant,
    key: KeyId,
    mut export: Export,
) -> Result<Option<(String, Export)>, BoxError> {
    app.ledger.still_holds(tenant, key).await??;
    let lines = app.ledger.audit_lines(&mut export).await;
    let lines = lines.inspect_err(|error| {
        tracing::error!(%error, "an export of the audit log was cut off");
    })?;
    Ok(lines.map(|lines| (lines, export)))
}
