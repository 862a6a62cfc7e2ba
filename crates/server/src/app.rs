use wellhead_core::ledger::Ledger;
use wellhead_webhook::Sender;

/// What every handler can reach. The tenant is not here: it comes with the permission.
#[derive(Clone)]
pub(crate) struct App {
    pub(crate) ledger: Ledger,
    /// Checks where webhooks would go.
    pub(crate) sender: Sender,
}
