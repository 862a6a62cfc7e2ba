use std::process::ExitCode;

use clap::Subcommand;
use serde::Serialize;
use wellhead_core::host::{Host, mint};
use wellhead_core::resource::{Connector as Resource, Name, Slug};

use super::Global;
use crate::host::SystemHost;
use crate::output::Row;

#[derive(Debug, Subcommand)]
pub(super) enum Connector {
    /// Create a connector
    Create {
        /// Its short name: lower-case letters, digits, '-' and '_'
        #[arg(value_parser = Slug::parse)]
        slug: Slug,
        /// The displayed name [default: the slug]
        #[arg(long, value_parser = Name::parse)]
        name: Option<Name>,
    },
    /// List all connectors, by slug
    List,
}

#[derive(Serialize)]
struct View {
    connector_id: String,
    slug: String,
    name: String,
    created_at: String,
}

impl From<Resource> for View {
    fn from(connector: Resource) -> Self {
        Self {
            connector_id: connector.id.to_string(),
            slug: connector.slug.to_string(),
            name: connector.name.to_string(),
            created_at: connector.times.created_at.to_string(),
        }
    }
}

impl Row for View {
    const COLUMNS: &'static [&'static str] = &["connector_id", "slug", "name", "created_at"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.connector_id.clone(),
            self.slug.clone(),
            self.name.clone(),
            self.created_at.clone(),
        ]
    }
}

impl Connector {
    pub(super) async fn run(self, global: &Global) -> anyhow::Result<ExitCode> {
        let operator = global.open().await?.operator;
        match self {
            Self::Create { slug, name } => {
                let at = SystemHost.now();
                let name = match name {
                    Some(name) => name,
                    None => Name::parse(slug.as_str())?,
                };
                let made = operator
                    .connector_create(at, mint(&SystemHost, at), &slug, &name)
                    .await?;
                global.output.one(&View::from(made))?;
            }
            Self::List => {
                let all = operator.connectors().await?;
                let views: Vec<_> = all.into_iter().map(View::from).collect();
                global.output.list(&views)?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}
