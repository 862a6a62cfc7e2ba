use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use wellhead_core::id::JobId;

/// How often a job is tried before it is given up.
const MOST: u32 = 5;

/// How long a job rests after it failed for the first time. After each further time it rests twice as long.
const REST: Duration = Duration::from_secs(10);

/// The jobs at which the store failed.
#[derive(Debug, Default)]
pub(super) struct Tries(Mutex<HashMap<JobId, Failed>>);

#[derive(Debug, Clone, Copy)]
struct Failed {
    times: u32,
    again: Instant,
}

/// What to do with a job that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// Try it again, when it has rested.
    Again,
    /// It has failed so many times.
    GiveUp(u32),
}

impl Tries {
    /// Whether the job has rested.
    pub(super) fn is_due(&self, job: JobId, now: Instant) -> bool {
        self.all()
            .get(&job)
            .is_none_or(|failed| failed.again <= now)
    }

    /// Counts a failure. One that cannot be given up fails on, at longer and longer intervals.
    pub(super) fn failed(&self, job: JobId, now: Instant) -> Next {
        let mut all = self.all();
        let failed = all.entry(job).or_insert(Failed {
            times: 0,
            again: now,
        });
        failed.times += 1;
        failed.again = now + REST * 2_u32.pow(failed.times.min(10) - 1);
        match failed.times {
            ..MOST => Next::Again,
            times => Next::GiveUp(times),
        }
    }

    /// The job is done.
    pub(super) fn forget(&self, job: JobId) {
        self.all().remove(&job);
    }

    fn all(&self) -> MutexGuard<'_, HashMap<JobId, Failed>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    #[expect(
        clippy::disallowed_methods,
        reason = "tests have no host but this machine"
    )]
    fn a_job_rests_longer_and_longer_and_is_given_up() {
        let (tries, job) = (Tries::default(), JobId::new(Uuid::nil()));
        let now = Instant::now();
        let mut rested = Vec::new();
        for times in 1..=MOST {
            let next = tries.failed(job, now);
            let expected = if times < MOST {
                Next::Again
            } else {
                Next::GiveUp(MOST)
            };
            assert_eq!(next, expected);
            let rest =
                (0..600).find(|seconds| tries.is_due(job, now + Duration::from_secs(*seconds)));
            rested.push(rest.unwrap());
        }
        assert_eq!(rested, [10, 20, 40, 80, 160]);
        tries.forget(job);
        assert!(tries.is_due(job, now));
    }
}
