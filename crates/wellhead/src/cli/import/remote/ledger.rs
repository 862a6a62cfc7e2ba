use std::collections::{HashMap, HashSet};

use anyhow::Context;
use wellhead_core::id::RecordId;
use wellhead_core::resource::ExternalId;

use crate::cli::import::Import;
use crate::cli::import::check::{Ledger, Linked};
use crate::remote::{Server, Trouble};

/// The people and the active links of a connector and direction, as a server lists them.
pub(in crate::cli::import) struct RemoteLedger {
    server: Server,
    /// Where the next page is, if there is one.
    next: Option<String>,
}

impl RemoteLedger {
    pub(in crate::cli::import) async fn of(
        import: &Import,
        server: Server,
    ) -> anyhow::Result<Self> {
        import.is_in_workspace(&server).await?;
        let activation = import.activation_if_any(&server).await?;
        let direction = import.direction;
        let next = activation.map(|activation| {
            format!(
                "/v1/people-workspace-connectors?filter%5Bworkspace_connector%5D={activation}\
                 &filter%5Bdirection%5D={direction}&sort=created_at&page%5Bsize%5D=500&include=people\
                 &fields%5Bpeople%5D=external_person_id&fields%5Bpeople_workspace_connector%5D=people"
            )
        });
        Ok(Self { server, next })
    }

    /// The server, to import into.
    pub(in crate::cli::import) fn into_server(self) -> Server {
        self.server
    }
}

impl Ledger for RemoteLedger {
    async fn unknown(&mut self, people: &[RecordId]) -> anyhow::Result<HashSet<RecordId>> {
        let mut unknown = HashSet::new();
        for person in people {
            let path = format!("/v1/people/{person}?fields%5Bpeople%5D=external_person_id");
            match self.server.get(path).await {
                Err(Trouble::Refused(refusal)) if refusal.status == 404 => {
                    unknown.insert(*person);
                }
                found => drop(found?),
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
        let people: HashMap<_, _> = included
            .filter_map(|person| {
                let external = person["attributes"]["external_person_id"].as_str()?;
                Some((person["id"].as_str()?, external))
            })
            .collect();
        let links = page["data"].as_array().into_iter().flatten();
        let linked = links.map(|link| {
            let person = link["relationships"]["people"]["data"]["id"].as_str();
            let person = person.context("a link names no person")?;
            Ok(Linked {
                person: person.parse()?,
                external_id: people.get(person).and_then(|id| ExternalId::parse(id).ok()),
            })
        });
        linked.collect::<anyhow::Result<_>>().map(Some)
    }
}
