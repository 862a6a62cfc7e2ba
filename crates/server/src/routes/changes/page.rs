use axum::http::Uri;
use wellhead_core::journal::{Changes, Place};
use wellhead_core::ledger::Ledger;
use wellhead_core::tenant::Tenant;
use wellhead_jsonapi::document::{Document, Links, Meta};
use wellhead_jsonapi::media_type::Applied;
use wellhead_jsonapi::page::{Turn, link};
use wellhead_jsonapi::query::Query;

use super::{Wanted, expired};
use crate::resources::change;
use crate::respond::answer::Answer;
use crate::respond::failure::Failure;
use crate::respond::url::{at, self_link};

/// A page of the feed. It always leads on, also if it is empty.
pub(super) async fn answer(
    ledger: &Ledger,
    tenant: Tenant,
    wanted: &Wanted,
    query: &Query,
    uri: &Uri,
) -> Result<Answer, Failure> {
    let Changes {
        changes,
        upto,
        head,
    } = read(ledger, tenant, wanted).await?;
    let end = if upto.position == head {
        upto
    } else {
        ledger.journal_head(tenant).await?
    };
    let applied = Applied::default();
    let cursor = |place| change::cursor(tenant.workspace(), place);
    let data: Vec<_> = changes
        .iter()
        .map(|it| {
            let meta = Meta::cursor(cursor(it.place).to_string());
            change::resource(tenant.workspace(), it, &query.fields).with_meta(meta)
        })
        .collect();
    let next = at(link(uri.path(), uri.query(), Turn::After(cursor(upto))));
    let links = Links::default()
        .and("self", self_link(uri))
        .and("next", next);
    let meta = Meta::cursor(cursor(upto).to_string())
        .and("head", head)
        .and("end", cursor(end).to_string());
    let document = Document::of(data)
        .with_jsonapi(applied.jsonapi())
        .with_links(links)
        .with_meta(meta);
    Ok(Answer::ok(&applied, &document))
}

/// The changes that are wanted, from the reader's place on or else from the oldest that are kept.
async fn read(ledger: &Ledger, tenant: Tenant, wanted: &Wanted) -> Result<Changes, Failure> {
    let Wanted {
        filter,
        after,
        size,
    } = wanted;
    let start = after.unwrap_or_default();
    let found = ledger.changes(tenant, filter, start, *size).await?;
    match (found, after) {
        (Ok(found), _) => Ok(found),
        (Err(gone), Some(_)) => Err(expired(tenant, gone).into()),
        (Err(gone), None) => {
            let found = ledger.changes(tenant, filter, gone.oldest, *size).await?;
            found.map_err(|gone| expired(tenant, gone).into())
        }
    }
}

/// The place from which a reader without a cursor begins.
pub(super) async fn beginning(ledger: &Ledger, tenant: Tenant) -> Result<Place, Failure> {
    let all = wellhead_core::journal::ChangeFilter::default();
    let found = ledger.changes(tenant, &all, Place::default(), 1).await?;
    Ok(found.map_or_else(|gone| gone.oldest, |_| Place::default()))
}
