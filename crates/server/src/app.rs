use wellhead_core::ledger::Ledger;
use wellhead_webhook::Sender;

use crate::auditor::Auditor;
use crate::health::Readiness;
use crate::layers::linger::Stopping;
use crate::limits::Limits;
use crate::origin::PublicUrl;

/// What every handler can reach. The tenant is not here: it comes with the permission.
#[derive(Clone)]
pub(crate) struct App {
    pub(crate) ledger: Ledger,
    /// Writes the audit log.
    pub(crate) auditor: Auditor,
    /// Checks where webhooks would go.
    pub(crate) sender: Sender,
    /// What URLs in answers begin with; without it they are paths.
    pub(crate) public_url: Option<PublicUrl>,
    /// Ends the answers that have no end of their own.
    pub(crate) stopping: Stopping,
    pub(crate) readiness: Readiness,
    pub(crate) limits: Limits,
}
