use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::kept::flows_are_right;
use uuid::Uuid;
use wellhead_core::audit::{Act, Entry, Heads, Subject};
use wellhead_core::cause::Author;
use wellhead_core::command::{
    Command, Expected, NewLink, NewRecord, NewWorkspaceConnector, Outcome, RecordChanges,
    Rejection, Versions,
};
use wellhead_core::id::{LinkId, NewId, RecordId, WorkspaceConnectorId, WorkspaceId};
use wellhead_core::identity::{Identity, IdentityFilter, NewIdentity};
use wellhead_core::journal::{Change, Place};
use wellhead_core::key::{Key, NewKey, TokenHash};
use wellhead_core::page::{Interval, Order, Slice};
use wellhead_core::privacy::{
    NewRecall, Notification, NotificationFilter, Recall, RecallFilter, SubjectRight, Suppression,
    SuppressionFilter, SuppressionKey,
};
use wellhead_core::record::{Kind, Record, RecordFilter, RecordRef, ValueChanges, Values};
use wellhead_core::resource::{
    Connector, Deleted, Direction, ExternalId, Job, JobKind, Link, LinkFilter, Mode, Name,
    RunFilter, Selection, Slug, SyncRun, Trigger, Workspace, WorkspaceConnector,
    WorkspaceConnectorFilter,
};
use wellhead_core::store::{ApplyError, NewJob, NewRun, OperatorError, OperatorStore, Store};
use wellhead_core::sync::{NewRejection, Refused, RejectedLine};
use wellhead_core::tenant::{Role, Tenant};
use wellhead_core::time::Timestamp;
use wellhead_core::webhook::WebhookEndpoint;

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
    /// The kind of record that the case is about. Both tenants have records of the others, too.
    pub(crate) kind: Kind,
    /// Two shared connector definitions; each tenant has both activated.
    pub(crate) connectors: [Connector; 2],
    /// The tenant that the case is about.
    pub(crate) here: Actor,
    /// The other one.
    pub(crate) there: Actor,
    /// The key of the other one that is good.
    pub(crate) their_key: TokenHash,
}

/// A tenant with some rows to point at.
pub(crate) struct Actor {
    pub(crate) tenant: Tenant,
    /// A record of the world's kind, known as "E-1".
    pub(crate) ada: Record,
    /// Another, known as "E-2".
    pub(crate) bob: Record,
    /// One of each other kind, known as "E-1" as well.
    pub(crate) others: Vec<Record>,
    pub(crate) crm: WorkspaceConnector,
    pub(crate) mailer: WorkspaceConnector,
}

/// All that a tenant has of one kind of record, and its connectors.
pub(crate) type Estate = (Vec<Link>, Vec<Record>, Vec<WorkspaceConnector>);

/// All that the other tenant has.
#[derive(Debug, PartialEq)]
pub(crate) struct Neighbour {
    pub(crate) workspace: Option<Workspace>,
    /// Of each kind of record.
    pub(crate) estates: Vec<Estate>,
    /// One that is open and one that is closed.
    pub(crate) runs: Vec<SyncRun>,
    /// One, of the open run.
    pub(crate) rejections: Vec<RejectedLine>,
    /// One that is open and one that is done.
    pub(crate) jobs: Vec<Job>,
    /// One that is good and one that is revoked.
    pub(crate) keys: Vec<Key>,
    /// Where the journal ends, and what it tells.
    pub(crate) journal: (Place, Vec<Change>),
    /// Of each kind of record.
    pub(crate) identities: Vec<Vec<Identity>>,
    /// One that knows of all changes.
    pub(crate) webhooks: Vec<WebhookEndpoint>,
    /// One, and what it tells whom.
    pub(crate) recalls: (Vec<Recall>, Vec<Notification>, Vec<Suppression>),
    /// Where the audit log ends.
    pub(crate) audit: Option<Heads>,
}

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

/// What an operator does to `subject`, for the audit log.
pub(crate) fn audited(at: Timestamp, act: Act, subject: impl Into<Subject>) -> Entry {
    Entry::at(
        fresh(),
        at,
        wellhead_core::audit::Actor::Operator,
        act,
        subject,
    )
}

