use std::collections::BTreeMap;
use std::process::ExitCode;

use clap::Args;
use serde::Serialize;
use wellhead_core::audit::{Act, Entry};
use wellhead_core::host::{Host, mint};
use wellhead_core::id::KeyId;
use wellhead_core::key::{NewKey, Token};
use wellhead_core::record::{Kind, RecordFilter};
use wellhead_core::resource::Deleted;
use wellhead_core::tenant::Role;
use wellhead_server::Settings;

use super::Global;
use super::scope::oldest;
use super::serve::{Drain, Listen, until_stopped};
use crate::database::Database;
use crate::demo;
use crate::host::SystemHost;
use crate::output::{Output, Row, tell};
use crate::stop::Stop;

#[derive(Debug, Args)]
pub(super) struct Demo {
    #[command(flatten)]
    listen: Listen,
}

/// What a first-time user needs.
#[derive(Serialize)]
struct Ready {
    url: String,
    database: String,
    workspace_id: String,
    token: String,
    /// The id of one example of each kind; empty if it has been deleted since.
    person_id: String,
    company_id: String,
    invoice_id: String,
    transaction_id: String,
    /// The number of active records of each kind.
    records: BTreeMap<&'static str, u64>,
}

impl Row for Ready {
    const COLUMNS: &'static [&'static str] =
        &["console", "key (admin)", "workspace_id", "database"];

    fn cells(&self) -> Vec<String> {
        vec![
            format!("{}/", self.url),
            self.token.clone(),
            self.workspace_id.clone(),
            self.database.clone(),
        ]
    }
}

impl Demo {
    pub(super) async fn run(self, global: &Global) -> anyhow::Result<ExitCode> {
        let stop = Stop::listen()?;
        let database = global.open_or_create_or("sqlite:wellhead-demo.db").await?;
        // Bind the address first: without it the key is useless.
        let (listener, address) = self.listen.bind().await?;
        let ready = prepare(&database, format!("http://{address}")).await?;
        global.output.one(&ready)?;
        if global.output == Output::Text {
            tell(&lines_to_try(&ready))?;
        }
        let ledger = self.listen.named(database.ledger());
        let (settings, drain) = (Settings::default(), Drain::default());
        until_stopped(listener, ledger, settings, drain, stop).await;
        Ok(ExitCode::SUCCESS)
    }
}

async fn prepare(database: &Database, url: String) -> anyhow::Result<Ready> {
    let workspace = demo::fill(database).await?;
    let token = Token::generate(&SystemHost);
    let at = SystemHost.now();
    let id: KeyId = mint(&SystemHost, at);
    let new = NewKey::opened_by(&token, id, Role::Admin);
    let entry = Entry::by_operator(&SystemHost, Act::Create, id);
    database
        .operator
        .key_create(at, workspace, new, entry)
        .await?;
    let tenant = database.operator.tenant(workspace).await?;
    let ledger = database.ledger();
    let mut records = BTreeMap::new();
    let mut to_look_at = BTreeMap::new();
    for (kind, external_id) in demo::to_look_at()? {
        let all = RecordFilter::default();
        let count = ledger.records_total(tenant, kind, &all, oldest(1)).await?;
        records.insert(kind.as_str(), count.counted());
        let filter = RecordFilter {
            external_id: Some(external_id),
            deleted: Deleted::Exclude,
        };
        let found = ledger.records(tenant, kind, &filter, oldest(1)).await?;
        to_look_at.extend(found.items.first().map(|it| (kind, it.id.to_string())));
    }
    let mut id = |kind| to_look_at.remove(&kind).unwrap_or_default();
    Ok(Ready {
        url,
        database: database.name.clone(),
        workspace_id: workspace.to_string(),
        token: token.reveal().to_owned(),
        person_id: id(Kind::People),
        company_id: id(Kind::Company),
        invoice_id: id(Kind::Invoice),
        transaction_id: id(Kind::Transaction),
        records,
    })
}

fn lines_to_try(ready: &Ready) -> String {
    let Ready {
        url,
        token,
        person_id,
        company_id,
        invoice_id,
        database,
        workspace_id,
        ..
    } = ready;
    let there_is = there_is(&ready.records);
    format!(
        "
The workspace has {there_is}.

Open the console in a browser and sign in with the key. Or ask in another terminal: the newest links; where one
person, one company and one invoice came from and went; the connectors:

  curl -s -H 'Authorization: Bearer {token}' '{url}/v1/people-workspace-connectors?page[size]=3&include=people,workspace_connector.connector' -g
  curl -s -H 'Authorization: Bearer {token}' '{url}/v1/people/{person_id}/provenance'
  curl -s -H 'Authorization: Bearer {token}' '{url}/v1/companies/{company_id}/provenance'
  curl -s -H 'Authorization: Bearer {token}' '{url}/v1/invoices/{invoice_id}/provenance'
  curl -s -H 'Authorization: Bearer {token}' '{url}/v1/workspace-connectors?include=connector'

The same as trees, and people and companies of your own:

  wellhead provenance --database {database} --workspace {workspace_id} {person_id}
  wellhead provenance --database {database} --workspace {workspace_id} --record company {company_id}
  wellhead provenance --database {database} --workspace {workspace_id} --record invoice {invoice_id}
  wellhead import --database {database} --workspace {workspace_id} --connector my-crm --direction input people.csv
  wellhead import --database {database} --workspace {workspace_id} --connector my-crm --direction input --record company companies.csv

Ctrl-C stops the server; the database stays.
"
    )
}

/// How many records of each kind there are, in words.
fn there_is(records: &BTreeMap<&'static str, u64>) -> String {
    let counted = Kind::ALL.into_iter().filter_map(|kind| {
        let count = records.get(kind.as_str())?;
        Some(format!("{count} {}", kind.declaration().words.many))
    });
    let mut counted: Vec<_> = counted.collect();
    match counted.pop() {
        Some(last) if !counted.is_empty() => format!("{} and {last}", counted.join(", ")),
        last => last.unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_there_is() {
        let records = BTreeMap::from([("invoice", 180), ("company", 60), ("people", 240)]);
        assert_eq!(
            there_is(&records),
            "240 people, 60 companies and 180 invoices"
        );
    }
}
