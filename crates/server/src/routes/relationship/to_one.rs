//! Relationships to one resource. Whoever sees what one belongs to sees what it leads to.

use axum::extract::State;
use axum::http::Uri;
use uuid::Uuid;
use wellhead_core::ledger::Ledger;
use wellhead_core::record::Kind;
use wellhead_core::resource::{Deleted, Times};
use wellhead_core::tenant::Tenant;
use wellhead_jsonapi::document::{Document, Identifier, Links};
use wellhead_jsonapi::media_type::Applied;
use wellhead_jsonapi::query::{Query, QuerySpec};

use super::{Owner, path};
use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::conditions::Conditions;
use crate::extract::path::Id;
use crate::extract::permission::Reader;
use crate::extract::query;
use crate::resources::shape::Shape;
use crate::resources::{Home, connector, record, workspace, workspace_connector};
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::url::self_link;
use crate::routes::{connectors, records, workspace_connectors, workspaces};

/// What a relationship leads to; it has the name of that type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::routes) enum Target {
    Record(Kind),
    WorkspaceConnector,
    Connector,
    Workspace,
}

impl Target {
    pub(in crate::routes) fn shape(self) -> &'static Shape {
        match self {
            Self::Record(kind) => record::shape(kind),
            Self::WorkspaceConnector => &workspace_connector::SHAPE,
            Self::Connector => &connector::SHAPE,
            Self::Workspace => &workspace::SHAPE,
        }
    }

    fn query(self) -> QuerySpec {
        match self {
            Self::Record(kind) => record::query(kind),
            Self::WorkspaceConnector => workspace_connector::QUERY,
            Self::Connector => connector::QUERY,
            Self::Workspace => workspace::QUERY,
        }
    }

    /// Its document, at `url`.
    async fn answer(
        self,
        ledger: &Ledger,
        tenant: Tenant,
        id: Uuid,
        query: &Query,
        url: &str,
    ) -> Result<Answer, Failure> {
        let deleted = Deleted::Include;
        match self {
            Self::Record(kind) => {
                let id = kind.record(id.into());
                let record = records::find(ledger, tenant, id, deleted).await?;
                records::answer(ledger, tenant, &record, query, url).await
            }
            Self::WorkspaceConnector => {
                let found = workspace_connectors::find(ledger, tenant, id.into(), deleted).await?;
                workspace_connectors::answer(ledger, tenant, &found, query, url).await
            }
            Self::Connector => connectors::one(ledger, tenant, id.into(), query, url).await,
            Self::Workspace => workspaces::own(ledger, tenant, query, url).await,
        }
    }
}

/// A relationship to one resource.
pub(in crate::routes) struct ToOne<O: Owner> {
    pub(in crate::routes) owner: O,
    pub(in crate::routes) target: Target,
    /// Which one it leads to.
    pub(in crate::routes) id: fn(Tenant, &O::Found) -> Uuid,
}

// Derived, they would ask for resources that can be copied.
impl<O: Owner> Copy for ToOne<O> {}

impl<O: Owner> Clone for ToOne<O> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<O: Owner> ToOne<O> {
    /// The resource, and the linkage.
    pub(in crate::routes) fn endpoints(self) -> [Endpoint; 2] {
        let (one, shape) = (self.owner.path(), self.target.shape());
        let query = QuerySpec {
            filters: O::QUERY.filters,
            ..self.target.query()
        };
        let related = move |reader, app, id, uri, conditions| {
            self.related(query, reader, app, id, uri, conditions)
        };
        let linkage =
            move |reader, app, id, uri, conditions| self.linkage(reader, app, id, uri, conditions);
        [
            Endpoint::get(format!("{one}/{}", shape.of), query, related).shows(shape),
            Endpoint::get(path(&one, shape.of), O::QUERY, linkage).shows_linkage(shape),
        ]
    }

    async fn related(
        self,
        query: QuerySpec,
        Reader(tenant): Reader,
        State(app): State<App>,
        Id(id): Id<O::Id>,
        uri: Uri,
        conditions: Conditions,
    ) -> Result<Answer, Failure> {
        let query = query.parse(uri.query())?;
        let (ledger, deleted) = (&app.ledger, query::deleted(&query)?);
        let found = self.owner.find(ledger, tenant, id, deleted).await?;
        let id = (self.id)(tenant, &found);
        let url = &self_link(&uri);
        let answer = self.target.answer(ledger, tenant, id, &query, url).await?;
        answer.under(&conditions)
    }

    async fn linkage(
        self,
        Reader(tenant): Reader,
        State(app): State<App>,
        Id(id): Id<O::Id>,
        uri: Uri,
        conditions: Conditions,
    ) -> Result<Answer, Failure> {
        let query = O::QUERY.parse(uri.query())?;
        let deleted = query::deleted(&query)?;
        let found = self.owner.find(&app.ledger, tenant, id, deleted).await?;
        let (home, times) = (self.owner.home(&found), self.owner.times(&found));
        let id = (self.id)(tenant, &found);
        linkage(&uri, home, &times, self.target.shape().of, id).under(&conditions)
    }
}

/// The linkage of the relationship `name`, which leads to one resource, of the type of the same name.
///
/// Its version is that of the resource that it belongs to.
pub(in crate::routes) fn linkage(
    uri: &Uri,
    home: Home,
    times: &Times,
    name: &'static str,
    id: Uuid,
) -> Answer {
    let links = Links::to("self", self_link(uri)).and("related", home.related(name));
    let linkage = Identifier::new(name, id.to_string());
    let document = Document::of(linkage).with_links(links);
    Answer::ok(&Applied::default(), &document).with_version(times)
}
