//! The endpoints: a module for each resource, a file for each endpoint.

mod api_keys;
mod audit_events;
mod changes;
mod connectors;
mod disclosures;
mod graph;
mod identities;
mod jobs;
mod links;
mod merges;
mod notifications;
pub(crate) mod operations;
mod provenance;
mod recalls;
mod records;
mod relationship;
mod retention;
mod runs;
mod suppressions;
mod webhook_attempts;
mod webhook_endpoints;
mod workspace_connectors;
mod workspaces;

use wellhead_core::record::Kind;

use crate::catalogue::endpoint::Endpoint;

/// Every endpoint, collection by collection.
pub(crate) fn endpoints() -> Vec<Endpoint> {
    let mut endpoints = Vec::new();
    endpoints.extend(api_keys::endpoints());
    endpoints.extend(audit_events::endpoints());
    endpoints.extend(changes::endpoints());
    endpoints.extend(connectors::endpoints());
    endpoints.extend(jobs::endpoints());
    endpoints.extend(operations::endpoints());
    for kind in Kind::ALL {
        endpoints.extend(records::endpoints(kind));
        endpoints.extend(links::endpoints(kind));
        endpoints.extend(identities::endpoints(kind));
        endpoints.extend(merges::endpoints(kind));
    }
    endpoints.extend(graph::endpoints());
    endpoints.extend(provenance::endpoints());
    endpoints.extend(recalls::endpoints());
    endpoints.extend(notifications::endpoints());
    endpoints.extend(suppressions::endpoints());
    endpoints.extend(disclosures::endpoints());
    endpoints.extend(retention::endpoints());
    endpoints.extend(runs::endpoints());
    endpoints.extend(webhook_attempts::endpoints());
    endpoints.extend(webhook_endpoints::endpoints());
    endpoints.extend(workspace_connectors::endpoints());
    endpoints.extend(workspaces::endpoints());
    endpoints
}
