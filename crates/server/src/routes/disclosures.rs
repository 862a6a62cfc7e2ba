//! Where a record came from and who received it, as a report to hand out.

mod of_record;

use wellhead_core::record::Kind;

use crate::catalogue::endpoint::Endpoint;

pub(super) fn endpoints() -> impl Iterator<Item = Endpoint> {
    Kind::ALL.into_iter().map(of_record::endpoint)
}
