use axum::extract::State;
use axum::http::{StatusCode, Uri};
use wellhead_core::audit::{About, Act, Detail, Fact, Value};
use wellhead_core::command::Outcome;
use wellhead_core::tenant::{Role, Tenant};
use wellhead_jsonapi::atomic::{self, Results};
use wellhead_jsonapi::media_type::{ATOMIC, Applied};
use wellhead_jsonapi::query::{Fieldsets, QuerySpec};

use super::collection::Collection;
use super::step::{Reading, Step};
use crate::app::App;
use crate::catalogue::endpoint::Endpoint;
use crate::catalogue::exchange::{Shows, Takes};
use crate::extract::body::OperationsBody;
use crate::extract::permission::Writer;
use crate::layers::negotiation::OPERATIONS;
use crate::resources::{Attributes, identity, link, record, workspace_connector};
use crate::respond::answer::Answer;
use crate::respond::failure::{Failure, rejected};
use crate::respond::told::Told;

pub(super) fn endpoint() -> Endpoint {
    Endpoint::post("/v1/operations", Role::Sync, QuerySpec::NONE, apply)
        .audited(Act::Apply, About::Workspace)
        .speaking(OPERATIONS)
        .takes(Takes::Operations)
        .answers(StatusCode::OK, Shows::Results)
}

async fn apply(
    Writer(principal): Writer,
    State(app): State<App>,
    uri: Uri,
    OperationsBody(operations): OperationsBody,
) -> Result<Answer, Failure> {
    QuerySpec::NONE.parse(uri.query())?;
    let tenant = principal.tenant;
    let mut reading = Reading::new(&app.ledger, principal.role);
    let mut commands = Vec::new();
    let (mut pointers, mut shown) = (Vec::new(), Vec::new());
    // Stop at the first wrong operation: later ones may only be wrong because of it.
    for operation in operations {
        let step: Step = reading.step(operation)?;
        commands.push(step.command);
        pointers.push(step.pointers);
        shown.push(step.shown);
    }
    let applied = app.ledger.apply(principal.into(), commands).await;
    let outcomes = applied.map_err(|error| rejected(error, |index| &pointers[index]))?;

    let applied = Applied::default().with_ext(ATOMIC);
    let fields = Fieldsets::default();
    let results = outcomes.iter().zip(shown);
    let document = Results {
        jsonapi: applied.jsonapi(),
        outcomes: results
            .map(|(outcome, shown)| result(tenant, outcome, shown, &fields))
            .collect(),
    };
    let number = Value::Number(outcomes.len() as u64);
    Ok(Answer::ok(&applied, &document).telling(Told {
        detail: Detail::default().and(Fact::Operations, number),
        ..Told::default()
    }))
}

fn result<'a>(
    tenant: Tenant,
    outcome: &'a Outcome,
    shown: Option<Collection>,
    fields: &'a Fieldsets,
) -> atomic::Outcome<'a, Attributes<'a>> {
    atomic::Outcome::of(match (shown, outcome) {
        (Some(Collection::Links(kind)), Outcome::Link(link)) => link::resource(kind, link, fields),
        (Some(Collection::Records(_)), Outcome::Record(it) | Outcome::RecordResolved(it)) => {
            record::alone(tenant, it, fields)
        }
        (Some(Collection::Identities(kind)), Outcome::Identity(it)) => {
            identity::resource(kind, it, fields)
        }
        (Some(Collection::WorkspaceConnectors), Outcome::WorkspaceConnector(it)) => {
            workspace_connector::resource(tenant, it, fields)
        }
        _ => return atomic::Outcome::empty(),
    })
}
