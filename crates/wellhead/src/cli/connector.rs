use std::collections::BTreeMap;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use serde::Serialize;
use wellhead_core::host::{Host, mint};
use wellhead_core::privacy::{FIELDS, LegalChanges};
use wellhead_core::resource::{Connector as Resource, Name, Slug};

use super::{Global, Usage};
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
    /// Record who is behind a connector in law, from now on
    ///
    /// What was recorded before stays: reports say what was true at the time. An empty text takes a value back.
    #[command(arg_required_else_help = true)]
    Update {
        /// Its short name
        #[arg(value_parser = Slug::parse)]
        slug: Slug,
        #[command(flatten)]
        legal: Entity,
    },
    /// List all connectors, by slug
    List,
}

/// Who is behind a connector in law.
#[derive(Debug, Args)]
pub(super) struct Entity {
    /// The registered name of whoever receives the data or sends it
    #[arg(long, value_name = "NAME")]
    legal_name: Option<String>,
    /// Where it is established
    #[arg(long, value_name = "TEXT")]
    address: Option<String>,
    /// The country of that address, such as IE
    #[arg(long, value_name = "CODE")]
    country: Option<String>,
    /// Its data protection contact: an e-mail address or a URL
    #[arg(long, value_name = "CONTACT")]
    contact: Option<String>,
    /// What the data is exchanged for
    #[arg(long, value_name = "TEXT")]
    purpose: Option<String>,
}

impl Entity {
    fn changes(self) -> Result<LegalChanges, Usage> {
        let mut changes = LegalChanges::default();
        let Self {
            legal_name,
            address,
            country,
            contact,
            purpose,
        } = self;
        let given = [legal_name, address, country, contact, purpose];
        for (position, (given, field)) in given.into_iter().zip(&FIELDS).enumerate() {
            match given.as_deref() {
                None => {}
                Some("") => changes.clear(position),
                Some(text) => changes
                    .set(position, text)
                    .map_err(|why| Usage(format!("--{} {why}", field.name.replace('_', "-"))))?,
            }
        }
        if changes.is_empty() {
            return Err(Usage(
                "say what to change: --legal-name, --address, --country, --contact or --purpose"
                    .to_owned(),
            ));
        }
        Ok(changes)
    }
}

#[derive(Serialize)]
struct View {
    connector_id: String,
    slug: String,
    name: String,
    #[serde(flatten)]
    legal: BTreeMap<&'static str, Option<String>>,
    created_at: String,
}

impl From<Resource> for View {
    fn from(connector: Resource) -> Self {
        Self {
            connector_id: connector.id.to_string(),
            slug: connector.slug.to_string(),
            name: connector.name.to_string(),
            legal: connector
                .legal
                .iter()
                .map(|(name, value)| (name, value.map(str::to_owned)))
                .collect(),
            created_at: connector.times.created_at.to_string(),
        }
    }
}

impl Row for View {
    const COLUMNS: &'static [&'static str] = &[
        "connector_id",
        "slug",
        "name",
        "created_at",
        "legal_name",
        "country",
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            self.connector_id.clone(),
            self.slug.clone(),
            self.name.clone(),
            self.created_at.clone(),
            self.said("legal_name"),
            self.said("country"),
        ]
    }
}

impl View {
    fn said(&self, name: &str) -> String {
        let said = self.legal.get(name).cloned().flatten();
        said.unwrap_or_else(|| "-".to_owned())
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
            Self::Update { slug, legal } => {
                let changes = legal.changes()?;
                let at = SystemHost.now();
                let updated = operator.connector_update(at, &slug, &changes).await?;
                global.output.one(&View::from(updated))?;
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
