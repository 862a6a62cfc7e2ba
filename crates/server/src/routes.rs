//! The endpoints: a room for each resource, a file for each endpoint.

mod connectors;
mod jobs;
mod links;
pub(crate) mod operations;
mod people;
mod provenance;
mod relationship;
mod runs;
mod workspace_connectors;
mod workspaces;

use crate::catalogue::endpoint::Endpoint;
use crate::resources::SERVED;

/// Every endpoint, in the order of the paths.
pub(crate) fn endpoints() -> Vec<Endpoint> {
    let mut endpoints = Vec::new();
    endpoints.extend(connectors::endpoints());
    endpoints.extend(jobs::endpoints());
    endpoints.extend(operations::endpoints());
    endpoints.extend(people::endpoints());
    endpoints.extend(provenance::endpoints());
    for kind in SERVED {
        endpoints.extend(links::endpoints(kind));
    }
    endpoints.extend(runs::endpoints());
    endpoints.extend(workspace_connectors::endpoints());
    endpoints.extend(workspaces::endpoints());
    endpoints
}
