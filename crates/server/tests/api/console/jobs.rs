//! The list of jobs, which goes on by itself while one of them does.

use std::time::Duration;

use wellhead_core::resource::{JobKind, Selection};
use wellhead_core::sync::Patience;

use super::{get, sign_in};
use crate::support::{Api, Workspace};

crate::on_both_engines![
    jobs_are_listed_while_they_go_on,
    jobs_of_other_workspaces_are_not,
];

/// A job of a connector or of all, which nobody carries out; its id.
async fn opened(api: &Api, of: &Workspace, kind: JobKind, connector: Option<&str>) -> String {
    let selection = Selection {
        workspace_connector: connector.map(|id| id.parse().unwrap()),
        ..Selection::default()
    };
    let job = api.ledger.job_open(of.tenant, kind, selection, false);
    job.await.unwrap().id.to_string()
}

/// Carries out what nobody does.
async fn carry_out(api: &Api) {
    let patience = Patience {
        job: Duration::ZERO,
        ..Patience::default()
    };
    api.ledger.tend(patience).await.unwrap();
}

async fn jobs_are_listed_while_they_go_on(api: &Api) {
    let cookie = sign_in(api, &api.here.reader).await;
    let page = get(api, &cookie, "/console/jobs").await;
    assert!(
        page.contains("No jobs yet.") && !page.contains("every 2s"),
        "{page}"
    );
    let connector = api.activation(&api.here).await;
    let done = opened(api, &api.here, JobKind::Deduplicate, None).await;
    carry_out(api).await;
    let open = opened(api, &api.here, JobKind::Disconnect, Some(&connector)).await;
    for path in ["/console/jobs", "/console/jobs/list"] {
        let page = get(api, &cookie, path).await;
        let place = |id: &str| page.find(&format!("/console/jobs/{id}\"")).unwrap();
        assert!(place(&open) < place(&done), "the newest is first");
        for said in [
            "Disconnecting",
            "in progress",
            "Removing twins",
            "every 2s",
            &*connector,
        ] {
            assert!(page.contains(said), "{said}: {page}");
        }
    }
    carry_out(api).await;
    let page = get(api, &cookie, "/console/jobs/list").await;
    assert!(!page.contains("every 2s"), "nothing goes on: {page}");
}

async fn jobs_of_other_workspaces_are_not(api: &Api) {
    let theirs = opened(api, &api.there, JobKind::Deduplicate, None).await;
    let cookie = sign_in(api, &api.here.reader).await;
    let page = get(api, &cookie, "/console/jobs").await;
    assert!(
        page.contains("No jobs yet.") && !page.contains(&theirs),
        "{page}"
    );
}
