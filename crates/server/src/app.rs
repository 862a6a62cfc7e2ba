use wellhead_core::ledger::Ledger;

/// What every handler may reach. There is no tenant in it: that comes with the permission.
#[derive(Clone)]
pub(crate) struct App {
    pub(crate) ledger: Ledger,
}
