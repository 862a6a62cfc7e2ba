use std::process::ExitCode;

use serde::Serialize;
use wellhead_core::record::Kind;
use wellhead_intake::{RECIPES, Recipe};

use crate::cli::Global;
use crate::output::Row;

/// A known system's export format.
#[derive(Serialize)]
struct Known {
    name: &'static str,
    /// The kind of record; none if it fits any kind.
    record: Option<&'static str>,
    title: &'static str,
    /// The id columns; the first one that a file has is used.
    external_id: String,
    note: Option<&'static str>,
}

impl From<&Recipe> for Known {
    fn from(recipe: &Recipe) -> Self {
        Self {
            name: recipe.name,
            record: recipe.record.map(Kind::as_str),
            title: recipe.title,
            external_id: recipe.ids().join(" or "),
            note: recipe.note,
        }
    }
}

impl Row for Known {
    const COLUMNS: &'static [&'static str] = &["name", "record", "title", "external_id", "note"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.name.to_owned(),
            self.record.unwrap_or("any").to_owned(),
            self.title.to_owned(),
            self.external_id.clone(),
            self.note.unwrap_or_default().to_owned(),
        ]
    }
}

/// Lists the systems whose exports are known.
pub(super) fn list(global: &Global) -> anyhow::Result<ExitCode> {
    let known: Vec<_> = RECIPES.iter().map(Known::from).collect();
    global.output.list(&known)?;
    Ok(ExitCode::SUCCESS)
}
