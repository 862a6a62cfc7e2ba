use std::io::{self, BufRead, IsTerminal, Write};
use std::process::ExitCode;

use anyhow::{bail, ensure};
use clap::Args;
use serde::Serialize;
use wellhead_core::host::Host;
use wellhead_core::id::WorkspaceId;
use wellhead_core::privacy::removal::{Contents, DeletedWorkspace, RowCounts};
use wellhead_core::store::{OperatorError, OperatorStore};

use super::Global;
use crate::host::SystemHost;
use crate::output::Row;
use crate::stop::Stop;
use crate::{progress, terminal};

/// The rows of one step, so that no other writer waits long.
const STEP: usize = 2_000;

#[derive(Debug, Args)]
pub(in crate::cli) struct Delete {
    /// The workspace
    #[arg(value_name = "ID")]
    workspace: WorkspaceId,
    /// Only count the rows that would be removed
    #[arg(long, conflicts_with = "confirm")]
    dry_run: bool,
    /// The workspace's name, as a confirmation; without it, the name has to be typed
    #[arg(long, value_name = "NAME")]
    confirm: Option<String>,
}

/// The rows of a table.
#[derive(Serialize)]
struct View<'a> {
    table: &'a str,
    rows: u64,
}

impl Row for View<'_> {
    const COLUMNS: &'static [&'static str] = &["table", "rows"];

    fn cells(&self) -> Vec<String> {
        vec![self.table.to_owned(), self.rows.to_string()]
    }
}

fn print(global: &Global, rows: &RowCounts) -> io::Result<()> {
    let views: Vec<_> = rows
        .iter()
        .map(|(table, rows)| View { table, rows })
        .collect();
    global.output.list(&views)
}

impl Delete {
    pub(super) async fn run(self, global: &Global) -> anyhow::Result<ExitCode> {
        let mut stop = Stop::listen()?;
        let operator = global.open().await?.operator;
        let contents = match operator.workspace_contents(self.workspace).await {
            Err(OperatorError::WorkspaceNotFound(id)) => return Err(missing(&*operator, id).await),
            contents => contents?,
        };
        if self.dry_run {
            print(global, &contents.rows)?;
            return Ok(ExitCode::SUCCESS);
        }
        self.confirm(&contents)?;
        let removal = operator
            .workspace_close(SystemHost.now(), self.workspace)
            .await?;
        let removed = tokio::select! {
            biased;
            () = stop.asked() => {
                terminal::say(format_args!(
                    "wellhead: stopped; no key opens the workspace any more, and the command removes the rest of it when \
                     it is repeated"
                ));
                return Ok(Stop::exit_code());
            }
            removed = empty(&*operator, removal, contents.rows.total()) => removed?,
        };
        print(global, &removed.removed)?;
        Ok(ExitCode::SUCCESS)
    }

    /// Fails unless somebody says the workspace's name.
    fn confirm(&self, contents: &Contents) -> anyhow::Result<()> {
        let name = contents.workspace.name.as_str();
        let said = match &self.confirm {
            Some(said) => said.clone(),
            None => ask(contents)?,
        };
        ensure!(
            said == name,
            "'{said}' is not the name of the workspace {}; nothing was removed",
            self.workspace
        );
        Ok(())
    }
}

/// Why there is no such workspace.
async fn missing(operator: &dyn OperatorStore, id: WorkspaceId) -> anyhow::Error {
    let deleted = match operator.workspaces_deleted().await {
        Ok(deleted) => deleted,
        Err(error) => return error.into(),
    };
    let found = deleted.iter().find(|it| it.id == id);
    match found.and_then(|it| it.completed_at) {
        Some(at) => anyhow::anyhow!("the workspace {id} was removed at {at}"),
        None => OperatorError::WorkspaceNotFound(id).into(),
    }
}

/// Asks for the name.
fn ask(contents: &Contents) -> anyhow::Result<String> {
    let id = contents.workspace.id;
    if !io::stdin().is_terminal() {
        bail!("this removes all of the workspace {id}; confirm it with --confirm NAME");
    }
    terminal::say(format_args!(
        "This removes all of the workspace {id}, for good: {} rows. To confirm it, type its name:",
        contents.rows.total()
    ));
    io::stderr().flush()?;
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

async fn empty(
    operator: &dyn OperatorStore,
    mut removal: DeletedWorkspace,
    total: u64,
) -> Result<DeletedWorkspace, OperatorError> {
    let bar = progress::bar(Some(total), "removing");
    while removal.completed_at.is_none() {
        let step = operator.workspace_empty(SystemHost.now(), removal.id, STEP);
        removal = step.await?;
        bar.set_position(removal.removed.total());
        progress::count(&bar, removal.removed.total(), "rows");
    }
    bar.finish_and_clear();
    Ok(removal)
}