/// The hash of a secret that nobody else has.
pub(crate) fn secret() -> TokenHash {
    let half: Uuid = fresh();
    let mut hash = [0; 32];
    hash[..16].copy_from_slice(half.as_bytes());
    hash[16..].copy_from_slice(half.as_bytes());
    TokenHash(hash)
}

/// A key of this role that is opened by `hash`.
pub(crate) fn key(role: Role, hash: TokenHash) -> NewKey {
    NewKey {
        id: fresh(),
        role,
        name: None,
        expires_at: None,
        hash,
        prefix: "whk_0123abcd".parse().expect("a case's prefix is one"),
    }
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
    pub(crate) async fn new(backend: Backend, kind: Kind) -> Self {
        let connectors = [
            connector(&backend, "crm").await,
            connector(&backend, "mailer").await,
        ];
        let here = Actor::new(&backend, kind, "here", &connectors).await;
        let mut there = Actor::new(&backend, kind, "there", &connectors).await;
        there.name_records(&backend).await;
        let world = Self {
            backend,
            kind,
            connectors,
            here,
            there,
            their_key: secret(),
        };
        world.furnish_sync().await;
        world.furnish_keys().await;
        // The neighbour has links at the times that cases use, so that a list which forgot its tenant
        // would show them.
        for (i, direction) in Direction::ALL.into_iter().enumerate() {
            let at = second(i64::try_from(i).expect("small"));
            let there = &world.there;
            let mut links = vec![
                link_of(&there.ada, there.crm.id, direction),
                link_of(&there.bob, there.mailer.id, direction),
            ];
            links.extend(
                there
                    .others
                    .iter()
                    .map(|other| link_of(other, there.crm.id, direction)),
            );
            let links = links.into_iter().map(Command::LinkCreate).collect();
            let made = world
                .store()
                .apply(Author::operator(there.tenant), at, links)
                .await;
            made.expect("links can be made");
        }
        let there = world.there.tenant;
        world.furnish_recall().await;
        let endpoint = world
            .store()
            .webhook_create(there, second(1), crate::webhooks::new());
        endpoint.await.expect("an endpoint can be made");
        world
    }

    pub(crate) fn store(&self) -> &dyn Store {
        &*self.backend.store
    }

    /// Runs and jobs of the neighbour's, closed and open, at the times that cases use.
    async fn furnish_sync(&self) {
        let (store, there) = (self.store(), &self.there);
        for (at, connector) in [(1, &there.crm), (2, &there.mailer)] {
            let run = NewRun {
                id: fresh(),
                workspace_connector: connector.id,
                record: self.kind,
                direction: Direction::Input,
                trigger: Trigger::Api,
                mode: Mode::Full,
            };
            let job = NewJob {
                id: fresh(),
                kind: JobKind::Invalidate,
                selection: Selection {
                    workspace_connector: Some(connector.id),
                    ..Selection::default()
                },
                dry_run: false,
                total: 2,
                worker: None,
            };
            let run = store.run_open(there.tenant, second(at), run).await;
            let job = store.job_open(there.tenant, second(at), job).await;
            let (run, job) = (run.expect("a run opens"), job.expect("a job opens"));
            if at == 1 {
                let closed = store.run_close(there.tenant, second(3), run.id, None).await;
                closed.expect("a run closes");
                let closed = store.job_close(there.tenant, second(3), job.id, None).await;
                closed.expect("a job closes");
            } else {
                let by = NewRejection {
                    id: fresh(),
                    line: 1,
                    why: Refused::too_long(),
                    taken: false,
                };
                let undone = store.delivery_undone(there.tenant, second(3), run.id, fresh(), by);
                undone.await.expect("a rejected line is kept");
            }
        }
    }

    /// A recall of the neighbour's, of a record that nothing else is about.
    async fn furnish_recall(&self) {
        let (store, there) = (self.store(), &self.there);
        let author = Author::operator(there.tenant);
        let new = self.new_record("Recalled", Some("E-3"));
        let record = new.reference();
        let link = NewLink {
            kind: self.kind,
            id: NewId::Minted(fresh()),
            record: record.id,
            workspace_connector: there.mailer.id,
            direction: Direction::Output,
        };
        let commands = vec![Command::RecordCreate(new), Command::LinkCreate(link)];
        let made = store.apply(author, second(1), commands).await;
        made.expect("a record can be made");
        let new = NewRecall {
            id: fresh(),
            right: SubjectRight::Restriction,
            record,
            reference: None,
            due_at: second(100),
            key: SuppressionKey([3; 32]),
            again: false,
            marks: Vec::new(),
            worker: None,
        };
        let made = store.recall_make(author, second(2), new).await;
        made.expect("a record can be recalled");
    }

    /// Keys of the neighbour's, good and revoked.
    async fn furnish_keys(&self) {
        let (operator, workspace) = (&self.backend.operator, self.there.tenant.workspace());
        for hash in [self.their_key, secret()] {
            let new = key(Role::Sync, hash);
            let id = new.id;
            let entry = audited(second(1), Act::Create, id);
            let made = operator.key_create(second(1), workspace, new, entry);
            made.await.expect("a key can be made");
            if hash != self.their_key {
                let revoked = operator
                    .key_revoke(second(2), id, audited(second(2), Act::Revoke, id))
                    .await;
                revoked.expect("a key can be revoked");
            }
        }
    }

    /// Checks that the counts that are kept for both tenants are what a recount finds.
    pub(crate) async fn counts_are_right(&self) {
        for side in [&self.here, &self.there] {
            let recount = self
                .backend
                .operator
                .workspace_recount(side.tenant.workspace(), false);
            match recount.await {
                Ok(miscounts) => {
                    assert_eq!(miscounts, [], "a kept count is wrong");
                    let operator = &*self.backend.operator;
                    flows_are_right(self.store(), operator, side.tenant, self.kind).await;
                }
                // The case has removed it.
                Err(OperatorError::WorkspaceNotFound(_)) => {}
                Err(error) => panic!("{error}"),
            }
        }
    }

    /// Folds all that a tenant has changed, in steps of about so many records.
    pub(crate) async fn fold(&self, tenant: Tenant, most: usize) {
        while self.store().fold(tenant, most).await.expect("a fold") {}
    }

    /// All that the other tenant has.
    pub(crate) async fn neighbour(&self) -> Neighbour {
        let (store, tenant) = (self.store(), self.there.tenant);
        let keys = self.backend.operator.key_list(Some(tenant.workspace()));
        let changes = store.journal_read(tenant, Place::default(), 100_000);
        let changes = changes.await.expect("a journal can be read");
        let changes = changes.expect("nothing is forgotten").changes;
        let runs = store.run_list(tenant, RunFilter::default(), ALL).await;
        let runs = runs.expect("list");
        let mut rejections = Vec::new();
        for run in &runs {
            let kept = store.run_rejections(tenant, run.id, ALL).await;
            rejections.extend(kept.expect("list"));
        }
        let mut identities = Vec::new();
        for kind in Kind::ALL {
            let filter = IdentityFilter {
                deleted: Deleted::Include,
                ..IdentityFilter::default()
            };
            let listed = store.identity_list(tenant, kind, &filter, ALL).await;
            identities.push(listed.expect("list"));
        }
        Neighbour {
            audit: store.audit_heads(tenant).await.expect("a log"),
            identities,
            workspace: store.workspace_get(tenant).await.expect("a workspace"),
            estates: self.estates(&self.there).await,
            runs,
            rejections,
            jobs: store.job_list(tenant, ALL).await.expect("list"),
            keys: keys.await.expect("list"),
            journal: (store.journal_head(tenant).await.expect("a head"), changes),
            webhooks: store.webhook_list(tenant, ALL).await.expect("list"),
            recalls: self.recalls_of(tenant).await,
        }
    }

    async fn recalls_of(
        &self,
        tenant: Tenant,
    ) -> (Vec<Recall>, Vec<Notification>, Vec<Suppression>) {
        let store = self.store();
        let recalls = store
            .recall_list(tenant, RecallFilter::default(), ALL)
            .await;
        let told = store.notification_list(tenant, NotificationFilter::default(), ALL);
        let suppressed = store.suppression_list(tenant, SuppressionFilter::default(), ALL);
        (
            recalls.expect("list"),
            told.await.expect("list"),
            suppressed.await.expect("list"),
        )
    }

    /// All that a tenant has, of every kind, soft-deleted rows too.
    pub(crate) async fn estates(&self, actor: &Actor) -> Vec<Estate> {
        let mut all = Vec::new();
        for kind in Kind::ALL {
            all.push(self.estate_of(actor, kind).await);
        }
        all
    }

    /// All that a tenant has of the world's kind, soft-deleted rows too.
    pub(crate) async fn estate(&self, actor: &Actor) -> Estate {
        self.estate_of(actor, self.kind).await
    }

    async fn estate_of(&self, actor: &Actor, kind: Kind) -> Estate {
        let (store, tenant, deleted) = (self.store(), actor.tenant, Deleted::Include);
        let links = LinkFilter {
            deleted,
            ..LinkFilter::default()
        };
        let records = RecordFilter {
            deleted,
            ..RecordFilter::default()
        };
        let connectors = WorkspaceConnectorFilter {
            deleted,
            ..WorkspaceConnectorFilter::default()
        };
        (
            store
                .link_list(tenant, kind, links, ALL)
                .await
                .expect("list"),
            store
                .record_list(tenant, kind, &records, ALL)
                .await
                .expect("list"),
            store
                .workspace_connector_list(tenant, connectors, ALL)
                .await
                .expect("list"),
        )
    }

    /// A third tenant, who has nothing.
    pub(crate) async fn stranger(&self) -> Tenant {
        let operator = &self.backend.operator;
        let called = name("stranger");
        let id: WorkspaceId = fresh();
        let entry = audited(second(0), Act::Create, id);
        let made = operator.workspace_create(second(0), id, &called, None, entry);
        let id = made.await.expect("a workspace can be made").id;
        operator.tenant(id).await.expect("the workspace is there")
    }

    /// A record of the world's kind.
    pub(crate) fn of(&self, id: RecordId) -> RecordRef {
        self.kind.record(id)
    }

    /// A record of the world's kind to be made, which is called so.
    pub(crate) fn new_record(&self, called: &str, external_id: Option<&str>) -> NewRecord {
        NewRecord {
            kind: self.kind,
            id: NewId::Minted(fresh()),
            values: called_so(self.kind, called),
            external_id: external_id.map(external),
        }
    }

    /// A record of the world's kind to be made, with all that it shows.
    pub(crate) fn whole(&self, id: NewId<RecordId>, external_id: &str) -> NewRecord {
        NewRecord {
            id,
            values: Values::example(self.kind),
            ..self.new_record("Whole", Some(external_id))
        }
    }

    /// A link to be made, with a minted id.
    pub(crate) fn draft(
        &self,
        record: RecordId,
        connector: WorkspaceConnectorId,
        direction: Direction,
    ) -> NewLink {
        NewLink {
            kind: self.kind,
            id: NewId::Minted(fresh()),
            record,
            workspace_connector: connector,
            direction,
        }
    }

    pub(crate) async fn apply(
        &self,
        actor: &Actor,
        at: Timestamp,
        command: Command,
    ) -> Result<Outcome, ApplyError> {
        let mut outcomes = self
            .store()
            .apply(Author::operator(actor.tenant), at, vec![command])
            .await?;
        assert_eq!(outcomes.len(), 1, "one outcome a command");
        Ok(outcomes.remove(0))
    }

    /// Makes a link here.
    pub(crate) async fn link(
        &self,
        at: Timestamp,
        record: RecordId,
        connector: WorkspaceConnectorId,
        direction: Direction,
    ) -> Link {
        let draft = self.draft(record, connector, direction);
        let made = self.apply(&self.here, at, Command::LinkCreate(draft)).await;
        link(made.expect("a link can be made"))
    }

    pub(crate) async fn record_get(&self, id: RecordId, deleted: Deleted) -> Option<Record> {
        self.store()
            .record_get(self.here.tenant, self.of(id), deleted)
            .await
            .expect("a record can be read")
    }

    pub(crate) async fn link_get(&self, id: LinkId, deleted: Deleted) -> Option<Link> {
        self.store()
            .link_get(self.here.tenant, self.kind, id, deleted)
            .await
            .expect("a link can be read")
    }

    pub(crate) async fn links(&self, actor: &Actor, filter: LinkFilter, slice: Slice) -> Vec<Link> {
        self.store()
            .link_list(actor.tenant, self.kind, filter, slice)
            .await
            .expect("links can be listed")
    }
}

