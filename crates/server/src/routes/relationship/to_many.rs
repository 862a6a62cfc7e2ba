//! Relationships to any number of resources, page by page.

use axum::extract::State;
use axum::http::Uri;
use wellhead_core::ledger::Ledger;
use wellhead_core::tenant::Tenant;
use wellhead_jsonapi::Errors;
use wellhead_jsonapi::query::{Query, QuerySpec};

use super::{Owner, path};
use crate::app::App;
use crate::catalogue::audited::Unaudited;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::path::Id;
use crate::extract::permission::Reader;
use crate::extract::query;
use crate::resources::shape::Shape;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;

/// A list that relationships lead to.
pub(in crate::routes) trait List: Copy + Send + Sync + 'static {
    /// The filter of the list.
    type Filter: Clone + Send + 'static;

    /// The name of the relationships.
    fn name(self) -> &'static str;

    /// The type that is listed.
    fn shape(self) -> &'static Shape;

    /// `filter`, narrowed by the query.
    fn filter(self, query: &Query, filter: Self::Filter) -> Result<Self::Filter, Errors>;

    /// A page as resources.
    fn resources(
        self,
        ledger: &Ledger,
        tenant: Tenant,
        filter: Self::Filter,
        query: &Query,
        uri: &Uri,
    ) -> impl Future<Output = Result<Answer, Failure>> + Send;

    /// A page as linkage. The resources themselves are at `related`.
    fn linkage(
        self,
        ledger: &Ledger,
        tenant: Tenant,
        filter: Self::Filter,
        query: &Query,
        uri: &Uri,
        related: String,
    ) -> impl Future<Output = Result<Answer, Failure>> + Send;
}

/// A relationship to the items of a list that belong to one owner.
pub(in crate::routes) struct ToMany<O: Owner, L: List> {
    pub(in crate::routes) owner: O,
    pub(in crate::routes) list: L,
    /// The query options of the list of resources. Linkage has no included resources and no fieldsets.
    pub(in crate::routes) query: QuerySpec,
    /// The filter for the items of one owner.
    pub(in crate::routes) of: fn(O::Id) -> L::Filter,
}

impl<O: Owner, L: List> Copy for ToMany<O, L> {}

#[expect(
    clippy::expl_impl_clone_on_copy,
    reason = "a derived one would ask for a filter that is `Copy`"
)]
impl<O: Owner, L: List> Clone for ToMany<O, L> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<O: Owner, L: List> ToMany<O, L> {
    /// Both endpoints: the resources, and the linkage.
    pub(in crate::routes) fn endpoints(self) -> [Endpoint; 2] {
        let (one, name, shape) = (self.owner.path(), self.list.name(), self.list.shape());
        let related = move |reader, app, id, uri| self.related(reader, app, id, uri);
        let linkage = move |reader, app, id, uri| self.linkage(reader, app, id, uri);
        [
            Endpoint::get(format!("{one}/{name}"), self.query, related)
                .unaudited(Unaudited::PlainRead)
                .lists(shape),
            Endpoint::get(path(&one, name), self.of_linkage(), linkage)
                .unaudited(Unaudited::PlainRead)
                .lists_linkage(shape),
        ]
    }

    const fn of_linkage(&self) -> QuerySpec {
        QuerySpec {
            include: &[],
            fields: &[],
            ..self.query
        }
    }

    async fn related(
        self,
        Reader(tenant): Reader,
        State(app): State<App>,
        Id(id): Id<O::Id>,
        uri: Uri,
    ) -> Result<Answer, Failure> {
        let query = self.query.parse(uri.query())?;
        let filter = self.list.filter(&query, (self.of)(id))?;
        let owner = query::owner(&query)?;
        self.owner.find(&app.ledger, tenant, id, owner).await?;
        let list = self.list;
        list.resources(&app.ledger, tenant, filter, &query, &uri)
            .await
    }

    async fn linkage(
        self,
        Reader(tenant): Reader,
        State(app): State<App>,
        Id(id): Id<O::Id>,
        uri: Uri,
    ) -> Result<Answer, Failure> {
        let query = self.of_linkage().parse(uri.query())?;
        let filter = self.list.filter(&query, (self.of)(id))?;
        let owner = query::owner(&query)?;
        let found = self.owner.find(&app.ledger, tenant, id, owner).await?;
        let related = self.owner.home(&found).related(self.list.name());
        let list = self.list;
        list.linkage(&app.ledger, tenant, filter, &query, &uri, related)
            .await
    }
}
