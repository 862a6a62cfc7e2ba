//! Which resources lead to which: every relationship that the API serves.

use wellhead_core::identity::IdentityFilter;
use wellhead_core::record::Kind;
use wellhead_core::resource::{Deed, LinkFilter, RunFilter};

use super::connectors::Connectors;
use super::identities::Identities;
use super::links::{Links, cause};
use super::records::Records;
use super::relationship::{Owner, ToMany, ToOne, fixed, followed, of_links};
use super::runs::{Rejections, Runs};
use super::workspace_connectors::Activations;
use super::workspaces::Own;
use crate::catalogue::endpoint::Endpoint;
use crate::codes;
use crate::resources::{connector, identity, rejection, sync_run, workspace, workspace_connector};

pub(super) fn endpoints() -> Vec<Endpoint> {
    let mut endpoints = Vec::new();
    for kind in Kind::ALL {
        endpoints.extend(of_record(Records(kind), kind));
        endpoints.extend(of_link(Links(kind), kind));
        endpoints.extend(of_identity(Identities(kind), kind));
    }
    endpoints.extend(of_run());
    endpoints.extend(of_workspace_connector());
    endpoints
}

fn of_record(owner: Records, kind: Kind) -> Vec<Endpoint> {
    let workspace = ToOne {
        owner,
        target: Own,
        id: |tenant, _| tenant.workspace().uuid(),
    };
    let links = ToMany {
        owner,
        list: Links(kind),
        query: Links::of_record(kind),
        of: |id| LinkFilter {
            record: Some(id),
            ..LinkFilter::default()
        },
    };
    let one = owner.path();
    let mut endpoints = Vec::from(workspace.endpoints());
    endpoints.push(fixed(&one, workspace::TYPE));
    endpoints.extend(links.endpoints());
    endpoints.extend(of_links(&one, kind.wire().links));
    let identities = ToMany {
        owner,
        list: Identities(kind),
        query: Identities::of_record(kind),
        of: |id| IdentityFilter {
            record: Some(id),
            ..IdentityFilter::default()
        },
    };
    endpoints.extend(identities.endpoints());
    endpoints.extend(of_identities(&one, kind));
    let endpoints = endpoints.into_iter();
    endpoints.map(|it| it.fails(&codes::MERGED)).collect()
}

fn of_identity(owner: Identities, kind: Kind) -> Vec<Endpoint> {
    let record = ToOne {
        owner,
        target: Records(kind),
        id: |_, identity| identity.record.uuid(),
    };
    let connector = ToOne {
        owner,
        target: Activations,
        id: |_, identity| identity.workspace_connector.uuid(),
    };
    let one = Owner::path(owner);
    let mut endpoints = Vec::from(record.endpoints());
    endpoints.push(fixed(&one, kind.as_str()));
    endpoints.extend(connector.endpoints());
    endpoints.push(fixed(&one, identity::CONNECTOR));
    endpoints
}

/// The relationship of a resource to its identities, which clients change themselves.
fn of_identities(one: &str, kind: Kind) -> [Endpoint; 3] {
    let why = "create or delete the identities themselves";
    followed(one, kind.wire().identities, why)
}

/// The relationships of links that can be updated are beside the links.
fn of_link(owner: Links, kind: Kind) -> Vec<Endpoint> {
    let record = ToOne {
        owner,
        target: Records(kind),
        id: |_, link| link.record.uuid(),
    };
    let connector = ToOne {
        owner,
        target: Activations,
        id: |_, link| link.workspace_connector.uuid(),
    };
    let causes = Deed::ALL.map(|deed| cause::endpoints(kind, deed));
    let ends = [record.endpoints(), connector.endpoints()];
    let ends = ends.into_iter().flatten();
    ends.chain(causes.into_iter().flatten()).collect()
}

fn of_run() -> Vec<Endpoint> {
    let connector = ToOne {
        owner: Runs,
        target: Activations,
        id: |_, run| run.workspace_connector.uuid(),
    };
    let rejections = ToMany {
        owner: Runs,
        list: Rejections,
        query: Rejections::QUERY,
        of: |id| id,
    };
    let one = Owner::path(Runs);
    let mut endpoints = Vec::from(connector.endpoints());
    endpoints.push(fixed(&one, sync_run::CONNECTOR));
    let [resources, linkage] = rejections.endpoints();
    endpoints.extend([resources.tells(&rejection::META), linkage]);
    let why = "only deliveries reject lines";
    endpoints.extend(followed(&one, sync_run::REJECTIONS, why));
    endpoints
}

fn of_workspace_connector() -> Vec<Endpoint> {
    let owner = Activations;
    let one = owner.path();
    let connector = ToOne {
        owner,
        target: Connectors,
        id: |_, activation| activation.connector.uuid(),
    };
    let workspace = ToOne {
        owner,
        target: Own,
        id: |tenant, _| tenant.workspace().uuid(),
    };
    let runs = ToMany {
        owner,
        list: Runs,
        query: Runs::OF_CONNECTOR,
        of: |id| RunFilter {
            workspace_connector: Some(id),
            ..RunFilter::default()
        },
    };
    let mut endpoints = Vec::from(connector.endpoints());
    endpoints.push(fixed(&one, connector::TYPE));
    endpoints.extend(workspace.endpoints());
    endpoints.push(fixed(&one, workspace::TYPE));
    endpoints.extend(runs.endpoints());
    let why = "create and update the runs themselves";
    endpoints.extend(followed(&one, workspace_connector::RUNS, why));
    for kind in Kind::ALL {
        let links = ToMany {
            owner,
            list: Links(kind),
            query: Links::of_connector(kind),
            of: |id| LinkFilter {
                workspace_connector: Some(id),
                ..LinkFilter::default()
            },
        };
        endpoints.extend(links.endpoints());
        endpoints.extend(of_links(&one, kind.wire().links));
        let identities = ToMany {
            owner,
            list: Identities(kind),
            query: Identities::of_connector(kind),
            of: |id| IdentityFilter {
                workspace_connector: Some(id),
                ..IdentityFilter::default()
            },
        };
        endpoints.extend(identities.endpoints());
        endpoints.extend(of_identities(&one, kind));
    }
    endpoints
}
