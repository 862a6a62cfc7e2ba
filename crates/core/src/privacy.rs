//! What the law asks of the ledger: who is behind a connector, and to whom a record was disclosed.

mod disclosure;
mod legal;
mod moment;

pub use disclosure::{
    Acquainted, Asked, CONTEXT, Coverage, Disclosed, Ending, HandedOut, Handing, Known,
    LegalPeriod, LegalState, LegalStates, NotHandedOut, Party, Report, Requester, SCHEMA, Stretch,
    Subject,
};
pub use legal::{FIELDS, LegalChanges, LegalEntity};
pub use moment::exact;
