//! A database with two tenants.

use std::sync::Arc;

use tokio_postgres::Client;
use uuid::Uuid;
use wellhead_core::audit::{Act, Actor, Entry};
use wellhead_core::cause::Author;
use wellhead_core::command::{Command, NewLink, NewRecord, NewWorkspaceConnector};
use wellhead_core::id::{ConnectorId, LinkId, NewId, RecordId, WorkspaceConnectorId, WorkspaceId};
use wellhead_core::record::{Kind, Values};
use wellhead_core::resource::{Deleted, Direction, Name, Slug};
use wellhead_core::store::{ApplyError, OperatorStore, ProvenanceStore, Store, StoreError};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_store_postgres::PostgresStore;

use super::scratch;

pub(crate) const AT: Timestamp = Timestamp::MIN;

pub(crate) fn fresh<T: From<Uuid>>() -> T {
    Uuid::now_v7().into()
}

/// A workspace with a person and a connector.
#[derive(Clone, Copy)]
pub(crate) struct Workspace {
    pub(crate) tenant: Tenant,
    pub(crate) person: RecordId,
    pub(crate) connector: WorkspaceConnectorId,
}

impl Workspace {
    pub(crate) fn link(self, id: NewId<LinkId>) -> Command {
        Command::LinkCreate(NewLink {
            kind: Kind::People,
            id,
            record: self.person,
            workspace_connector: self.connector,
            direction: Direction::Input,
        })
    }

    pub(crate) async fn create(self, store: &PostgresStore) -> Result<(), ApplyError> {
        let link = self.link(NewId::Minted(fresh()));
        let made = store.apply(Author::operator(self.tenant), AT, vec![link]);
        made.await.map(|_| ())
    }

    /// A long read.
    pub(crate) async fn flows(self, store: &PostgresStore) -> Result<(), StoreError> {
        let flows = store.flow_count(self.tenant, Kind::People, Deleted::Exclude, 100_000);
        flows.await.map(|_| ())
    }
}

/// A database with two workspaces, and a connection of somebody else.
pub(crate) struct Ledger {
    pub(crate) store: Arc<PostgresStore>,
    pub(crate) other: Client,
    pub(crate) hostile: Workspace,
    pub(crate) bystander: Workspace,
    _database: scratch::Database,
}

impl Ledger {
    pub(crate) async fn begin(purpose: &str) -> Self {
        let database = scratch::database(purpose).await;
        let url = (*database).to_owned();
        Self::at(&url, database).await
    }

    /// The same, which the store reaches by this URL.
    pub(crate) async fn at(url: &str, database: scratch::Database) -> Self {
        let store = PostgresStore::connect(url).await;
        let store = Arc::new(store.expect("a new database"));
        let slug = Slug::parse("crm").expect("a slug");
        let name = Name::parse("CRM").expect("a name");
        let connector = store.connector_create(AT, fresh(), &slug, &name).await;
        let connector = connector.expect("a connector can be made").id;
        Self {
            hostile: workspace(&store, connector).await,
            bystander: workspace(&store, connector).await,
            other: scratch::connect(&database).await,
            store,
            _database: database,
        }
    }
}

async fn workspace(store: &PostgresStore, connector: ConnectorId) -> Workspace {
    let id: WorkspaceId = fresh();
    let name = Name::parse("Tenant").expect("a name");
    let entry = Entry::at(fresh(), AT, Actor::Operator, Act::Create, id);
    let made = store.workspace_create(AT, id, &name, None, entry).await;
    made.expect("a workspace can be made");
    let workspace = Workspace {
        tenant: store.tenant(id).await.expect("the workspace is there"),
        person: fresh(),
        connector: fresh(),
    };
    let commands = vec![
        Command::RecordCreate(NewRecord {
            kind: Kind::People,
            id: NewId::Minted(workspace.person),
            values: Values::none(Kind::People),
            external_id: None,
        }),
        Command::WorkspaceConnectorCreate(NewWorkspaceConnector::enabled(
            NewId::Minted(workspace.connector),
            connector,
        )),
    ];
    let author = Author::operator(workspace.tenant);
    let made = store.apply(author, AT, commands).await;
    made.expect("a tenant can be furnished");
    workspace
}
