use wellhead_core::ledger::Ledger;

/// What every handler can reach. The tenant is not here: it comes with the permission.
#[derive(Clone)]
pub(crate) struct App {
    pub(crate) ledger: Ledger,
}
