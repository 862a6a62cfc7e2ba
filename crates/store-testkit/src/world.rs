use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use uuid::Uuid;
use wellhead_core::command::{
    Command, Expected, NewLink, NewPerson, NewWorkspaceConnector, Outcome, Rejection, Versions,
};
use wellhead_core::id::{LinkId, NewId, PersonId, WorkspaceConnectorId};
use wellhead_core::page::{Interval, Order, Slice};
use wellhead_core::resource::{
    Connector, Deleted, Direction, ExternalId, Link, LinkFilter, Name, Person, PersonFilter,
    PersonNames, Record, Slug, Status, WorkspaceConnector, WorkspaceConnectorFilter,
};
use wellhead_core::store::{ApplyError, OperatorStore, Store};
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;

/// The store under test, by both of its doors.
#[derive(Clone)]
pub struct Backend {
    /// For tenants.
    pub store: Arc<dyn Store>,
    /// For operators.
    pub operator: Arc<dyn OperatorStore>,
}

/// A fresh pair of tenants in a store that others use, too.
pub struct World {
    pub(crate) backend: Backend,
    /// Two shared connector definitions; each tenant has both activated.
    pub(crate) connectors: [Connector; 2],
    /// The tenant that the case is about.
    pub(crate) here: Actor,
    /// The other one.
    pub(crate) there: Actor,
}

/// A tenant with some rows to point at.
pub(crate) struct Actor {
    pub(crate) tenant: Tenant,
    pub(crate) ada: Person,
    pub(crate) bob: Person,
    pub(crate) crm: WorkspaceConnector,
    pub(crate) mailer: WorkspaceConnector,
}

/// All that a tenant has.
pub(crate) type Estate = (Vec<Link>, Vec<Person>, Vec<WorkspaceConnector>);

/// An instant of the cases' own time, `seconds` after their beginning.
pub(crate) fn second(seconds: i64) -> Timestamp {
    Timestamp::from_micros(1_700_000_000_000_000).plus_micros(seconds * 1_000_000)
}

/// An id that nobody else has.
pub(crate) fn fresh<T: From<Uuid>>() -> T {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let next = NEXT.fetch_add(1, Ordering::Relaxed);
    let process = u128::from(std::process::id());
    let started = std::time::SystemTime::UNIX_EPOCH
        .elapsed()
        .expect("the clock is past 1970")
        .as_nanos();
    // Spread, so that the order of ids is not the order of their making.
    let mixed = (started ^ (process << 64) ^ (u128::from(next) << 80))
        .wrapping_mul(0x2545_F491_4F6C_DD1D_9E37_79B9_7F4A_7C15);
    Uuid::from_u128(mixed).into()
}

pub(crate) fn name(text: &str) -> Name {
    Name::parse(text).expect("a case's name is a name")
}

pub(crate) fn external(text: &str) -> ExternalId {
    ExternalId::parse(text).expect("a case's id is an id")
}

/// That an active resource last changed at this time.
pub(crate) fn version(at: Timestamp) -> Expected {
    Expected {
        accepted: Versions::These(vec![at]),
        refused: Versions::These(Vec::new()),
        restore: false,
    }
}

/// Everything, from one end to the other.
pub(crate) const ALL: Slice = Slice {
    interval: Interval {
        above: None,
        below: None,
    },
    order: Order::OldestFirst,
    limit: 100_000,
};

/// Why the store refused.
///
/// # Panics
/// When it did not refuse.
#[track_caller]
pub(crate) fn rejection<T: std::fmt::Debug>(result: Result<T, ApplyError>) -> Rejection {
    match result {
        Err(ApplyError::Rejected {
            index: 0,
            rejection,
        }) => rejection,
        other => panic!("not rejected as command 0: {other:?}"),
    }
}

impl World {
    pub(crate) async fn new(backend: Backend) -> Self {
        let connectors = [
            connector(&backend, "crm").await,
            connector(&backend, "mailer").await,
        ];
        let here = Actor::new(&backend, "here", &connectors).await;
        let there = Actor::new(&backend, "there", &connectors).await;
        let world = Self {
            backend,
            connectors,
            here,
            there,
        };
        // The neighbour has links at the times that cases use, so that a list which forgot its tenant
        // would show them.
        for (i, direction) in Direction::ALL.into_iter().enumerate() {
            let at = second(i64::try_from(i).expect("small"));
            let there = &world.there;
            for (person, connector) in [(&there.ada, &there.crm), (&there.bob, &there.mailer)] {
                let draft = draft(person.id, connector.id, direction);
                world
                    .apply(&world.there, at, Command::LinkCreate(draft))
                    .await
                    .expect("a link can be made");
            }
        }
        world
    }

    pub(crate) fn store(&self) -> &dyn Store {
        &*self.backend.store
    }

    /// All that the other tenant has.
    pub(crate) async fn neighbour(&self) -> Estate {
        self.estate(&self.there).await
    }

