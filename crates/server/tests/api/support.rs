//! The API over a fresh database of either engine, with two workspaces in it.

#[path = "../../../store-postgres/tests/scratch/impatient.rs"]
mod impatient;
#[path = "../../../store-postgres/tests/scratch/mod.rs"]
mod scratch;
#[path = "../../../store-postgres/tests/scratch/ledger.rs"]
mod scratch_ledger;
mod socket;

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

pub(crate) use socket::{Connection, PATIENCE, Served};

use crate::described;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, HeaderName, Method, Request, StatusCode, header};
use axum::response::Response;
use rand::Rng;
use serde_json::{Value, json};
use tokio::sync::OnceCell;
use tower::ServiceExt;
use wellhead_core::audit::{Act, Entry};
use wellhead_core::host::{Host, mint};
use wellhead_core::id::{ConnectorId, KeyId, WorkspaceId};
use wellhead_core::key::{NewKey, Token};
use wellhead_core::ledger::Ledger;
use wellhead_core::limits::LimitChanges;
use wellhead_core::privacy::{FIELDS, LegalChanges};
use wellhead_core::record::{Kind, Values};
use wellhead_core::resource::{Name, Slug};
use wellhead_core::store::{OperatorStore, Store};
use wellhead_core::tenant::{Role, Tenant};
use wellhead_core::time::Timestamp;
use wellhead_jsonapi::media_type::ATOMIC;
use wellhead_server::Settings;

pub(crate) const JSON_API: &str = "application/vnd.api+json";
pub(crate) const NDJSON: &str = "application/x-ndjson";
pub(crate) const LINKS: &str = "/v1/people-workspace-connectors";
pub(crate) const ACTIVATIONS: &str = "/v1/workspace-connectors";
pub(crate) const RUNS: &str = "/v1/workspace-connector-sync-logs";
pub(crate) const JOBS: &str = "/v1/jobs";
/// An id that does not exist.
pub(crate) const NOBODY: &str = "00000000-0000-4000-8000-000000000000";

struct TestHost;

impl Host for TestHost {
    fn now(&self) -> Timestamp {
        let elapsed = SystemTime::UNIX_EPOCH.elapsed().unwrap();
        Timestamp::from_micros(i64::try_from(elapsed.as_micros()).unwrap())
    }

    fn instant(&self) -> Instant {
        Instant::now()
    }

    fn fill_random(&self, bytes: &mut [u8]) {
        rand::rng().fill_bytes(bytes);
    }
}

pub(crate) struct Api {
    router: Router,
    pub(crate) ledger: Ledger,
    operator: Arc<dyn OperatorStore>,
    /// The workspace under test, and another one.
    pub(crate) here: Workspace,
    pub(crate) there: Workspace,
    pub(crate) connector: String,
    _storage: Storage,
}

/// Where the ledger is stored; removed with the test.
enum Storage {
    Directory { _directory: tempfile::TempDir },
    Database { _database: scratch::Database },
}

pub(crate) struct Workspace {
    pub(crate) tenant: Tenant,
    pub(crate) reader: String,
    pub(crate) sync: String,
    pub(crate) admin: String,
    pub(crate) reader_key: KeyId,
    pub(crate) sync_key: KeyId,
    pub(crate) admin_key: KeyId,
}

pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

/// A path as it appears in links.
pub(crate) fn escaped(path: &str) -> String {
    path.replace('[', "%5B").replace(']', "%5D")
}

/// Makes a file with the ledger's tables. They are made once in a process, and then copied: to make them takes longer than
/// most tests.
async fn sqlite_template(path: &Path) {
    static TEMPLATE: OnceCell<Vec<u8>> = OnceCell::const_new();
    let made_once = TEMPLATE.get_or_init(|| async {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("template.db");
        let store = wellhead_store_sqlite::SqliteStore::open(&path).await;
        drop(store.unwrap());
        while path.with_extension("db-wal").exists() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        fs::read(path).unwrap()
    });
    fs::write(path, made_once.await).unwrap();
}

impl Api {
    pub(crate) async fn sqlite() -> Self {
        Self::sqlite_behind(|store| store).await
    }

