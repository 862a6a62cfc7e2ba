use std::process::ExitCode;

use clap::Args;
use serde::Serialize;
use wellhead_core::host::{Host, mint};
use wellhead_core::key::Token;
use wellhead_core::record::{Kind, RecordFilter};
use wellhead_core::resource::Deleted;
use wellhead_core::tenant::Role;

use super::Global;
use super::scope::oldest;
use super::serve::{Listen, until_stopped};
use crate::database::Database;
use crate::demo;
use crate::host::SystemHost;
use crate::output::{Output, Row};

#[derive(Debug, Args)]
pub(super) struct Demo {
    #[command(flatten)]
    listen: Listen,
}

/// What a newcomer needs.
#[derive(Serialize)]
struct Ready {
    url: String,
    database: String,
    workspace_id: String,
    token: String,
    person_id: String,
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
        let url = global.database_or("sqlite:wellhead-demo.db");
        let database = Database::open(url).await?;
        // The address first: without it there is no use in a key.
        let (listener, address) = self.listen.bind().await?;
        let ready = prepare(&database, url, format!("http://{address}")).await?;
        global.output.one(&ready)?;
        if global.output == Output::Text {
            print_lines_to_try(&ready);
        }
        until_stopped(listener, self.listen.named(database.ledger())).await?;
        Ok(ExitCode::SUCCESS)
    }
}

async fn prepare(database: &Database, name: &str, url: String) -> anyhow::Result<Ready> {
    let workspace = demo::fill(database).await?;
    let token = Token::generate(&SystemHost);
    let at = SystemHost.now();
    database
        .operator
        .key_create(
            at,
            mint(&SystemHost, at),
            workspace,
            Role::Admin,
            token.hash(),
        )
        .await?;
    let tenant = database.operator.tenant(workspace).await?;
    let filter = RecordFilter {
        external_id: Some(demo::person_to_look_at()?),
        deleted: Deleted::Exclude,
    };
    let ledger = database.ledger();
    let person = ledger
        .records(tenant, Kind::People, &filter, oldest(1))
        .await?;
    Ok(Ready {
        url,
        database: crate::database::redacted(name),
        workspace_id: workspace.to_string(),
        token: token.reveal().to_owned(),
        // Somebody may have deleted the person since.
        person_id: person
            .items
            .first()
            .map(|person| person.id.to_string())
            .unwrap_or_default(),
    })
}

fn print_lines_to_try(ready: &Ready) {
    let Ready {
        url,
        token,
        person_id,
        database,
        workspace_id,
    } = ready;
    println!(
        "
Open the console in a browser and sign in with the key. Or ask in another terminal: the newest links; where one
person came from and went; the connectors:

  curl -s -H 'Authorization: Bearer {token}' '{url}/v1/people-workspace-connectors?page[size]=3&include=people,workspace_connector.connector' -g
  curl -s -H 'Authorization: Bearer {token}' '{url}/v1/people/{person_id}/provenance'
  curl -s -H 'Authorization: Bearer {token}' '{url}/v1/workspace-connectors?include=connector'

The same for the person as a tree, and people of your own:

  wellhead provenance --database {database} --workspace {workspace_id} {person_id}
  wellhead import --database {database} --workspace {workspace_id} --connector my-crm --direction input people.csv

Ctrl-C stops the server; the database stays."
    );
}
