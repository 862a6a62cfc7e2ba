use crate::command::Rejection;
use crate::host;
use crate::id::{JobId, WorkspaceConnectorId};
use crate::ledger::Ledger;
use crate::measured;
use crate::page::{Page, PageRequest, Total, every};
use crate::record::Kind;
use crate::resource::{
    Deleted, Direction, Job, JobCursor, JobKind, JobStatus, LinkFilter, Selection, Stream,
    WorkspaceConnectorFilter,
};
use crate::store::{ApplyError, NewJob, StoreError};
use crate::tenant::Tenant;

/// The links of one step: a few milliseconds of work, so that no other writer waits long.
const STEP: usize = 2_000;

impl Ledger {
    /// Opens a job, to be [carried out](Self::job_carry_out).
    ///
    /// # Errors
    /// When its connector is missing, or the store fails.
    pub async fn job_open(
        &self,
        tenant: Tenant,
        kind: JobKind,
        selection: Selection,
        dry_run: bool,
    ) -> Result<Job, ApplyError> {
        let total = match kind {
            // It looks at more than active links.
            JobKind::Retain => 0,
            _ => self.selected(tenant, &selection).await?,
        };
        let at = self.host().now();
        let job = NewJob {
            id: host::mint(self.host(), at),
            kind,
            selection,
            dry_run,
            total,
            worker: self.worker(),
        };
        self.store().job_open(tenant, at, job).await
    }

