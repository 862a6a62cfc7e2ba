mod register;
mod view;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, Subcommand};
use wellhead_core::audit::{About, Act, Detail, Entry, Fact, Value};
use wellhead_core::cause::Author;
use wellhead_core::id::WorkspaceId;
use wellhead_core::ledger::Ledger;
use wellhead_core::page::{Interval, Order, Page, PageRequest};
use wellhead_core::privacy::{
    NotificationFilter, NotificationStatus, RecallFilter, Reference, SubjectRight,
};
use wellhead_core::record::Kind;
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Moment;

use super::{Global, record};
use crate::host::SystemHost;
use crate::terminal::say;

#[derive(Debug, Subcommand)]
pub(super) enum Erasures {
    /// Erase a record: destroy what names it, and list who has to be told
    ///
    /// This cannot be undone. The record is soft-deleted with its links, its names, addresses and ids are destroyed, and a
    /// row or line that names it is not taken any more. What stays is which connectors it came from and went to, and when.
    Create(Create),
    /// List erasures, the newest first
    List(Of),
    /// List which recipients are to be told of an erasure, rectification or restriction; what is due first comes first
    Due {
        #[command(flatten)]
        of: Of,
        /// Only those with this status
        #[arg(long, value_name = "STATUS")]
        status: Option<NotificationStatus>,
    },
    /// Write down the erasures, to repeat them after a restore
    ///
    /// Keep the result apart from the backups, and as safe as them: it names nobody, but whoever has it can tell whether an
    /// id is among those that were erased.
    Export(Of),
    /// Repeat erasures in a database that was restored from a time before them
    ///
    /// Do so before anything is imported into it. What is erased already stays as it is.
    Replay {
        /// What 'wellhead erasures export' wrote; - for standard input
        #[arg(value_name = "FILE")]
        file: PathBuf,
        #[command(flatten)]
        of: Of,
        /// Only erasures recorded at this moment or later, such as 2026-05-10T14:32:00Z
        #[arg(long, value_name = "TIME")]
        since: Option<Moment>,
    },
}

#[derive(Debug, Args)]
pub(super) struct Create {
    /// The record: its id, or its external id
    #[arg(value_name = "ID")]
    wanted: String,
    /// The kind of record
    #[arg(long, value_name = "KIND", value_parser = record::kind(), default_value_t)]
    record: Kind,
    #[command(flatten)]
    of: Of,
    /// What the request is called elsewhere, such as the number of a ticket; it names nobody
    #[arg(long, value_name = "TEXT", value_parser = Reference::parse)]
    reference: Option<Reference>,
}

#[derive(Debug, Args)]
pub(super) struct Of {
    /// The workspace
    #[arg(long, value_name = "ID")]
    workspace: WorkspaceId,
}

impl Erasures {
    pub(super) async fn run(self, global: &Global) -> anyhow::Result<ExitCode> {
        let database = global.open().await?;
        let ledger = database.ledger();
        let (Self::List(of)
        | Self::Export(of)
        | Self::Create(Create { of, .. })
        | Self::Due { of, .. }
        | Self::Replay { of, .. }) = &self;
        let tenant = database.operator.tenant(of.workspace).await?;
        match self {
            Self::Create(create) => create.run(global, &ledger, tenant).await,
            Self::List(_) => {
                let erasures = every(|page| ledger.recalls(tenant, ERASURES, page)).await?;
                let views: Vec<_> = erasures.iter().rev().map(view::ErasureView::from).collect();
                global.output.list(&views)?;
                Ok(ExitCode::SUCCESS)
            }
            Self::Due { status, .. } => {
                let filter = NotificationFilter {
                    status,
                    recall: None,
                };
                let due = every(|page| ledger.notifications(tenant, filter, page)).await?;
                let recipients = due.iter().map(|it| it.workspace_connector).collect();
                let connectors = ledger.named(tenant, recipients).await?;
                let view = |it| view::NotificationView::of(it, &connectors);
                let views: Vec<_> = due.iter().map(view).collect();
                global.output.list(&views)?;
                Ok(ExitCode::SUCCESS)
            }
            Self::Export(_) => {
                let ids = About::Suppression.with(None);
                let entry = Entry::by_operator(&SystemHost, Act::Export, ids);
                ledger.audit(tenant, entry).await?;
                register::export(&ledger, tenant).await
            }
            Self::Replay { file, since, .. } => {
                let since = since.map(Moment::first);
                let entry = Entry::by_operator(&SystemHost, Act::Erase, tenant.workspace());
                ledger.audit(tenant, entry).await?;
                register::replay(global, &ledger, tenant, &file, since).await
            }
        }
    }
}

impl Create {
    async fn run(
        self,
        global: &Global,
        ledger: &Ledger,
        tenant: Tenant,
    ) -> anyhow::Result<ExitCode> {
        let noun = self.record.declaration().words.noun;
        let found = record::find(ledger, tenant, self.record, &self.wanted).await?;
        let found = found
            .with_context(|| format!("the workspace {} has no such {noun}", self.of.workspace))?;
        let author = Author::operator(tenant);
        let right = SubjectRight::Erasure;
        let made = ledger.recall(author, right, found.reference(), self.reference);
        let made = made.await?;
        let recall = Value::Id(made.id.uuid());
        let entry = Entry {
            detail: Detail::default().and(Fact::Recall, recall),
            ..Entry::by_operator(&SystemHost, Act::Erase, found.reference())
        };
        ledger.audit(tenant, entry).await?;
        global.output.one(&view::ErasureView::from(&made))?;
        if made.destroyed_at.is_none() {
            say(
                "It is recorded, and carried out once the database can be cleaned: 'wellhead serve' goes on with it.",
            );
        }
        if made.open > 0 {
            let Of { workspace } = self.of;
            say(format_args!(
                "{} to be told: see 'wellhead erasures due --workspace {workspace}'.",
                recipients(made.open)
            ));
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn recipients(number: u64) -> String {
    match number {
        1 => String::from("One recipient is"),
        number => format!("{number} recipients are"),
    }
}

const ERASURES: RecallFilter = RecallFilter {
    right: Some(SubjectRight::Erasure),
    record: None,
};

/// All pages of a list, the oldest first.
async fn every<T: wellhead_core::page::Positioned, E>(
    mut read: impl AsyncFnMut(PageRequest) -> Result<Page<T>, E>,
) -> Result<Vec<T>, E> {
    let mut all = Vec::new();
    let mut request = PageRequest {
        size: 500,
        order: Order::OldestFirst,
        created: Interval::default(),
        after: None,
        before: None,
    };
    loop {
        let page = read(request).await?;
        let next = request.next(&page);
        all.extend(page.items);
        match next {
            Some(next) => request.after = Some(next),
            None => return Ok(all),
        }
    }
}
