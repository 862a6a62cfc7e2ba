use anyhow::{Context, anyhow, bail};
use serde_json::{Value, json};
use wellhead_core::id::WorkspaceConnectorId;

use crate::cli::import::Import;
use crate::remote::{Server, Trouble};
use crate::terminal::say;

const ACTIVATIONS: &str = "/v1/workspace-connectors";

impl Import {
    /// The workspace's activation of the connector; created if it is missing and the key allows that.
    pub(super) async fn activation(&self, server: &Server) -> anyhow::Result<WorkspaceConnectorId> {
        let connector = self.connector_id(server).await?;
        if let Some(activation) = active(server, &connector).await? {
            return Ok(activation);
        }
        let document = json!({ "data": {
            "type": "workspace_connector",
            "relationships": { "connector": { "data": { "type": "connector", "id": connector } } },
        }});
        let slug = &self.connector;
        let made = match server.post(ACTIVATIONS, document).await {
            Err(Trouble::Refused(refusal)) if refusal.status == 403 => bail!(
                "'{slug}' is not connected in this workspace, and the key may not connect it ({}): run this once with an \
                 admin's key, or have an admin POST {ACTIVATIONS} with the connector {connector}",
                refusal.detail
            ),
            made => made?,
        };
        say(format_args!(
            "wellhead: '{slug}' is now connected in this workspace"
        ));
        id(&made["data"])
    }

    /// The workspace's activation of the connector, if there is one.
    pub(super) async fn activation_if_any(
        &self,
        server: &Server,
    ) -> anyhow::Result<Option<WorkspaceConnectorId>> {
        let connector = self.connector_id(server).await?;
        active(server, &connector).await
    }

    /// The connector's id, by its slug.
    async fn connector_id(&self, server: &Server) -> anyhow::Result<String> {
        let slug = self.connector.as_str();
        let mut path = "/v1/connectors?page%5Bsize%5D=500".to_owned();
        let mut others = Vec::new();
        loop {
            let page = server.get(path.clone()).await?;
            for connector in page["data"].as_array().into_iter().flatten() {
                let found = connector["attributes"]["slug"].as_str().unwrap_or_default();
                if found == slug {
                    let id = connector["id"]
                        .as_str()
                        .context("the server sent a connector without an id")?;
                    return Ok(id.to_owned());
                }
                others.push(found.to_owned());
            }
            match page["links"]["next"].as_str() {
                Some(next) => next.clone_into(&mut path),
                None => break,
            }
        }
        others.sort_unstable();
        let others = match others.len() {
            0 => "none".to_owned(),
            1..=50 => others.join(", "),
            many => format!("{many} others"),
        };
        Err(anyhow!(
            "the server has no connector '{slug}'; it has: {others}. Its operator can create one with \
             'wellhead connector create {slug}'"
        ))
    }
}

async fn active(server: &Server, connector: &str) -> anyhow::Result<Option<WorkspaceConnectorId>> {
    let path =
        format!("{ACTIVATIONS}?filter%5Bconnector%5D={connector}&sort=created_at&page%5Bsize%5D=1");
    let page = server.get(path).await?;
    page["data"].get(0).map(id).transpose()
}

fn id(resource: &Value) -> anyhow::Result<WorkspaceConnectorId> {
    let id = resource["id"]
        .as_str()
        .context("the server sent a resource without an id")?;
    Ok(id.parse()?)
}
