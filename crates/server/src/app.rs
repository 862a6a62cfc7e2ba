use wellhead_core::command::{Command, Outcome};
use wellhead_core::ledger::Ledger;
use wellhead_core::tenant::Tenant;

use crate::respond::failure::{Failure, Place, rejected};

/// What every handler may reach. There is no tenant in it: that comes with the permission.
#[derive(Clone)]
pub(crate) struct App {
    pub(crate) ledger: Ledger,
}

impl App {
    /// Applies the commands that one request about one resource comes to; answers what the last one did.
    pub(crate) async fn change(
        &self,
        tenant: Tenant,
        commands: Vec<Command>,
        place: &Place,
    ) -> Result<Outcome, Failure> {
        let applied = self.ledger.apply(tenant, commands).await;
        let mut outcomes = applied.map_err(|error| rejected(error, |_| place))?;
        Ok(outcomes
            .pop()
            .expect("a store answers one outcome a command"))
    }
}
