use std::str::FromStr;

use wellhead_core::ledger::Ledger;
use wellhead_core::resource::{Deleted, Times};
use wellhead_core::tenant::Tenant;
use wellhead_jsonapi::query::QuerySpec;

use crate::resources::Home;
use crate::respond::failure::Failure;

/// The resources of a collection, as what relationships belong to.
pub(in crate::routes) trait Owner: Copy + Send + Sync + 'static {
    /// What one is named by.
    type Id: FromStr + Copy + Send + 'static;
    /// One that was found.
    type Found: Send + Sync + 'static;

    /// What can be asked for where one is only passed through.
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

    /// Where one is.
    fn home(self, found: &Self::Found) -> Home;

    /// When one was made and last changed.
    fn times(self, found: &Self::Found) -> Times;
}
