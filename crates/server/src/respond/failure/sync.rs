use wellhead_core::command::Rejection;
use wellhead_core::store::Unseen;
use wellhead_core::sync::{DeliveryError, FinishError};
use wellhead_jsonapi::{Error, Kind};

use super::{Failure, Pointers};
use crate::codes;
use crate::resources::sync_run::counts;

/// Why a run was not finished.
impl From<FinishError> for Failure {
    fn from(error: FinishError) -> Self {
        let detail = error.to_string();
        let (kind, unseen) = match error {
            FinishError::Apply(error) => return Pointers::GONE.blame(error),
            FinishError::NothingAccepted(_) => {
                return Error::new(&codes::NOTHING_ACCEPTED, detail).into();
            }
            FinishError::TooMuch { unseen, .. } => (&codes::SWEEP_TOO_LARGE, unseen),
            FinishError::Everything(unseen) => (&codes::SWEEP_OF_EVERYTHING, unseen),
        };
        counted(kind, detail, &unseen)
    }
}

impl Failure {
    /// A run that cannot sweep, because it did not see all records.
    pub(crate) fn cannot_sweep(why: &'static str, unseen: &Unseen) -> Self {
        let detail = Rejection::CannotSweep(why).to_string();
        counted(&codes::CANNOT_SWEEP, detail, unseen)
    }
}

/// A sweep that is refused, with its counts.
fn counted(kind: &'static Kind, detail: String, unseen: &Unseen) -> Failure {
    let mut error = Error::new(kind, detail);
    for (name, count) in counts(unseen) {
        error.set_meta(name, count);
    }
    error.into()
}

/// Why a delivery was refused, or broke off.
impl From<DeliveryError> for Failure {
    fn from(error: DeliveryError) -> Self {
        let detail = error.to_string();
        match error {
            DeliveryError::Apply(error) => Pointers::GONE.blame(error),
            DeliveryError::Spoiled(_) | DeliveryError::Unresolved(..) => {
                Error::new(&codes::LINE_REJECTED, detail).into()
            }
            DeliveryError::TooLong => Error::new(&codes::DELIVERY_TOO_LONG, detail).into(),
        }
    }
}
