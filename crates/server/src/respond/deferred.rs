//! Jobs, for work that takes longer than a request should.

use tracing::Instrument;
use wellhead_core::resource::{Job, JobKind, Selection};
use wellhead_core::store::ApplyError;
use wellhead_core::tenant::Tenant;
use wellhead_jsonapi::query::Fieldsets;

use crate::app::App;
use crate::resources::job;
use crate::respond::answer::Answer;
use crate::respond::url::at;

impl App {
    /// Opens a job and starts it: 202. A dry run is finished before the answer: 200.
    ///
    /// If the process dies, another one resumes the job.
    pub(crate) async fn defer(
        &self,
        tenant: Tenant,
        kind: JobKind,
        selection: Selection,
        dry_run: bool,
    ) -> Result<Answer, ApplyError> {
        let ledger = self.ledger.clone();
        let job = ledger.job_open(tenant, kind, selection, dry_run).await?;
        if dry_run {
            let job = ledger.job_carry_out(tenant, job, |_| ()).await?;
            return Ok(answer(&job));
        }
        Ok(self.start(tenant, job))
    }

    /// Starts a job that was opened: 202.
    pub(crate) fn start(&self, tenant: Tenant, job: Job) -> Answer {
        let answer = answer(&job).accepted(job::path(job.id));
        self.carry_out(tenant, job);
        answer
    }

    /// Carries out a job that was opened, apart from the request.
    pub(crate) fn carry_out(&self, tenant: Tenant, job: Job) {
        let (ledger, id) = (self.ledger.clone(), job.id);
        let work = async move {
            if let Err(error) = ledger.job_carry_out(tenant, job, |_| ()).await {
                tracing::warn!(%error, job = %id, "a job stopped; it is resumed later");
            }
        };
        tokio::spawn(work.in_current_span());
    }
}

fn answer(job: &Job) -> Answer {
    let fields = Fieldsets::default();
    let data = job::resource(job, &fields);
    Answer::resource(&at(job::path(job.id)), data, None).with_version(&job::times(job))
}