    /// The number of active links in a selection.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn selected(&self, tenant: Tenant, selection: &Selection) -> Result<u64, StoreError> {
        let filter = LinkFilter {
            record: None,
            workspace_connector: selection.workspace_connector,
            direction: selection.direction,
            deleted: Deleted::Exclude,
        };
        let mut total = 0;
        for kind in selection.kinds() {
            let count = async |filter| {
                let created = selection.created;
                let count = self
                    .store()
                    .link_count(tenant, kind, filter, created, u64::MAX);
                count.await.map(Total::counted)
            };
            if selection.records.is_empty() {
                total += count(filter).await?;
            }
            for id in &selection.records {
                let record = Some(*id);
                total += count(LinkFilter { record, ..filter }).await?;
            }
        }
        Ok(total)
    }

    /// One job.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn job(&self, tenant: Tenant, id: JobId) -> Result<Option<Job>, StoreError> {
        self.store().job_get(tenant, id).await
    }

    /// The jobs among `ids` that exist.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn jobs_found(&self, tenant: Tenant, ids: &[JobId]) -> Result<Vec<Job>, StoreError> {
        self.store().job_find(tenant, ids).await
    }

    /// A page of jobs.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn jobs(&self, tenant: Tenant, page: PageRequest) -> Result<Page<Job>, StoreError> {
        page.read(|slice| self.store().job_list(tenant, slice))
            .await
    }

    /// The number of jobs on all pages. Reads them all: their number grows with the connectors, not with the links.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn jobs_total(&self, tenant: Tenant, page: PageRequest) -> Result<u64, StoreError> {
        let all = every(page.created, |slice| self.store().job_list(tenant, slice));
        Ok(all.await?.len() as u64)
    }

    /// Whether this process carries the job out, or will when those before it are done.
    #[must_use]
    pub fn job_is_under_way(&self, id: JobId) -> bool {
        self.turns().has(id)
    }

    /// Gives a job up, with the reason.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn job_give_up(
        &self,
        tenant: Tenant,
        id: JobId,
        why: &str,
    ) -> Result<Job, ApplyError> {
        let at = self.host().now();
        let closed = self.store().job_close(tenant, at, id, Some(why)).await?;
        measured::job(&closed);
        Ok(closed)
    }

    /// Carries out a job from where it is, and calls `progress` after each step. It waits for other jobs of its kind in the
    /// workspace that this process carries out. Another process may do the same at the same time: each step is done once.
    ///
    /// # Errors
    /// When the workspace is suspended, or the store fails; the job can be carried on later.
    pub async fn job_carry_out(
        &self,
        tenant: Tenant,
        job: Job,
        progress: impl FnMut(&Job) + Send,
    ) -> Result<Job, ApplyError> {
        let _turn = self.turns().take(tenant, &job).await;
        let job = self.job_carry_on(tenant, job, progress).await?;
        measured::job(&job);
        Ok(job)
    }

    async fn job_carry_on(
        &self,
        tenant: Tenant,
        job: Job,
        mut progress: impl FnMut(&Job) + Send,
    ) -> Result<Job, ApplyError> {
        match job.kind {
            JobKind::Merge => return self.merge_carry_out(tenant, job, progress).await,
            JobKind::Erase => return self.erasure_carry_out(tenant, job).await,
            _ => {}
        }
        if job.kind == JobKind::Retain {
            return self.retain_on(tenant, job, progress).await;
        }
        let streams = self.streams(tenant, &job.selection).await?;
        let mut job = job;
        while job.status == JobStatus::InProgress {
            job = self.walk(tenant, job, &streams, &mut progress).await?;
            // The job is still in progress if more links were made meanwhile than the last step may delete.
            let at = self.host().now();
            job = self.store().job_close(tenant, at, job.id, None).await?;
            self.bell().ring(tenant.workspace());
        }
        Ok(job)
    }

    /// Refuses to go on in a suspended workspace. Jobs ask before each step, so that one that is under way pauses soon.
    pub(crate) async fn refuse_suspended(&self, tenant: Tenant) -> Result<(), ApplyError> {
        let workspace = self.workspace(tenant).await?;
        match workspace.and_then(|it| it.suspended_at) {
            Some(_) => Err(ApplyError::Rejected {
                index: 0,
                rejection: Rejection::WorkspaceSuspended,
            }),
            None => Ok(()),
        }
    }

    /// Does the steps of a job, from where it is to the end of `streams`.
    async fn walk(
        &self,
        tenant: Tenant,
        mut job: Job,
        streams: &[Stream],
        progress: &mut (impl FnMut(&Job) + Send),
    ) -> Result<Job, ApplyError> {
        for stream in streams {
            loop {
                let after = match job.cursor {
                    Some(cursor) if cursor.stream > *stream => break,
                    Some(cursor) if cursor.stream == *stream => cursor.after,
                    _ => None,
                };
                let from = JobCursor {
                    stream: *stream,
                    after,
                };
                self.refuse_suspended(tenant).await?;
                let at = self.host().now();
                match self.store().job_step(tenant, at, job.id, from, STEP).await {
                    Ok(stepped) => {
                        self.bell().ring(tenant.workspace());
                        job = stepped.job;
                        progress(&job);
                        if !stepped.more {
                            break;
                        }
                    }
                    Err(ApplyError::Rejected {
                        rejection: Rejection::JobIsDone,
                        ..
                    }) => return Ok(job),
                    Err(error) => return Err(error),
                }
            }
        }
        Ok(job)
    }

    /// The streams of a selection, in order. Of all connectors, those that have active links now: of a thousand connectors few
    /// have links of each kind in each direction, and a step costs a transaction even where there is nothing.
    async fn streams(
        &self,
        tenant: Tenant,
        selection: &Selection,
    ) -> Result<Vec<Stream>, StoreError> {
        let mut streams = match selection.workspace_connector {
            Some(connector) => Kind::ALL
                .into_iter()
                .flat_map(|kind| both(connector, kind))
                .collect(),
            None => self.active_streams(tenant).await?,
        };
        streams.retain(|stream| selection.holds(*stream));
        streams.sort_unstable();
        Ok(streams)
    }

    /// All streams that have active links.
    async fn active_streams(&self, tenant: Tenant) -> Result<Vec<Stream>, StoreError> {
        let filter = WorkspaceConnectorFilter::default();
        let connectors = self.every_workspace_connector(tenant, filter).await?;
        let connectors: Vec<_> = connectors.iter().map(|it| it.id).collect();
        let active = self.store().link_active(tenant, &connectors).await?;
        let mut streams = Vec::new();
        for (connector, active) in connectors.into_iter().zip(active) {
            for links in active {
                let both = both(connector, links.kind).into_iter();
                streams.extend(both.filter(|stream| links.of(stream.direction) > 0));
            }
        }
        Ok(streams)
    }
}

/// A connector's streams of one kind.
fn both(workspace_connector: WorkspaceConnectorId, record: Kind) -> [Stream; 2] {
    Direction::ALL.map(|direction| Stream {
        workspace_connector,
        record,
        direction,
    })
}

impl JobKind {
    /// Whether the job disables a connector.
    #[must_use]
    pub const fn ends_connector(self) -> bool {
        matches!(self, Self::Disconnect | Self::Delete)
    }
}
