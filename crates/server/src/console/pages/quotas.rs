use futures_util::future::try_join_all;
use maud::{Markup, html};
use wellhead_core::limits::{Counted, Quotas};
use wellhead_core::page::{Interval, Total};
use wellhead_core::record::{Kind, RecordFilter};
use wellhead_core::resource::LinkFilter;
use wellhead_core::store::StoreError;

use super::parts;
use crate::console::Console;
use crate::console::query::Place;
use crate::console::session::Visitor;
use crate::console::words::count;

/// A tile for each of the workspace's quotas. Most have none.
pub(super) async fn tiles(
    console: &Console,
    visitor: Visitor,
    quotas: Quotas,
) -> Result<Markup, StoreError> {
    let mut tiles = Vec::new();
    for (of, title) in [
        (Counted::Records, "Quota of records"),
        (Counted::Links, "Quota of links"),
    ] {
        let Some(most) = quotas.of(of) else { continue };
        let used = used(console, visitor, of).await?;
        let note = html! {
            "active of at most " (count(most)) ", of all kinds"
            @if used >= most { "; no more are taken" }
        };
        tiles.push(parts::tile(title, &html! { (count(used)) }, &note));
    }
    Ok(html! { @if !tiles.is_empty() { dl.tiles { @for tile in tiles { (tile) } } } })
}

/// How many active ones of these it has. These counts are kept, so they are exact.
async fn used(console: &Console, visitor: Visitor, of: Counted) -> Result<u64, StoreError> {
    let ledger = &console.app.ledger;
    let all = Place::default().page(1, Interval::default());
    let (records, links) = (RecordFilter::default(), LinkFilter::default());
    let totals = Kind::ALL.map(async |kind| match of {
        Counted::Records => {
            ledger
                .records_total(visitor.tenant, kind, &records, all)
                .await
        }
        Counted::Links => ledger.links_total(visitor.tenant, kind, links, all).await,
    });
    let totals = try_join_all(totals).await?;
    Ok(totals.into_iter().map(Total::counted).sum())
}