impl Actor {
    pub(crate) async fn new(
        backend: &Backend,
        kind: Kind,
        called: &str,
        connectors: &[Connector; 2],
    ) -> Self {
        let operator = &backend.operator;
        let id: WorkspaceId = fresh();
        let entry = audited(second(0), Act::Create, id);
        let workspace = operator
            .workspace_create(second(0), id, &name(called), None, entry)
            .await
            .expect("a workspace can be made");
        let tenant = operator
            .tenant(workspace.id)
            .await
            .expect("the workspace is there");
        let record = |kind, called: &str, id: &str| {
            Command::RecordCreate(NewRecord {
                kind,
                id: NewId::Minted(fresh()),
                values: called_so(kind, called),
                external_id: Some(external(id)),
            })
        };
        let activation = |connector: &Connector| {
            Command::WorkspaceConnectorCreate(NewWorkspaceConnector::enabled(
                NewId::Minted(fresh()),
                connector.id,
            ))
        };
        let mut commands = vec![
            record(kind, "Ada", "E-1"),
            record(kind, "Bob", "E-2"),
            activation(&connectors[0]),
            activation(&connectors[1]),
        ];
        let others = Kind::ALL.into_iter().filter(|other| *other != kind);
        commands.extend(others.map(|other| record(other, "Ada", "E-1")));
        let made = backend
            .store
            .apply(Author::operator(tenant), second(0), commands)
            .await;
        let mut made = made.expect("a tenant can be furnished").into_iter();
        let mut next = || made.next().expect("one outcome a command");
        Self {
            tenant,
            ada: self::record(next()),
            bob: self::record(next()),
            crm: self::activation(next()),
            mailer: self::activation(next()),
            others: made.map(self::record).collect(),
        }
    }
}

