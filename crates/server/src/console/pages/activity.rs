use axum::extract::{Path, State};
use maud::{Markup, html};
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::record::Kind;
use wellhead_core::resource::Bucket;
use wellhead_core::time::Timestamp;

use super::parts;
use crate::catalogue::audited::Unaudited;
use crate::console::chart;
use crate::console::naming;
use crate::console::query::{Exactly, Query, View};
use crate::console::route::Route;
use crate::console::session::Visitor;
use crate::console::{Console, Trouble};

const OF_WORKSPACE: &str = "/console/overview/activity";
const OF_CONNECTOR: &str = "/console/connectors/{id}/activity";

pub(super) fn of_workspace() -> Route {
    Route::page(OF_WORKSPACE, workspace).unaudited(Unaudited::Impersonal)
}

pub(super) fn of_connector() -> Route {
    Route::page(OF_CONNECTOR, one).unaudited(Unaudited::Impersonal)
}

/// The URL of the workspace's chart.
pub(super) fn workspace_url(kind: Kind, bucket: Bucket) -> String {
    format!("{OF_WORKSPACE}?record={kind}&by={bucket}")
}

/// The URL of a connector's chart.
pub(super) fn connector_url(id: WorkspaceConnectorId, kind: Kind, bucket: Bucket) -> String {
    let path = OF_CONNECTOR.replace("{id}", &id.to_string());
    format!("{path}?record={kind}&by={bucket}")
}

/// The stretch length that a URL asks for; a day by default.
pub(super) fn bucket(query: &mut Query) -> Bucket {
    query.get("by").unwrap_or(Bucket::Day)
}

/// What the chart shows.
struct Activity {
    kind: Kind,
    bucket: Bucket,
}

impl View for Activity {
    fn read(query: &mut Query) -> Self {
        Self {
            kind: query.kind().unwrap_or_default(),
            bucket: bucket(query),
        }
    }
}

/// How many stretches a chart has: enough to fill it, few enough to tell apart.
const fn stretches(bucket: Bucket) -> i64 {
    match bucket {
        Bucket::Hour => 72,
        Bucket::Day => 60,
        Bucket::Week => 53,
    }
}

/// The stretch lengths to choose from, on the page at `path`.
pub(super) fn choices(path: &str, kind: Kind, here: Bucket, query: &Query) -> Markup {
    html! {
        nav.choices aria-label="Links by" {
            @for choice in Bucket::ALL {
                a href={ (path) "?" (query.with(&[("record", kind.as_str()), ("by", choice.as_str())], None)) "#activity" }
                    aria-current=[(choice == here).then_some("true")] { "By " (choice) }
            }
        }
    }
}

async fn workspace(
    visitor: Visitor,
    State(console): State<Console>,
    Exactly(view): Exactly<Activity>,
) -> Result<Markup, Trouble> {
    picture(&console, visitor, None, view).await
}

async fn one(
    visitor: Visitor,
    State(console): State<Console>,
    Path(id): Path<String>,
    Exactly(view): Exactly<Activity>,
) -> Result<Markup, Trouble> {
    let named = naming::connector(&console, visitor, &id).await?;
    let id = named.workspace_connector.id;
    picture(&console, visitor, Some(id), view).await
}

/// The recent activity of a connector, or of all.
async fn picture(
    console: &Console,
    visitor: Visitor,
    connector: Option<WorkspaceConnectorId>,
    Activity { kind, bucket }: Activity,
) -> Result<Markup, Trouble> {
    let ledger = &console.app.ledger;
    let now = ledger.now();
    let until: Timestamp = bucket.start(now).plus_micros(bucket.micros());
    let since = until.plus_micros(-stretches(bucket) * bucket.micros());
    let tenant = visitor.tenant;
    let activity = match connector {
        Some(connector) => {
            ledger
                .activity(tenant, kind, connector, bucket, since, until)
                .await
        }
        None => {
            ledger
                .activity_of_all(tenant, kind, bucket, since, until)
                .await
        }
    };
    let activity = activity?.map_err(|error| Trouble::Refused(error.to_string()))?;
    Ok(if activity.is_empty() {
        parts::nothing(
            "No links in or out in this time.",
            &html! {
                "The chart shows the last " (stretches(bucket)) " " (bucket) "s. Choose a longer bucket to see further back."
            },
        )
    } else {
        chart::bars(bucket, since, until, now, &activity)
    })
}
