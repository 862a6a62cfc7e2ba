use anyhow::{Context, anyhow, bail};
use serde_json::{Value, json};
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::identity::MatchRule;
use wellhead_core::source::Rank;

use crate::cli::import::Import;
use crate::cli::import::settings::attributes;
use crate::remote::{Server, Trouble, next};
use crate::terminal::say;

const ACTIVATIONS: &str = "/v1/workspace-connectors";

impl Import {
    /// The workspace's activation of the connector; created if it is missing and the key allows that.
    pub(super) async fn activation(&self, server: &Server) -> anyhow::Result<WorkspaceConnectorId> {
        let connector = self.connector_id(server).await?;
        if let Some(activation) = active(server, &connector).await? {
            return self.set(server, activation).await;
        }
        let wanted = self.settings(MatchRule::Nothing, None).unwrap_or_default();
        let document = json!({ "data": {
            "type": "workspace_connector",
            "attributes": attributes(&wanted),
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

    /// The activation, with the match rule and the rank that the command line wants.
    async fn set(
        &self,
        server: &Server,
        activation: Value,
    ) -> anyhow::Result<WorkspaceConnectorId> {
        let id = id(&activation)?;
        let now = &activation["attributes"];
        let rule = now["match_rule"].as_str();
        let rule = rule.and_then(|rule| rule.parse().ok()).unwrap_or_default();
        let rank = now["rank"].as_i64();
        let rank = rank.and_then(|rank| Rank::try_from(rank).ok());
        let Some(wanted) = self.settings(rule, rank) else {
            return Ok(id);
        };
        let attributes = Value::Object(attributes(&wanted));
        let document = json!({ "data": {
            "type": "workspace_connector", "id": id.to_string(),
            "attributes": attributes,
        }});
        let path = format!("{ACTIVATIONS}/{id}");
        match server.patch(path, document).await {
            Err(Trouble::Refused(refusal)) if refusal.status == 403 => bail!(
                "the key may not change how '{}' is matched or ranked ({}): have an admin set {attributes}",
                self.connector,
                refusal.detail
            ),
            changed => changed.map(|_| id).map_err(Into::into),
        }
    }

    /// The workspace's activation of the connector, if there is one.
    pub(super) async fn activation_if_any(
        &self,
        server: &Server,
    ) -> anyhow::Result<Option<WorkspaceConnectorId>> {
        let connector = self.connector_id(server).await?;
        let found = active(server, &connector).await?;
        found.as_ref().map(id).transpose()
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
            match next(&page) {
                Some(next) => path = next,
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

async fn active(server: &Server, connector: &str) -> anyhow::Result<Option<Value>> {
    let path =
        format!("{ACTIVATIONS}?filter%5Bconnector%5D={connector}&sort=created_at&page%5Bsize%5D=1");
    let page = server.get(path).await?;
    Ok(page["data"].get(0).cloned())
}

fn id(resource: &Value) -> anyhow::Result<WorkspaceConnectorId> {
    let id = resource["id"]
        .as_str()
        .context("the server sent a resource without an id")?;
    Ok(id.parse()?)
}