    /// With a layer in front of the store.
    pub(crate) async fn sqlite_behind(
        before: impl FnOnce(Arc<dyn Store>) -> Arc<dyn Store>,
    ) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("ledger.db");
        sqlite_template(&path).await;
        let store = Arc::new(
            wellhead_store_sqlite::SqliteStore::open(&path)
                .await
                .unwrap(),
        );
        let storage = Storage::Directory {
            _directory: directory,
        };
        Self::over(before(store.clone()), store, storage).await
    }

    pub(crate) async fn postgres() -> Self {
        Self::postgres_behind(|store| store).await
    }

    /// With a layer in front of the store.
    pub(crate) async fn postgres_behind(
        before: impl FnOnce(Arc<dyn Store>) -> Arc<dyn Store>,
    ) -> Self {
        let database = scratch_ledger::database("api").await;
        let store = wellhead_store_postgres::PostgresStore::connect(&database).await;
        let store = Arc::new(store.unwrap());
        impatient::tend_at_once(&database).await;
        let storage = Storage::Database {
            _database: database,
        };
        Self::over(before(store.clone()), store, storage).await
    }

    async fn over(
        store: Arc<dyn Store>,
        operator: Arc<dyn OperatorStore>,
        storage: Storage,
    ) -> Self {
        let at = TestHost.now();
        let slug = Slug::parse("crm").unwrap();
        let name = Name::parse("The CRM").unwrap();
        let id: ConnectorId = mint(&TestHost, at);
        operator
            .connector_create(at, id, &slug, &name)
            .await
            .unwrap();
        let ledger = Ledger::new(store, Arc::new(TestHost));
        Self {
            router: wellhead_server::router(ledger.clone(), &Settings::default()),
            ledger,
            here: Workspace::new(&*operator, "Here").await,
            there: Workspace::new(&*operator, "There").await,
            operator,
            connector: id.to_string(),
            _storage: storage,
        }
    }

    /// Sets limits of the workspace.
    pub(crate) async fn limit(&self, workspace: &Workspace, changes: LimitChanges) {
        let (at, id) = (TestHost.now(), workspace.tenant.workspace());
        let entry = Entry::by_operator(&TestHost, Act::Limit, id);
        let limited = self.operator.workspace_limit(at, id, changes, entry).await;
        limited.unwrap();
    }

    /// Suspends the workspace.
    pub(crate) async fn suspend(&self, workspace: &Workspace) {
        let (at, id) = (TestHost.now(), workspace.tenant.workspace());
        let entry = Entry::by_operator(&TestHost, Act::Suspend, id);
        let suspended = self.operator.workspace_suspend(at, id, entry).await;
        suspended.unwrap();
    }

    /// Resumes the workspace.
    pub(crate) async fn resume(&self, workspace: &Workspace) {
        let (at, id) = (TestHost.now(), workspace.tenant.workspace());
        let entry = Entry::by_operator(&TestHost, Act::Resume, id);
        let resumed = self.operator.workspace_resume(at, id, entry).await;
        resumed.unwrap();
    }

    /// Makes a key of the workspace, `seconds` ago, that was to last for a minute; returns its token.
    pub(crate) async fn key_made(&self, workspace: &Workspace, seconds: i64) -> String {
        let at = TestHost.now().plus_micros(-1_000_000 * seconds);
        let token = Token::generate(&TestHost);
        let new = NewKey {
            expires_at: Some(at.plus_micros(60_000_000)),
            ..NewKey::opened_by(&token, mint(&TestHost, at), Role::Admin)
        };
        let entry = Entry::by_operator(&TestHost, Act::Create, new.id);
        let id = workspace.tenant.workspace();
        let made = self.operator.key_create(at, id, new, entry).await;
        made.unwrap();
        token.reveal().to_owned()
    }

    pub(crate) async fn revoke(&self, key: KeyId) {
        let entry = Entry::by_operator(&TestHost, Act::Revoke, key);
        self.operator
            .key_revoke(TestHost.now(), key, entry)
            .await
            .unwrap();
    }

    /// Records who is behind the connector that all workspaces share.
    pub(crate) async fn say_of_connector(&self, legal: &Value) {
        let mut changes = LegalChanges::default();
        for (position, field) in FIELDS.iter().enumerate() {
            if let Some(text) = legal[field.name].as_str() {
                changes.set(position, text).unwrap();
            }
        }
        let slug = Slug::parse("crm").unwrap();
        let updated = self
            .operator
            .connector_update(TestHost.now(), &slug, &changes)
            .await;
        updated.unwrap();
    }

    /// What is at a path that needs no key.
    pub(crate) async fn open(&self, path: &str) -> Value {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = self.begin(request).await;
        assert_eq!(response.status(), StatusCode::OK);
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        serde_json::from_slice(&bytes).unwrap()
    }

    /// Returns as soon as the answer begins.
    pub(crate) async fn begin(&self, request: Request<Body>) -> Response {
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// A moment after all that was done, and before anything that is done later. A printed time is its whole millisecond.
    pub(crate) async fn moment(&self) -> String {
        tokio::time::sleep(Duration::from_millis(3)).await;
        let now = self.ledger.now().to_string();
        tokio::time::sleep(Duration::from_millis(3)).await;
        now
    }

    pub(crate) async fn call(&self, request: Request<Body>) -> Reply {
        let (method, path) = (request.method().clone(), request.uri().to_string());
        let response = self.begin(request).await;
        let (parts, body) = response.into_parts();
        // A stream of events has no end to wait for.
        let is_endless = parts
            .headers
            .get(header::CONTENT_TYPE)
            .is_some_and(|it| it == "text/event-stream");
        let bytes = if is_endless {
            "events".into()
        } else {
            to_bytes(body, usize::MAX).await.unwrap()
        };
        let body = if bytes.is_empty() {
            Value::Null
        } else {
            serde_json::from_slice(&bytes)
                .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(&bytes).into_owned()))
        };
        let reply = Reply {
            status: parts.status,
            headers: parts.headers,
            body,
        };
        described::check(&method, &path, &reply);
        reply
    }

    /// Sends a request as the workspace's admin, with these headers.
    pub(crate) async fn ask(
        &self,
        method: Method,
        path: &str,
        headers: &[(HeaderName, &str)],
        body: &Value,
    ) -> Reply {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::AUTHORIZATION, format!("Bearer {}", self.here.admin))
            .header(header::CONTENT_TYPE, JSON_API)
            .body(Body::from(body.to_string()))
            .unwrap();
        for (name, value) in headers {
            let value = value.parse().unwrap();
            request.headers_mut().insert(name, value);
        }
        self.call(request).await
    }

    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        token: &str,
        body: &Value,
    ) -> Reply {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .header(header::CONTENT_TYPE, JSON_API)
            .body(Body::from(body.to_string()))
            .unwrap();
        self.call(request).await
    }

    pub(crate) async fn get_as(&self, token: &str, path: &str) -> Reply {
        let request = Request::get(path)
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .body(Body::empty())
            .unwrap();
        self.call(request).await
    }

    pub(crate) async fn get(&self, path: &str) -> Reply {
        self.get_as(&self.here.reader, path).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Reply {
        self.send(Method::POST, path, &self.here.admin, body).await
    }

    pub(crate) async fn patch(&self, path: &str, body: &Value) -> Reply {
        self.send(Method::PATCH, path, &self.here.admin, body).await
    }

    /// Sends operations.
    pub(crate) async fn operate(&self, token: &str, operations: &Value) -> Reply {
        let document = json!({ "atomic:operations": operations });
        let request = Request::post("/v1/operations")
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .header(header::CONTENT_TYPE, format!("{JSON_API};ext=\"{ATOMIC}\""))
            .body(Body::from(document.to_string()))
            .unwrap();
        self.call(request).await
    }

    /// The job in an answer, once it is done.
    pub(crate) async fn done(&self, deferred: Reply) -> Value {
        assert_eq!(deferred.status, StatusCode::ACCEPTED, "{}", deferred.body);
        let job = deferred.headers[header::LOCATION].to_str().unwrap();
        assert_eq!(deferred.body["data"]["links"]["self"], job);
        loop {
            let found = self.get(job).await.ok();
            if found["data"]["attributes"]["status"] != "in_progress" {
                return found["data"].clone();
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    pub(crate) async fn delete(&self, path: &str) -> Reply {
        let request = Request::delete(path)
            .header(header::AUTHORIZATION, format!("Bearer {}", self.here.admin))
            .body(Body::empty())
            .unwrap();
        self.call(request).await
    }

    /// Creates a person in the workspace, and returns its id.
    pub(crate) async fn person(&self, workspace: &Workspace, name: &str) -> String {
        let body = json!({"data": {"type": "people", "attributes": {"first_name": name}}});
        let reply = self
            .send(Method::POST, "/v1/people", &workspace.sync, &body)
            .await;
        reply.created()
    }

    /// Creates a record of this kind from its declaration's examples, without an external id, and returns its id.
    pub(crate) async fn record(&self, workspace: &Workspace, kind: Kind) -> String {
        let (path, token) = (kind.wire().records_path, &workspace.sync);
        let body = record(kind, &example(kind));
        self.send(Method::POST, path, token, &body).await.created()
    }

    /// Activates the connector, and returns the activation's id.
    pub(crate) async fn activation(&self, workspace: &Workspace) -> String {
        let body = json!({"data": {
            "type": "workspace_connector",
            "attributes": {"status": "enabled"},
            "relationships": {
                "connector": {"data": {"type": "connector", "id": self.connector}}
            }
        }});
        let reply = self
            .send(
                Method::POST,
                "/v1/workspace-connectors",
                &workspace.admin,
                &body,
            )
            .await;
        reply.created()
    }

    /// Opens a run of the connector, and returns its id.
    /// Disconnects an activation of [`Self::activation`], and connects it again.
    pub(crate) async fn reconnect(&self, old: &str) -> String {
        self.done(self.delete(&format!("{ACTIVATIONS}/{old}")).await)
            .await;
        let again = reconnection(&self.connector, old);
        self.post(ACTIVATIONS, &again).await.created()
    }

    pub(crate) async fn run(&self, connector: &str, attributes: &Value) -> String {
        self.post(RUNS, &run(connector, attributes)).await.created()
    }

    /// Delivers lines to a run, with this `query`; returns the lines of the answer.
    pub(crate) async fn deliver(
        &self,
        run: &str,
        query: &str,
        lines: impl Into<Body>,
    ) -> Vec<Value> {
        let reply = self.call(self.delivery(run, query, lines)).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
        assert_eq!(reply.headers[header::CONTENT_TYPE], NDJSON);
        // A single line has been parsed as JSON.
        match reply.body {
            Value::String(lines) => parse_lines(&lines),
            line => vec![line],
        }
    }

    /// The request that delivers lines to a run.
    pub(crate) fn delivery(&self, run: &str, query: &str, lines: impl Into<Body>) -> Request<Body> {
        Request::post(format!("{RUNS}/{run}/deliveries{query}"))
            .header(header::AUTHORIZATION, format!("Bearer {}", self.here.sync))
            .header(header::CONTENT_TYPE, NDJSON)
            .body(lines.into())
            .unwrap()
    }

    pub(crate) async fn link(&self, person: &str, connector: &str, direction: &str) -> String {
        self.post(LINKS, &link(person, connector, direction))
            .await
            .created()
    }
}

/// The document that creates a record.
pub(crate) fn record(kind: Kind, attributes: &Value) -> Value {
    json!({"data": {"type": kind.as_str(), "attributes": attributes}})
}

/// A record's attributes, from its declaration's examples.
pub(crate) fn example(kind: Kind) -> Value {
    let values = Values::example(kind);
    let fields = kind.fields().iter().map(|field| field.name.to_owned());
    fields
        .zip(values.iter().map(|value| json!(value)))
        .collect()
}

/// NDJSON as values.
pub(crate) fn parse_lines(text: &str) -> Vec<Value> {
    let lines = text.lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// The document that opens a run.
pub(crate) fn run(connector: &str, attributes: &Value) -> Value {
    json!({"data": {
        "type": "workspace_connector_sync_log",
        "attributes": attributes,
        "relationships": {
            "workspace_connector": {"data": {"type": "workspace_connector", "id": connector}}
        }
    }})
}

/// The document that creates a link.
pub(crate) fn link(person: &str, connector: &str, direction: &str) -> Value {
    link_of(Kind::People, person, connector, direction)
}

/// The document that creates an identity of a record of this kind.
/// An activation that continues another one.
pub(crate) fn reconnection(connector: &str, continues: &str) -> Value {
    json!({"data": {
        "type": "workspace_connector",
        "attributes": {"status": "enabled"},
        "relationships": {
            "connector": {"data": {"type": "connector", "id": connector}},
            "continues": {"data": {"type": "workspace_connector", "id": continues}},
        }
    }})
}

pub(crate) fn identity_of(kind: Kind, record: &str, connector: &str, external_id: &str) -> Value {
    json!({"data": {
        "type": kind.wire().identity,
        "attributes": {"external_id": external_id},
        "relationships": {
            kind.as_str(): {"data": {"type": kind.as_str(), "id": record}},
            "workspace_connector": {"data": {"type": "workspace_connector", "id": connector}}
        }
    }})
}

/// The document that merges records of this kind.
pub(crate) fn merge_of(kind: Kind, survivor: &str, merged: &[&str]) -> Value {
    let record = |id: &&str| json!({"type": kind.as_str(), "id": id});
    let merged: Vec<_> = merged.iter().map(record).collect();
    json!({"data": {
        "type": format!("{kind}_merge"),
        "relationships": {
            "survivor": {"data": record(&survivor)},
            "merged": {"data": merged},
        }
    }})
}

/// The document that creates a link to a record of this kind.
pub(crate) fn link_of(kind: Kind, record: &str, connector: &str, direction: &str) -> Value {
    json!({"data": {
        "type": kind.wire().link,
        "attributes": {"direction": direction},
        "relationships": {
            kind.as_str(): {"data": {"type": kind.as_str(), "id": record}},
            "workspace_connector": {"data": {"type": "workspace_connector", "id": connector}}
        }
    }})
}

impl Workspace {
    async fn new(operator: &dyn OperatorStore, name: &str) -> Self {
        let at = TestHost.now();
        let name = Name::parse(name).unwrap();
        let id: WorkspaceId = mint(&TestHost, at);
        let entry = Entry::by_operator(&TestHost, Act::Create, id);
        let workspace = operator
            .workspace_create(at, id, &name, None, entry)
            .await
            .unwrap();
        let key = async |role| {
            let token = Token::generate(&TestHost);
            let id: KeyId = mint(&TestHost, at);
            let new = NewKey::opened_by(&token, id, role);
            let entry = Entry::by_operator(&TestHost, Act::Create, id);
            let key = operator
                .key_create(at, workspace.id, new, entry)
                .await
                .unwrap();
            (token.reveal().to_owned(), key.id)
        };
        let (reader, reader_key) = key(Role::Reader).await;
        let (sync, sync_key) = key(Role::Sync).await;
        let (admin, admin_key) = key(Role::Admin).await;
        Self {
            tenant: operator.tenant(workspace.id).await.unwrap(),
            reader,
            sync,
            admin,
            reader_key,
            sync_key,
            admin_key,
        }
    }
}

impl Reply {
    /// The id of the created resource.
    #[track_caller]
    pub(crate) fn created(&self) -> String {
        assert_eq!(self.status, StatusCode::CREATED, "{}", self.body);
        self.body["data"]["id"].as_str().unwrap().to_owned()
    }

    /// The one resource in the answer.
    #[track_caller]
    pub(crate) fn ok(self) -> Value {
        assert_eq!(self.status, StatusCode::OK, "{}", self.body);
        self.body
    }

    /// The ids in a list.
    #[track_caller]
    pub(crate) fn ids(&self) -> Vec<String> {
        assert_eq!(self.status, StatusCode::OK, "{}", self.body);
        let data = self.body["data"].as_array().unwrap();
        let id = |item: &Value| item["id"].as_str().unwrap().to_owned();
        data.iter().map(id).collect()
    }

    /// Checks the only error: its status, code and source.
    #[track_caller]
    pub(crate) fn is_error(&self, status: u16, code: &str, place: &str) {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        let content_type = self.headers[header::CONTENT_TYPE].to_str().unwrap();
        assert!(content_type.starts_with(JSON_API), "{content_type}");
        let errors = self.body["errors"].as_array().unwrap();
        assert_eq!(errors.len(), 1, "{}", self.body);
        let error = &errors[0];
        assert_eq!(error["status"], status.to_string(), "{error}");
        assert_eq!(error["code"], code, "{error}");
        let source = error["source"].as_object();
        let found = source.and_then(|source| source.values().next()?.as_str());
        assert_eq!(found.unwrap_or(""), place, "{error}");
        assert_eq!(error["meta"]["trace_id"].as_str().unwrap().len(), 32);
        assert!(!error["title"].as_str().unwrap().is_empty());
        assert!(!error["detail"].as_str().unwrap().is_empty());
    }
}

/// Makes a test for each engine of every function named.
#[macro_export]
macro_rules! on_both_engines {
    ($($case:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test] async fn $case() {
                super::$case(&$crate::support::Api::sqlite().await).await;
            })+
        }
        mod postgres {
            $(#[tokio::test] async fn $case() {
                super::$case(&$crate::support::Api::postgres().await).await;
            })+
        }
    };
}
