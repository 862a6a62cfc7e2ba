use maud::{Markup, html};
use wellhead_core::page::Interval;
use wellhead_core::privacy::{RecallFilter, SubjectRight};
use wellhead_core::record::RecordRef;
use wellhead_core::store::StoreError;
use wellhead_core::tenant::Role;

use super::{ask, recall};
use crate::console::Console;
use crate::console::query::Place;
use crate::console::session::Visitor;
use crate::console::words::{self, title};

/// The most recalls that a record's page names.
const SHOWN: usize = 10;

/// A record's recalls, and for administrators the way to a new one, unless it is erased or was merged into another.
pub(in crate::console::pages) async fn of_record(
    console: &Console,
    visitor: Visitor,
    record: RecordRef,
    is_merged: bool,
) -> Result<Markup, StoreError> {
    let filter = RecallFilter {
        right: None,
        record: Some(record.id),
    };
    let newest = Place::default().page(SHOWN, Interval::default());
    let recalls = console.app.ledger.recalls(visitor.tenant, filter, newest);
    let recalls = recalls.await?.items;
    let is_erased = recalls.iter().any(|it| it.right == SubjectRight::Erasure);
    Ok(html! {
        @for it in &recalls {
            p {
                a href=(recall::url(it.id)) { (title(it.right.as_str())) }
                " of " (words::time(it.created_at)) " " (recall::state(it))
            }
        }
        @if visitor.role >= Role::Admin && !is_merged && !is_erased {
            p { a.button href=(ask::url(record)) { "Erase, correct or restrict" } }
        }
    })
}
