use std::collections::HashMap;

use anyhow::Context;
use form_urlencoded::byte_serialize;
use serde_json::Value;
use wellhead_core::id::{RecordId, WorkspaceConnectorId};
use wellhead_core::record::{Declaration, Kind};
use wellhead_core::resource::ExternalId;

use crate::cli::import::Import;
use crate::cli::import::check::{Found, Ledger, Name};
use crate::remote::{Server, Trouble, next};

/// A server's records of a kind, and the active links to them of one connector and direction.
pub(in crate::cli::import) struct RemoteLedger {
    server: Server,
    record: Kind,
    activation: Option<WorkspaceConnectorId>,
    /// The next page of links, if there is one.
    links: Option<String>,
    /// The same of identities.
    identities: Option<String>,
}

impl RemoteLedger {
    pub(in crate::cli::import) async fn of(
        import: &Import,
        server: Server,
    ) -> anyhow::Result<Self> {
        import.is_in_workspace(&server).await?;
        let activation = import.activation_if_any(&server).await?;
        let (record, direction) = (import.record, import.direction);
        let Declaration {
            wire, external_id, ..
        } = record.declaration();
        let links = activation.map(|activation| {
            format!(
                "{}?filter%5Bworkspace_connector%5D={activation}&filter%5Bdirection%5D={direction}&sort=created_at\
                 &page%5Bsize%5D=500&include={record}&fields%5B{record}%5D={external_id}&fields%5B{}%5D={record}",
                wire.links_path, wire.link
            )
        });
        let identities = activation.map(|activation| {
            format!(
                "{}?filter%5Bworkspace_connector%5D={activation}&sort=created_at&page%5Bsize%5D=500",
                wire.identities_path
            )
        });
        Ok(Self {
            server,
            record,
            activation,
            links,
            identities,
        })
    }

    /// The import's destination.
    pub(in crate::cli::import) fn into_server(self) -> Server {
        self.server
    }

    async fn find(&self, name: &Name) -> anyhow::Result<Option<Found>> {
        let Declaration {
            wire, external_id, ..
        } = self.record.declaration();
        let (records, record) = (wire.records_path, wire.record);
        let shows = format!("fields%5B{record}%5D={external_id}");
        match name {
            Name::Id(id) => match self.server.get(format!("{records}/{id}?{shows}")).await {
                Err(Trouble::Refused(refusal)) if refusal.status == 404 => Ok(None),
                document => self.found(&document?["data"]).map(Some),
            },
            Name::Shared(id) => {
                let id = encoded(id);
                let path =
                    format!("{records}?filter%5B{external_id}%5D={id}&page%5Bsize%5D=1&{shows}");
                let page = self.server.get(path).await?;
                page["data"].get(0).map(|it| self.found(it)).transpose()
            }
            Name::Own(id) => {
                let Some(activation) = self.activation else {
                    return Ok(None);
                };
                let (path, id) = (wire.identities_path, encoded(id));
                let path = format!(
                    "{path}?filter%5Bworkspace_connector%5D={activation}&filter%5Bexternal_id%5D={id}\
                     &page%5Bsize%5D=1&include={record}&{shows}"
                );
                let page = self.server.get(path).await?;
                page["included"].get(0).map(|it| self.found(it)).transpose()
            }
        }
    }

    /// Reads a record.
    fn found(&self, record: &Value) -> anyhow::Result<Found> {
        let member = self.record.declaration().external_id;
        let id = record["id"].as_str();
        let external_id = record["attributes"][member].as_str();
        Ok(Found {
            record: id
                .context("the server sent a record without an id")?
                .parse()?,
            external_id: external_id.and_then(|id| ExternalId::parse(id).ok()),
        })
    }
}

fn encoded(id: &ExternalId) -> String {
    byte_serialize(id.as_str().as_bytes()).collect()
}

impl Ledger for RemoteLedger {
    async fn known(&mut self, names: Vec<Name>) -> anyhow::Result<HashMap<Name, Found>> {
        let mut known = HashMap::new();
        for name in names {
            if !known.contains_key(&name)
                && let Some(found) = self.find(&name).await?
            {
                known.insert(name, found);
            }
        }
        Ok(known)
    }

    async fn links(&mut self) -> anyhow::Result<Option<Vec<Found>>> {
        let Some(path) = self.links.take() else {
            return Ok(None);
        };
        let page = self.server.get(path).await?;
        self.links = next(&page);
        let included = page["included"].as_array().into_iter().flatten();
        let records: HashMap<_, _> = included
            .filter_map(|record| Some((record["id"].as_str()?, record)))
            .collect();
        let wire = self.record.wire();
        let links = page["data"].as_array().into_iter().flatten();
        let linked = links.map(|link| {
            let record = link["relationships"][wire.record]["data"]["id"].as_str();
            let record = record.context("the server sent a link without a record")?;
            match records.get(record) {
                Some(record) => self.found(record),
                None => Ok(Found {
                    record: record.parse()?,
                    external_id: None,
                }),
            }
        });
        linked.collect::<anyhow::Result<_>>().map(Some)
    }

    async fn identities(&mut self) -> anyhow::Result<Option<Vec<(RecordId, ExternalId)>>> {
        let Some(path) = self.identities.take() else {
            return Ok(None);
        };
        let page = self.server.get(path).await?;
        self.identities = next(&page);
        let record = self.record.wire().record;
        let identities = page["data"].as_array().into_iter().flatten();
        let identities = identities.map(|identity| {
            let id = identity["relationships"][record]["data"]["id"].as_str();
            let name = identity["attributes"]["external_id"].as_str();
            let (id, name) = id
                .zip(name)
                .context("the server sent an identity without a record")?;
            Ok((id.parse()?, ExternalId::parse(name)?))
        });
        identities.collect::<anyhow::Result<_>>().map(Some)
    }
}
