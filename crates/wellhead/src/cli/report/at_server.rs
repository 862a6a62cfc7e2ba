use std::time::Duration;

use anyhow::{Context, bail};
use form_urlencoded::Serializer;
use wellhead_core::id::RecordId;
use wellhead_core::privacy::HandedOut;
use wellhead_core::time::Moment;

use super::Report;
use crate::remote::{Address, Key, Server};
use crate::stop::Stop;

/// How long to keep trying to reach the server.
const PATIENCE: Duration = Duration::from_secs(10);

impl Report {
    /// Asks a server, and checks that the report is what it sent.
    pub(super) async fn at_server(&self, address: Address) -> anyhow::Result<HandedOut> {
        let key = Key::read(self.key_file.as_deref())?;
        let server = Server::new(address, key, PATIENCE, Stop::listen()?)?;
        let records = self.record.wire().records_path;
        let id = self.id(&server).await?;
        let mut query = Serializer::new(String::new());
        // As finely as they were given.
        let bounds = [
            ("filter[from]", self.from.map(Moment::first), false),
            ("filter[to]", self.to.map(Moment::first), false),
            ("filter[as_of]", self.as_of.map(Moment::last), true),
        ];
        for (name, at, is_last) in bounds {
            if let Some(at) = at {
                query.append_pair(name, &wellhead_core::privacy::exact(at, is_last));
            }
        }
        let path = format!("{records}/{id}/disclosures?{}", query.finish());
        let document = server.get(path).await?;
        let handed = HandedOut::read(&document["data"]["attributes"]);
        handed.context("the server's answer")
    }

    /// The id of the record that is wanted.
    async fn id(&self, server: &Server) -> anyhow::Result<RecordId> {
        if let Ok(id) = self.wanted.parse() {
            return Ok(id);
        }
        let declaration = self.record.declaration();
        let mut query = Serializer::new(String::new());
        query
            .append_pair(
                &format!("filter[{}]", declaration.external_id),
                &self.wanted,
            )
            .append_pair("filter[deleted]", "include")
            .append_pair("page[size]", "1");
        let records = declaration.wire.records_path;
        let page = server.get(format!("{records}?{}", query.finish())).await?;
        match page["data"][0]["id"].as_str() {
            Some(id) => Ok(id.parse()?),
            None => bail!(
                "the workspace of the key has no {} '{}'",
                declaration.words.noun,
                self.wanted
            ),
        }
    }
}
