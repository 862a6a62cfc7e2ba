//! Where records came from and where they went.

mod flows;
mod of_record;

use wellhead_core::record::Kind;

use crate::catalogue::endpoint::Endpoint;

pub(super) fn endpoints() -> Vec<Endpoint> {
    let records = Kind::ALL.map(of_record::endpoint);
    records.into_iter().chain([flows::endpoint()]).collect()
}
