use std::str::FromStr;

use wellhead_core::ledger::Ledger;
use wellhead_core::resource::{Deleted, Times};
use wellhead_core::tenant::Tenant;
use wellhead_jsonapi::query::QuerySpec;

use crate::resources::Home;
use crate::respond::failure::Failure;

/// The resources that have a relationship.
pub(in crate::routes) trait Owner: Copy + Send + Sync + 'static {
    /// How one is identified.
    type Id: FromStr + Copy + Send + 'static;
    /// One, as it was found.
    type Found: Send + Sync + 'static;

    /// The query options when one is only passed through.
    const QUERY: QuerySpec;

    /// The path of one.
    fn path(self) -> String;

    /// One, or 404.
    fn find(
        self,
        ledger: &Ledger,
        tenant: Tenant,
        id: Self::Id,
        deleted: Deleted,
    ) -> impl Future<Output = Result<Self::Found, Failure>> + Send;

    /// The place of one in the API.
    fn home(self, found: &Self::Found) -> Home;

    /// When one was created and last changed.
    fn times(self, found: &Self::Found) -> Times;
}
