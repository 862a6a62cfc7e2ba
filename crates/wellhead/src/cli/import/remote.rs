//! An import into a running server, through its API.

mod activation;
mod ledger;
mod resume;
mod run;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{anyhow, bail, ensure};
use clap::Args;
use serde_json::json;
use wellhead_core::id::{SyncRunId, WorkspaceConnectorId};
use wellhead_core::resource::{RunStatus, SyncRun};

use super::{Import, Inputs};
use crate::cli::Usage;
use crate::remote::{Address, Delivery, Key, Refusal, Server, Trouble, run as read_run};
use crate::stop::Stop;
use crate::terminal::say;
pub(super) use ledger::RemoteLedger;
pub(super) use run::RemoteRun;

const RUNS: &str = "/v1/workspace-connector-sync-logs";

/// The address of a running server, and how to use it.
#[derive(Debug, Args)]
#[command(next_help_heading = "Into a running server")]
pub(super) struct Remote {
    /// Send the rows to a running server through its API, such as `https://ledger.example.org`
    ///
    /// This needs no database login on this machine, only a key of the role sync; --database is not used. The
    /// connector must exist on the server, and be active in the workspace unless the key is an admin's. A delivery
    /// that breaks off is resumed after the last committed row.
    #[arg(long, value_name = "URL")]
    server: Option<String>,
    /// A file with the key, or - for standard input; by default the key is read from `WELLHEAD_KEY`
    #[arg(long, value_name = "FILE", requires = "server")]
    key_file: Option<PathBuf>,
    /// Resume the run that an earlier import of the same files left open
    #[arg(long, value_name = "RUN_ID", requires = "server")]
    resume: Option<SyncRunId>,
    /// How long to keep retrying when the server does not answer
    #[arg(
        long,
        value_name = "SECONDS",
        requires = "server",
        default_value_t = 300
    )]
    give_up_after: u64,
    /// Allow sending the key and the rows to another machine unencrypted, where anyone on the network can read them
    #[arg(long, requires = "server")]
    insecure_http: bool,
}

impl Import {
    /// The server that the command line names, if any; no request is made yet.
    pub(super) fn server(&self, inputs: &Inputs) -> anyhow::Result<Option<ServerArguments>> {
        let Some(address) = &self.remote.server else {
            return Ok(None);
        };
        // Not parsed by clap, whose error message would repeat a password in the URL.
        let address: Address = address
            .parse()
            .map_err(|error| Usage(format!("--server: {error:#}")))?;
        ensure!(
            address.is_encrypted() || address.is_loopback() || self.remote.insecure_http,
            Usage(format!(
                "{address} is not encrypted: anyone on the network could read the key and the records; use https, \
                 or --insecure-http if that does not matter"
            ))
        );
        ensure!(
            !self.remote.key_file.iter().any(|word| Key::is_one(word)),
            Usage(
                "--key-file takes a file name, because process lists show the command line; revoke that key, and put \
                 the next one into a file"
                    .to_owned()
            )
        );
        let is_stdin = |path: &PathBuf| path.as_os_str() == "-";
        ensure!(
            !(self.remote.key_file.iter().any(is_stdin) && self.files.iter().any(is_stdin)),
            Usage("standard input can be the key or a FILE, not both".to_owned())
        );
        if self.remote.resume.is_some() && inputs.have_pipe() {
            bail!(Usage(
                "--resume reads the files from the start, which is not possible with a pipe"
                    .to_owned()
            ));
        }
        Ok(Some(ServerArguments {
            address,
            key: Key::read(self.remote.key_file.as_deref())?,
            patience: Duration::from_secs(self.remote.give_up_after),
        }))
    }

    /// Opens a run on the server, or finds the one to resume.
    pub(super) async fn open_at(
        &self,
        server: Server,
        inputs: &Inputs,
    ) -> anyhow::Result<RemoteRun> {
        self.is_in_workspace(&server).await?;
        let activation = self.activation(&server).await?;
        let (run, committed, delivery);
        if let Some(id) = self.remote.resume {
            run = self.left_open(&server, id, activation).await?;
            delivery = self.delivery(&run, inputs);
            committed = server.committed(delivery).await?;
            ensure!(
                committed > 0 || run.tally.records_synced() + run.tally.rejected == 0,
                "the run {id} was begun with other files or reading options, or the files have changed since; \
                 use the same ones, or wait until the run is closed, 5 minutes after its last heartbeat"
            );
            say(format_args!(
                "wellhead: resuming the run {id} after row {committed}"
            ));
        } else {
            run = self.begin(&server, activation).await?;
            delivery = self.delivery(&run, inputs);
            committed = 0;
            let id = run.id;
            let address = server.address();
            say(if inputs.have_pipe() {
                format!("wellhead: the run {id} is open at {address}")
            } else {
                format!(
                    "wellhead: the run {id} is open at {address}; if this process dies, resume with: {}",
                    resume::command(id)
                )
            });
        }
        Ok(RemoteRun::new(
            server,
            delivery,
            committed,
            !inputs.have_pipe(),
        ))
    }

