use std::process::ExitCode;

use serde::Serialize;
use wellhead_intake::{RECIPES, Recipe};

use crate::cli::Global;
use crate::output::Row;

/// What is known of a system's exports.
#[derive(Serialize)]
struct Known {
    name: &'static str,
    title: &'static str,
    /// The column that is the id; where there are several, the first that a file has.
    external_person_id: String,
    note: Option<&'static str>,
}

impl From<&Recipe> for Known {
    fn from(recipe: &Recipe) -> Self {
        Self {
            name: recipe.name,
            title: recipe.title,
            external_person_id: recipe.external_id.join(" or "),
            note: recipe.note,
        }
    }
}

impl Row for Known {
    const COLUMNS: &'static [&'static str] = &["name", "title", "external_person_id", "note"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.name.to_owned(),
            self.title.to_owned(),
            self.external_person_id.clone(),
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
