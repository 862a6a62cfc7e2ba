//! Where people came from and where they went.

mod flows;
mod of_person;

use crate::catalogue::endpoint::Endpoint;

pub(super) fn endpoints() -> [Endpoint; 2] {
    [of_person::endpoint(), flows::endpoint()]
}