/// The e-mail address of the other tenant's person.
pub(crate) const THEIR_EMAIL: &str = "their@x.io";

impl Actor {
    /// Lets the first connector know the records as "own-1", and gives them an e-mail address if they have one.
    async fn name_records(&mut self, backend: &Backend) {
        let author = Author::operator(self.tenant);
        let apply = async |command| {
            let done = backend.store.apply(author, second(0), vec![command]).await;
            done.expect("a record can be named").remove(0)
        };
        for found in [&self.ada].into_iter().chain(&self.others) {
            apply(Command::IdentityCreate(NewIdentity {
                kind: found.kind,
                id: NewId::Minted(fresh()),
                record: found.id,
                workspace_connector: self.crm.id,
                external_id: external("own-1"),
            }))
            .await;
        }
        let changes = RecordChanges {
            values: email_change(self.ada.kind, THEIR_EMAIL),
            ..RecordChanges::default()
        };
        let update = Command::RecordUpdate(self.ada.reference(), changes);
        self.ada = record(apply(update).await);
    }
}

/// A new e-mail address, if the kind has one.
pub(crate) fn email_change(kind: Kind, email: &str) -> ValueChanges {
    let mut values = ValueChanges::default();
    let declaration = kind.declaration();
    if let Some(place) = declaration.email.and_then(|it| declaration.position(it)) {
        let email = kind.fields()[place].parse(email);
        values.set(place, Some(email.expect("a case's address is an address")));
    }
    values
}

/// The values of a record that is called so, and of which no more is known than has to be.
pub(crate) fn called_so(kind: Kind, called: &str) -> Values {
    let mut values = Values::none(kind).completed(kind);
    for (position, field) in kind.fields().iter().enumerate() {
        if field.is_required() {
            let example = field.parse(field.example);
            values.set(position, Some(example.expect("an example is a value")));
        }
    }
    let shown = kind.declaration().display[0];
    let position = kind.declaration().position(shown).expect("a field");
    let name = kind.fields()[position].parse(called);
    values.set(position, Some(name.expect("a case's name is a name")));
    values
}

/// A link of a record to be made, with a minted id.
pub(crate) fn link_of(
    record: &Record,
    connector: WorkspaceConnectorId,
    direction: Direction,
) -> NewLink {
    NewLink {
        kind: record.kind,
        id: NewId::Minted(fresh()),
        record: record.id,
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

/// The record of an outcome, made or changed.
#[track_caller]
pub(crate) fn record(outcome: Outcome) -> Record {
    match outcome {
        Outcome::Record(held) => held.record,
        other => panic!("not a record: {other:?}"),
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
