//! Relationships to one resource. Anyone who can see a resource can see what it leads to.

use axum::extract::State;
use axum::http::Uri;
use uuid::Uuid;
use wellhead_core::ledger::Ledger;
use wellhead_core::resource::Times;
use wellhead_core::tenant::Tenant;
use wellhead_jsonapi::document::{Document, Identifier, Links};
use wellhead_jsonapi::media_type::Applied;
use wellhead_jsonapi::query::{Query, QuerySpec};

use super::{Owner, path};
use crate::app::App;
use crate::catalogue::audited::Unaudited;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::conditions::Conditions;
use crate::extract::path::Id;
use crate::extract::permission::Reader;
use crate::extract::query;
use crate::resources::Home;
use crate::resources::shape::Shape;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::url::self_link;

/// The resources of a type, as the target of relationships with the same name as the type.
pub(in crate::routes) trait Target: Copy + Send + Sync + 'static {
    fn shape(self) -> &'static Shape;

    /// The query options for a document of one.
    fn query(self) -> QuerySpec;

    /// The document of one at `url`, soft-deleted or not.
    fn answer(
        self,
        ledger: &Ledger,
        tenant: Tenant,
        id: Uuid,
        query: &Query,
        url: &str,
    ) -> impl Future<Output = Result<Answer, Failure>> + Send;
}

/// A relationship to one resource.
pub(in crate::routes) struct ToOne<O: Owner, T: Target> {
    pub(in crate::routes) owner: O,
    pub(in crate::routes) target: T,
    /// The id that it leads to.
    pub(in crate::routes) id: fn(Tenant, &O::Found) -> Uuid,
}

impl<O: Owner, T: Target> ToOne<O, T> {
    /// Both endpoints: the resource, and the linkage.
    pub(in crate::routes) fn endpoints(self) -> [Endpoint; 2] {
        let Self {
            owner,
            target,
            id: leads_to,
        } = self;
        let (one, shape) = (owner.path(), target.shape());
        let query = QuerySpec {
            filters: O::QUERY.filters,
            ..target.query()
        };
        let related = async move |Reader(tenant): Reader,
                                  State(app): State<App>,
                                  Id(id): Id<O::Id>,
                                  uri: Uri,
                                  conditions: Conditions| {
            let query = query.parse(uri.query())?;
            let (ledger, deleted) = (&app.ledger, query::deleted(&query)?);
            let found = owner.find(ledger, tenant, id, deleted).await?;
            let (id, url) = (leads_to(tenant, &found), self_link(&uri));
            let answer = target.answer(ledger, tenant, id, &query, &url).await?;
            answer.under(&conditions)
        };
        let itself = async move |Reader(tenant): Reader,
                                 State(app): State<App>,
                                 Id(id): Id<O::Id>,
                                 uri: Uri,
                                 conditions: Conditions| {
            let query = O::QUERY.parse(uri.query())?;
            let deleted = query::deleted(&query)?;
            let found = owner.find(&app.ledger, tenant, id, deleted).await?;
            let (home, times) = (owner.home(&found), owner.times(&found));
            let id = leads_to(tenant, &found);
            linkage(&uri, home, &times, shape.of, id).under(&conditions)
        };
        [
            Endpoint::get(format!("{one}/{}", shape.of), query, related)
                .unaudited(Unaudited::PlainRead)
                .shows(shape),
            Endpoint::get(path(&one, shape.of), O::QUERY, itself)
                .unaudited(Unaudited::PlainRead)
                .shows_linkage(shape),
        ]
    }
}

/// The linkage of the relationship `name`, which leads to one resource of the type with the same name.
///
/// Its version is that of the resource that has the relationship.
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
