//! The pages, one file each, and the fragments that load or refresh by themselves.

mod activity;
mod audit;
mod changes;
mod connector;
mod disclosures;
mod disconnect;
mod dossier;
mod duplicates;
mod ends;
mod flows;
mod job;
mod jobs;
mod keys;
mod link;
mod links;
mod links_csv;
mod merges;
mod only_source;
mod overview;
mod parts;
mod privacy;
mod quotas;
mod record;
mod records;
mod run;
mod sign_in;
mod sign_out;
mod under_way;
mod webhook;
mod webhooks;

use super::route::Route;

pub(super) fn routes() -> Vec<Route> {
    let mut routes = vec![
        overview::route(),
        flows::route(),
        activity::of_workspace(),
        activity::of_connector(),
        under_way::route(),
        connector::route(),
        only_source::route(),
        links::route(),
        links_csv::route(),
        webhooks::route(),
        keys::route(),
        sign_out::route(),
    ];
    routes.extend(audit::routes());
    routes.extend(changes::routes());
    routes.extend(records::routes());
    routes.extend(record::routes());
    routes.extend(disclosures::routes());
    routes.extend(privacy::routes());
    routes.extend(duplicates::routes());
    routes.extend(merges::routes());
    routes.extend(links_csv::of_records());
    routes.extend(link::routes());
    routes.extend(disconnect::routes());
    routes.extend(run::routes());
    routes.extend(jobs::routes());
    routes.extend(job::routes());
    routes.extend(webhook::routes());
    routes.extend(sign_in::routes());
    routes
}
