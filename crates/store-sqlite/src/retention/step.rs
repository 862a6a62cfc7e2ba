use wellhead_core::command::Rejection;
use wellhead_core::id::JobId;
use wellhead_core::privacy::retention::{Category, Place, Removed, Rules};
use wellhead_core::resource::{Job, JobKind, JobStatus};
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use super::{ended, forget, place, policy, removing, runs, tombstones};
use crate::change::Change;
use crate::error::Undone;
use crate::jobs::{end, existing};

/// What a step works with.
pub(super) struct Step<'a> {
    pub(super) change: &'a Change<'a>,
    pub(super) rules: &'a Rules,
    /// From when the periods count back: when the job was opened.
    pub(super) since: Timestamp,
    pub(super) dry_run: bool,
}

/// What was looked at in one place.
pub(super) struct Visited {
    /// The number of rows.
    pub(super) looked: usize,
    /// Where there are more of them; `None` if all were looked at.
    pub(super) more: Option<Place>,
}

impl Visited {
    pub(super) const NOTHING: Self = Self {
        looked: 0,
        more: None,
    };
}

/// Does the next step of a job.
pub(super) fn step(change: &Change<'_>, id: JobId, limit: usize) -> Result<Job, Undone<Rejection>> {
    let stored = existing(change, id)?;
    let mut job = stored.job;
    if job.kind != JobKind::Retain {
        return Err(Undone::Refused(Rejection::NotFound));
    }
    if job.status != JobStatus::InProgress {
        return Ok(job);
    }
    let rules = policy::rules(change.connection, change.tenant)?;
    let step = Step {
        change,
        rules: &rules,
        since: job.created_at,
        dry_run: job.dry_run,
    };
    let mut place = place::get(change, stored.pk, &rules)?;
    let mut removed = Removed::default();
    let mut left = limit;
    removing(change.connection, *change.tenant.pk(), || {
        while let Some(here) = place.filter(|_| left > 0) {
            let visited = step.visit(here, left, &mut removed)?;
            // A place without a row costs a look, too.
            left = left.saturating_sub(visited.looked.max(1));
            job.scanned += u64::try_from(visited.looked).unwrap_or(u64::MAX);
            place = match visited.more {
                None => place::onward(change, here, &rules)?,
                more => more,
            };
        }
        Ok(())
    })?;
    job.changed += removed.total();
    for (holding, number) in removed.iter() {
        job.removed.add(holding, number);
    }
    job.heartbeat_at = change.at.max(job.heartbeat_at);
    place::keep(change, stored.pk, &job, place)?;
    if place.is_none() {
        job = end(change, stored.pk, job, None)?;
    }
    Ok(job)
}

impl Step<'_> {
    /// Looks at about `most` rows of a place, and removes those that are not kept.
    fn visit(&self, here: Place, most: usize, removed: &mut Removed) -> rusqlite::Result<Visited> {
        if !here.is_somewhere() {
            return Ok(Visited::NOTHING);
        }
        match here.holding.category() {
            Category::Journal => forget::forget(self, here, most, removed),
            Category::Links => ended::links(self, here, most, removed),
            Category::History => ended::history(self, here, most, removed),
            Category::Tombstones => tombstones::tombstones(self, here, most, removed),
            Category::Rejections => runs::rejections(self, here, most, removed),
            Category::Runs => runs::runs(self, here, most, removed),
        }
    }

    /// Counts what was removed of a place's holding, and writes down that it was cut off there.
    pub(super) fn count(
        &self,
        here: Place,
        cutoff: Timestamp,
        number: u64,
        removed: &mut Removed,
    ) -> rusqlite::Result<()> {
        removed.add(here.holding, number);
        if number > 0 && !self.dry_run {
            let change = self.change;
            policy::cut(change.connection, change.tenant, here.holding, cutoff)?;
        }
        Ok(())
    }
}

/// The time after which a place's rows were not looked at, as it is stored.
pub(super) fn after(here: Place) -> i64 {
    here.after.map_or(i64::MIN, Timestamp::as_micros)
}