    fn delivery(&self, run: &SyncRun, inputs: &Inputs) -> Delivery {
        let how = format!("{:?}", self.form);
        Delivery {
            run: run.id,
            record: run.record,
            id: resume::delivery_id(run.id, inputs, &how),
            on_duplicate: self.on_duplicate.into(),
            on_conflict: self.on_conflict.into(),
            on_known: self.on_known.into(),
            on_suppressed: self.on_suppressed.into(),
        }
    }

    async fn begin(
        &self,
        server: &Server,
        activation: WorkspaceConnectorId,
    ) -> anyhow::Result<SyncRun> {
        let document = json!({ "data": {
            "type": "workspace_connector_sync_log",
            "attributes": {
                "record": self.record.as_str(),
                "direction": self.direction.as_str(),
                "trigger_type": "manual",
                "mode": self.sweep.mode().as_str(),
            },
            "relationships": { "workspace_connector": { "data": {
                "type": "workspace_connector", "id": activation.to_string(),
            }}},
        }});
        match server.post(RUNS, document).await {
            Ok(document) => Ok(read_run(&document)?),
            Err(Trouble::Refused(refusal)) => Err(self.may_not_begin(*refusal)),
            Err(trouble) => Err(trouble.into()),
        }
    }

    /// Adds what to do about it.
    fn may_not_begin(&self, refusal: Refusal) -> anyhow::Error {
        let (connector, record, direction) = (&self.connector, self.record, self.direction);
        let open = refusal.meta["id"].as_str().and_then(|id| id.parse().ok());
        match (refusal.code.as_str(), open) {
            ("run_open", Some(run)) => anyhow!(
                "the run {run} is open for '{connector}', {record}, {direction}: another import is running, or one was \
                 interrupted. Wait for it, or resume it with the same files: {}\n\
                 A run without a heartbeat for 5 minutes is closed automatically",
                resume::command(run),
            ),
            ("connector_disabled", _) => anyhow!(
                "'{connector}' is disconnected in this workspace; to reconnect it, set the status of its \
                 workspace connector to enabled, with an admin's key"
            ),
            _ => Trouble::from(refusal).into(),
        }
    }

    /// The run to resume, if this import could have left it open.
    async fn left_open(
        &self,
        server: &Server,
        id: SyncRunId,
        activation: WorkspaceConnectorId,
    ) -> anyhow::Result<SyncRun> {
        let run = read_run(&server.get(format!("{RUNS}/{id}")).await?)?;
        if let Some(error) = &run.error {
            bail!("the run {id} is closed: {error}; import the files again without --resume");
        }
        ensure!(
            run.status == RunStatus::InProgress,
            "the run {id} is closed, as {}; there is nothing to resume",
            run.status
        );
        let mode = self.sweep.mode();
        ensure!(
            run.workspace_connector == activation
                && run.record == self.record
                && run.direction == self.direction
                && run.mode == mode,
            "the run {id} is {}, {}, {}, of the workspace connector {}, but the command line says {mode}, {}, {}, of \
             {activation}",
            run.mode,
            run.record,
            run.direction,
            run.workspace_connector,
            self.record,
            self.direction,
        );
        Ok(run)
    }

    /// Fails if the command line names a workspace other than the key's.
    pub(super) async fn is_in_workspace(&self, server: &Server) -> anyhow::Result<()> {
        let Some(workspace) = self.workspace else {
            return Ok(());
        };
        match server.get(format!("/v1/workspaces/{workspace}")).await {
            Err(Trouble::Refused(refusal)) if refusal.status == 404 => {
                bail!("the key does not belong to the workspace {workspace}")
            }
            found => found.map(|_| ()).map_err(Into::into),
        }
    }
}

/// The options for reaching a server.
pub(super) struct ServerArguments {
    address: Address,
    key: Key,
    patience: Duration,
}

impl ServerArguments {
    pub(super) fn connect(self, stop: Stop) -> anyhow::Result<Server> {
        Server::new(self.address, self.key, self.patience, stop)
    }
}