    /// All that a tenant has, soft-deleted rows too.
    pub(crate) async fn estate(&self, actor: &Actor) -> Estate {
        let (store, tenant, deleted) = (self.store(), actor.tenant, Deleted::Include);
        let people = PersonFilter {
            deleted,
            ..PersonFilter::default()
        };
        let connectors = WorkspaceConnectorFilter {
            deleted,
            ..WorkspaceConnectorFilter::default()
        };
        (
            self.links(
                actor,
                LinkFilter {
                    deleted,
                    ..LinkFilter::default()
                },
                ALL,
            )
            .await,
            store.person_list(tenant, &people, ALL).await.expect("list"),
            store
                .workspace_connector_list(tenant, connectors, ALL)
                .await
                .expect("list"),
        )
    }

    pub(crate) async fn apply(
        &self,
        actor: &Actor,
        at: Timestamp,
        command: Command,
    ) -> Result<Outcome, ApplyError> {
        let mut outcomes = self.store().apply(actor.tenant, at, vec![command]).await?;
        assert_eq!(outcomes.len(), 1, "one outcome a command");
        Ok(outcomes.remove(0))
    }

    /// Makes a link here.
    pub(crate) async fn link(
        &self,
        at: Timestamp,
        person: PersonId,
        connector: WorkspaceConnectorId,
        direction: Direction,
    ) -> Link {
        let draft = draft(person, connector, direction);
        let made = self.apply(&self.here, at, Command::LinkCreate(draft)).await;
        link(made.expect("a link can be made"))
    }

    pub(crate) async fn link_get(&self, id: LinkId, deleted: Deleted) -> Option<Link> {
        self.store()
            .link_get(self.here.tenant, Record::People, id, deleted)
            .await
            .expect("a link can be read")
    }

    pub(crate) async fn links(&self, actor: &Actor, filter: LinkFilter, slice: Slice) -> Vec<Link> {
        self.store()
            .link_list(actor.tenant, Record::People, filter, slice)
            .await
            .expect("links can be listed")
    }
}

impl Actor {
    async fn new(backend: &Backend, called: &str, connectors: &[Connector; 2]) -> Self {
        let operator = &backend.operator;
        let workspace = operator
            .workspace_create(second(0), fresh(), &name(called), None)
            .await
            .expect("a workspace can be made");
        let tenant = operator
            .tenant(workspace.id)
            .await
            .expect("the workspace is there");
        let person = |first: &str, id: &str| {
            Command::PersonCreate(NewPerson {
                id: NewId::Minted(fresh()),
                names: PersonNames {
                    first: Some(name(first)),
                    ..PersonNames::default()
                },
                external_id: Some(external(id)),
            })
        };
        let activation = |connector: &Connector| {
            Command::WorkspaceConnectorCreate(NewWorkspaceConnector {
                id: NewId::Minted(fresh()),
                connector: connector.id,
                status: Status::Enabled,
            })
        };
        let commands = vec![
            person("Ada", "E-1"),
            person("Bob", "E-2"),
            activation(&connectors[0]),
            activation(&connectors[1]),
        ];
        let made = backend
            .store
            .apply(tenant, second(0), commands)
            .await
            .expect("a tenant can be furnished");
        let [
            Outcome::Person(ada),
            Outcome::Person(bob),
            Outcome::WorkspaceConnector(crm),
            Outcome::WorkspaceConnector(mailer),
        ] = <[Outcome; 4]>::try_from(made).expect("one outcome a command")
        else {
            panic!("each outcome is of its command's kind");
        };
        Self {
            tenant,
            ada,
            bob,
            crm,
            mailer,
        }
    }
}

/// A link to be made, with a minted id.
pub(crate) fn draft(
    person: PersonId,
    connector: WorkspaceConnectorId,
    direction: Direction,
) -> NewLink {
    NewLink {
        kind: Record::People,
        id: NewId::Minted(fresh()),
        record: person.into(),
        workspace_connector: connector,
        direction,
    }
}

async fn connector(backend: &Backend, base: &str) -> Connector {
    let id = fresh();
    let slug = Slug::parse(&format!("{base}-{id}")).expect("a slug");
    backend
        .operator
        .connector_create(second(0), id, &slug, &name(base))
        .await
        .expect("a connector can be made")
}

/// The link of an outcome.
#[track_caller]
pub(crate) fn link(outcome: Outcome) -> Link {
    match outcome {
        Outcome::Link(link) => link,
        other => panic!("not a link: {other:?}"),
    }
}

/// The person of an outcome, made or changed.
#[track_caller]
pub(crate) fn person(outcome: Outcome) -> Person {
    match outcome {
        Outcome::Person(person) => person,
        other => panic!("not a person: {other:?}"),
    }
}

/// The activation of an outcome.
#[track_caller]
pub(crate) fn activation(outcome: Outcome) -> WorkspaceConnector {
    match outcome {
        Outcome::WorkspaceConnector(activation) => activation,
        other => panic!("not an activation: {other:?}"),
    }
}
