use axum::extract::State;
use axum::http::Uri;
use wellhead_core::id::RecordId;
use wellhead_core::record::Kind;
use wellhead_core::resource::LinkFilter;

use super::related_links::PAGE;
use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::extract::path::Id;
use crate::extract::permission::Reader;
use crate::extract::query;
use crate::resources::{link, person};
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::routes::links::page;
use crate::routes::relationship;

pub(super) fn endpoint() -> Endpoint {
    let path = relationship::path(super::ONE, person::LINKS);
    Endpoint::get(path, PAGE, retrieve).lists_linkage(link::shape(Kind::People))
}

async fn retrieve(
    Reader(tenant): Reader,
    State(app): State<App>,
    Id(id): Id<RecordId>,
    uri: Uri,
) -> Result<Answer, Failure> {
    let query = PAGE.parse(uri.query())?;
    let of_person = LinkFilter {
        record: Some(id),
        ..LinkFilter::default()
    };
    let filter = page::filter(Kind::People, &query, of_person)?;
    let owner = query::owner(filter.deleted);
    let person = super::find(&app.ledger, tenant, id, owner).await?;
    let related = person::home(&person).related(person::LINKS);
    page::linkage(
        &app.ledger,
        tenant,
        Kind::People,
        filter,
        &query,
        &uri,
        related,
    )
    .await
}
