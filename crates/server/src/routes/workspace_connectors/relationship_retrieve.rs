use axum::extract::State;
use axum::http::Uri;
use uuid::Uuid;
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::resource::WorkspaceConnector;
use wellhead_core::tenant::Tenant;

use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::conditions::Conditions;
use crate::extract::path::Id;
use crate::extract::permission::Reader;
use crate::extract::query;
use crate::resources::shape::Shape;
use crate::resources::{connector, workspace, workspace_connector};
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::routes::relationship;

/// A relationship to one resource.
#[derive(Clone, Copy)]
struct ToOne {
    shape: &'static Shape,
    target: fn(Tenant, &WorkspaceConnector) -> Uuid,
}

pub(super) fn connector() -> Endpoint {
    endpoint(ToOne {
        shape: &connector::SHAPE,
        target: |_, activation| activation.connector.uuid(),
    })
}

pub(super) fn workspace() -> Endpoint {
    endpoint(ToOne {
        shape: &workspace::SHAPE,
        target: |tenant, _| tenant.workspace().uuid(),
    })
}

fn endpoint(to: ToOne) -> Endpoint {
    let path = relationship::path(super::ONE, to.shape.of);
    let handler =
        move |reader, app, id, uri, conditions| retrieve(to, reader, app, id, uri, conditions);
    Endpoint::get(path, query::DELETED, handler).shows_linkage(to.shape)
}

async fn retrieve(
    to: ToOne,
    Reader(tenant): Reader,
    State(app): State<App>,
    Id(id): Id<WorkspaceConnectorId>,
    uri: Uri,
    conditions: Conditions,
) -> Result<Answer, Failure> {
    let query = query::DELETED.parse(uri.query())?;
    let activation = super::find(&app.ledger, tenant, id, query::deleted(&query)?).await?;
    let (home, times) = (workspace_connector::home(&activation), &activation.times);
    let answer = relationship::to_one(
        &uri,
        home,
        times,
        to.shape.of,
        (to.target)(tenant, &activation),
    );
    answer.under(&conditions)
}
