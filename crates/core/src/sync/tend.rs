use crate::ledger::Ledger;
use crate::store::{ApplyError, StoreError};

/// How long runs and jobs may be silent before the process that worked on them counts as gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// Microseconds for a run, whose client may be slow.
    pub run_micros: i64,
    /// Microseconds for a job, which takes a step every few milliseconds.
    pub job_micros: i64,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            run_micros: 5 * 60 * 1_000_000,
            job_micros: 30 * 1_000_000,
        }
    }
}

impl Ledger {
    /// Looks once for what processes that died have left: closes their runs as `error` with what they had
    /// committed, and carries their jobs on. Several processes may do so at once.
    ///
    /// # Errors
    /// When the store fails; what is left is found the next time.
    pub async fn tend(&self, patience: Patience) -> Result<(), StoreError> {
        let now = self.host().now();
        let soonest = patience.run_micros.min(patience.job_micros);
        let neglected = self.store().neglected(now.plus_micros(-soonest)).await?;
        for tenant in neglected {
            let at = self.host().now();
            let run_silence = at.plus_micros(-patience.run_micros);
            self.store().run_expire(tenant, at, run_silence).await?;
            let job_silence = at.plus_micros(-patience.job_micros);
            for job in self.store().job_abandoned(tenant, job_silence).await? {
                match self.job_carry_out(tenant, job, |_| ()).await {
                    Ok(_) | Err(ApplyError::Rejected { .. }) => {}
                    Err(ApplyError::Store(error)) => return Err(error),
                }
            }
        }
        Ok(())
    }
}
