use std::io::Write;

use serde_json::{Value, json};
use uuid::Uuid;

use super::Peer;
use crate::ledger::Id;
use crate::operation::{About, Question};

/// What is asked of a link: what the service's answers have of its ends.
const LINK: &str = "peopleWorkspaceConnectorId direction createdAt \
    peopleByPeoplePk { peopleId } \
    workspaceConnectorByWorkspaceConnectorPk { workspaceConnectorId }";
const NEWEST: &str = "condition: { deletedAt: null }, first: 20, \
    orderBy: [CREATED_AT_DESC, PEOPLE_WORKSPACE_CONNECTOR_ID_DESC]";

impl Peer {
    /// The question as an HTTP request.
    pub(crate) fn write_request(self, question: &Question<'_>, out: &mut Vec<u8>) {
        let (method, path, body) = match self {
            Self::Postgraphile => ("POST", "/graphql".to_owned(), Some(graphql(question))),
            Self::MikroOrm => plain(question),
        };
        out.clear();
        let body = body.map(|body| body.to_string()).unwrap_or_default();
        let workspace = question.tenant.number;
        write!(
            out,
            "{method} {path} HTTP/1.1\r\nHost: bench\r\nX-Workspace: {workspace}\r\nAccept: application/json\r\n"
        )
        .and_then(|()| match body.len() {
            0 => write!(out, "\r\n"),
            length => write!(
                out,
                "Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
            ),
        })
        .expect("writing to memory cannot fail");
    }
}

/// As a client of PostGraphile asks: with a constant document, so that its plan is kept.
fn graphql(question: &Question<'_>) -> Value {
    let (query, variables) = match question.about {
        About::Link(link) => (
            format!(
                "query($id: UUID!) {{ allPeopleWorkspaceConnectors(\
                 condition: {{ peopleWorkspaceConnectorId: $id, deletedAt: null }}, first: 1\
                 ) {{ nodes {{ {LINK} }} }} }}"
            ),
            json!({ "id": Id::Link.of(link) }),
        ),
        About::Person(person) => (
            format!(
                "query($id: UUID!, $workspace: BigInt!) {{ peopleByPeopleIdAndWorkspacePk(\
                 peopleId: $id, workspacePk: $workspace\
                 ) {{ peopleWorkspaceConnectorsByPeoplePk({NEWEST}) {{ nodes {{ {LINK} }} }} }} }}"
            ),
            json!({ "id": Id::Person.of(person), "workspace": question.tenant.number.to_string() }),
        ),
        // A client knows the keys of rows from earlier answers, and so is spared looking up the ends.
        About::New { person, connector } => (
            format!(
                "mutation($link: PeopleWorkspaceConnectorInput!) {{ createPeopleWorkspaceConnector(\
                 input: {{ peopleWorkspaceConnector: $link }}\
                 ) {{ peopleWorkspaceConnector {{ {LINK} }} }} }}"
            ),
            json!({ "link": {
                "peopleWorkspaceConnectorId": new_id(),
                "direction": "input",
                "peoplePk": person.to_string(),
                "workspaceConnectorPk": connector.to_string(),
            } }),
        ),
        About::Workspace | About::Range { .. } => (
            format!("{{ allPeopleWorkspaceConnectors({NEWEST}) {{ nodes {{ {LINK} }} }} }}"),
            json!({}),
        ),
    };
    json!({ "query": query, "variables": variables })
}

fn plain(question: &Question<'_>) -> (&'static str, String, Option<Value>) {
    match question.about {
        About::Link(link) => ("GET", format!("/links/{}", Id::Link.of(link)), None),
        About::Person(person) => {
            let person = Id::Person.of(person);
            ("GET", format!("/people/{person}/links"), None)
        }
        About::New { person, connector } => {
            let link = json!({
                "person": Id::Person.of(person),
                "connector": Id::WorkspaceConnector.of(connector),
                "direction": "input",
            });
            ("POST", "/links".to_owned(), Some(link))
        }
        About::Workspace | About::Range { .. } => ("GET", "/links".to_owned(), None),
    }
}

/// A random id of version 4.
fn new_id() -> Uuid {
    uuid::Builder::from_random_bytes(rand::random()).into_uuid()
}
