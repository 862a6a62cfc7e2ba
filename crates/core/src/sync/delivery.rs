use crate::command::NewWorkspaceConnector;
use crate::host;
use crate::id::{ConnectorId, WorkspaceConnectorId};
use crate::ledger::Ledger;
use crate::resource::{Direction, ExternalId, PersonNames, Status, WorkspaceConnector};
use crate::store::{ApplyError, Delivered, DeliveredPerson, DeliveryBatch};
use crate::tenant::Tenant;

/// Lines that are written in one atomic step: enough that the database's own cost a step is spread thin,
/// few enough that memory stays small and nobody waits long for the writer.
const BATCH: usize = 1_000;

/// One line of a delivery: a person as the connector knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryLine {
    /// What the connector knows the person by.
    pub external_id: ExternalId,
    /// What the person is called; used when the person is new.
    pub names: PersonNames,
}

/// What one connector sends or received, written as it comes.
pub struct Delivery<'a> {
    ledger: &'a Ledger,
    tenant: Tenant,
    workspace_connector: WorkspaceConnectorId,
    direction: Direction,
    batch: Vec<DeliveredPerson>,
    total: Delivered,
}

impl Ledger {
    /// The workspace's activation of `connector`, made (enabled) when it is missing.
    ///
    /// # Errors
    /// When the connector is missing or the store fails.
    pub async fn activate(
        &self,
        tenant: Tenant,
        connector: ConnectorId,
    ) -> Result<WorkspaceConnector, ApplyError> {
        let wanted = NewWorkspaceConnector {
            id: self.new_id(None),
            connector,
            status: Status::Enabled,
        };
        self.store()
            .workspace_connector_ensure(tenant, self.host().now(), wanted)
            .await
    }

    /// Opens a delivery.
    #[must_use]
    pub fn delivery(
        &self,
        tenant: Tenant,
        workspace_connector: WorkspaceConnectorId,
        direction: Direction,
    ) -> Delivery<'_> {
        Delivery {
            ledger: self,
            tenant,
            workspace_connector,
            direction,
            batch: Vec::with_capacity(BATCH),
            total: Delivered::default(),
        }
    }
}

impl Delivery<'_> {
    /// Takes one line; writes the gathered ones when there are enough.
    ///
    /// # Errors
    /// When the connector went away or the store fails; what was written before stays written.
    pub async fn push(&mut self, line: DeliveryLine) -> Result<(), ApplyError> {
        let host = self.ledger.host();
        let at = host.now();
        self.batch.push(DeliveredPerson {
            link: host::mint(host, at),
            id: host::mint(host, at),
            external_id: line.external_id,
            names: line.names.completed(),
        });
        if self.batch.len() == BATCH {
            self.flush().await?;
        }
        Ok(())
    }

    /// Writes what is gathered.
    ///
    /// # Errors
    /// As [`push`](Self::push).
    pub async fn flush(&mut self) -> Result<(), ApplyError> {
        if self.batch.is_empty() {
            return Ok(());
        }
        let batch = DeliveryBatch {
            workspace_connector: self.workspace_connector,
            direction: self.direction,
            people: std::mem::replace(&mut self.batch, Vec::with_capacity(BATCH)),
        };
        let store = self.ledger.store();
        let written = store
            .deliver(self.tenant, self.ledger.host().now(), batch)
            .await?;
        self.total.people_created += written.people_created;
        self.total.people_matched += written.people_matched;
        self.total.links_created += written.links_created;
        Ok(())
    }

    /// What is written so far.
    #[must_use]
    pub fn written(&self) -> Delivered {
        self.total
    }
}
