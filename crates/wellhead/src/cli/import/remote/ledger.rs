use std::collections::{HashMap, HashSet};

use anyhow::Context;
use form_urlencoded::byte_serialize;
use wellhead_core::id::RecordId;
use wellhead_core::record::{Declaration, Kind};
use wellhead_core::resource::ExternalId;

use crate::cli::import::Import;
use crate::cli::import::check::{Ledger, Linked};
use crate::remote::{Server, Trouble};

/// A server's records of a kind, and the active links to them of one connector and direction.
pub(in crate::cli::import) struct RemoteLedger {
    server: Server,
    record: Kind,
    /// The next page, if there is one.
    next: Option<String>,
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
        let next = activation.map(|activation| {
            format!(
                "{}?filter%5Bworkspace_connector%5D={activation}&filter%5Bdirection%5D={direction}&sort=created_at\
                 &page%5Bsize%5D=500&include={record}&fields%5B{record}%5D={external_id}&fields%5B{}%5D={record}",
                wire.links_path, wire.link
            )
        });
        Ok(Self {
            server,
            record,
            next,
        })
    }

    /// The import's destination.
    pub(in crate::cli::import) fn into_server(self) -> Server {
        self.server
    }
}

impl Ledger for RemoteLedger {
    async fn unknown(&mut self, ids: &[RecordId]) -> anyhow::Result<HashSet<RecordId>> {
        let Declaration {
            wire, external_id, ..
        } = self.record.declaration();
        let mut unknown = HashSet::new();
        for id in ids {
            let (path, record) = (wire.records_path, wire.record);
            let path = format!("{path}/{id}?fields%5B{record}%5D={external_id}");
            match self.server.get(path).await {
                Err(Trouble::Refused(refusal)) if refusal.status == 404 => {
                    unknown.insert(*id);
                }
                found => drop(found?),
            }
        }
        Ok(unknown)
    }

    async fn unknown_external(
        &mut self,
        ids: &[ExternalId],
    ) -> anyhow::Result<HashSet<ExternalId>> {
        let Declaration {
            wire, external_id, ..
        } = self.record.declaration();
        let mut unknown = HashSet::new();
        for id in ids {
            let (path, record) = (wire.records_path, wire.record);
            let value: String = byte_serialize(id.as_str().as_bytes()).collect();
            let path = format!(
                "{path}?filter%5B{external_id}%5D={value}&page%5Bsize%5D=1&fields%5B{record}%5D={external_id}"
            );
            let page = self.server.get(path).await?;
            if page["data"].as_array().is_none_or(Vec::is_empty) {
                unknown.insert(id.clone());
            }
        }
        Ok(unknown)
    }

    async fn links(&mut self) -> anyhow::Result<Option<Vec<Linked>>> {
        let Some(path) = self.next.take() else {
            return Ok(None);
        };
        let page = self.server.get(path).await?;
        self.next = page["links"]["next"].as_str().map(str::to_owned);
        let included = page["included"].as_array().into_iter().flatten();
        let Declaration {
            wire, external_id, ..
        } = self.record.declaration();
        let records: HashMap<_, _> = included
            .filter_map(|record| {
                let external = record["attributes"][external_id].as_str()?;
                Some((record["id"].as_str()?, external))
            })
            .collect();
        let links = page["data"].as_array().into_iter().flatten();
        let linked = links.map(|link| {
            let record = link["relationships"][wire.record]["data"]["id"].as_str();
            let record = record.context("the server sent a link without a record")?;
            Ok(Linked {
                record: record.parse()?,
                external_id: records
                    .get(record)
                    .and_then(|id| ExternalId::parse(id).ok()),
            })
        });
        linked.collect::<anyhow::Result<_>>().map(Some)
    }
}
