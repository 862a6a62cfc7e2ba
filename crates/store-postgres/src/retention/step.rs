use async_trait::async_trait;
use wellhead_core::command::Rejection;
use wellhead_core::id::{JobId, WorkspaceConnectorId};
use wellhead_core::privacy::retention::{Category, Holding, Place, Removed, Rules};
use wellhead_core::record::Kind;
use wellhead_core::resource::{Job, JobKind};
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use crate::error::Refused;
use crate::row::{At, Count, count, time, time_or_null};
use crate::session::Parameters;
use crate::slice::limit;
use crate::work::{Work, whole};
use crate::writer::Writer;

/// A row of the journal may have thousands of changes.
const ROW: usize = 10;

/// A run may have hundreds of deliveries and rejected lines.
const RUN: usize = 50;

/// The next step of a job.
pub(super) struct Step {
    pub(super) id: JobId,
    pub(super) limit: usize,
}

/// What was looked at in one place.
struct Visited {
    /// The number of rows.
    looked: usize,
    /// Where there are more of them; `None` if all were looked at.
    more: Option<Place>,
}

impl Visited {
    const NOTHING: Self = Self {
        looked: 0,
        more: None,
    };
}

#[async_trait]
impl Work for Step {
    type Done = Job;

    async fn run(&self, writer: &mut Writer<'_>) -> Result<Job, (usize, Refused)> {
        writer.retention_step(self).await.map_err(whole)
    }
}

impl Writer<'_> {
    async fn retention_step(&self, step: &Step) -> Result<Job, Refused> {
        let mut job = self.job_lock(step.id).await?.job;
        if job.kind != JobKind::Retain {
            return Err(Rejection::NotFound.into());
        }
        if job.completed_at.is_some() {
            return Ok(job);
        }
        let rules = self.retention_rules().await?;
        let mut place = self.place(job.id, &rules).await?;
        let mut removed = Removed::default();
        let mut left = step.limit;
        while let Some(here) = place.filter(|_| left > 0) {
            let visited = self.visit(&job, &rules, here, left, &mut removed).await?;
            // A place without a row costs a look, too.
            left = left.saturating_sub(visited.looked.max(1));
            if here.holding == Holding::JOURNAL {
                // Whoever writes to the workspace waits for the journal.
                left = 0;
            }
            job.scanned += u64::try_from(visited.looked).unwrap_or(u64::MAX);
            place = match visited.more {
                None => self.place_onward(here, &rules).await?,
                more => more,
            };
        }
        job.changed += removed.total();
        for (holding, number) in removed.iter() {
            job.removed.add(holding, number);
        }
        job.heartbeat_at = self.at.max(job.heartbeat_at);
        self.place_keep(&job, place).await?;
        match place {
            None => self.job_end(job, None).await,
            Some(_) => Ok(job),
        }
    }

    /// Looks at about `most` rows of a place, and removes those that are not kept.
    async fn visit(
        &self,
        job: &Job,
        rules: &Rules,
        here: Place,
        most: usize,
        removed: &mut Removed,
    ) -> Result<Visited, Refused> {
        let kind = here.holding.kind().map_or("", Kind::as_str);
        let after = here.after.map(At);
        let connector = here.workspace_connector.map(WorkspaceConnectorId::uuid);
        let (id, rows) = (job.id.uuid(), limit(most));
        let runs = limit(most.div_ceil(RUN));
        if !here.is_somewhere() {
            return Ok(Visited::NOTHING);
        }
        match here.holding.category() {
            Category::Journal => self.forget(job, rules, here, most, removed).await,
            Category::Links => {
                let sql = format!(
                    "SELECT e.looked, e.removed, e.last \
                     FROM core_api.expire_links($1, $2, $3, '{}', $4, $5) e",
                    here.direction
                );
                let parameters: Parameters<'_> = &[&id, &kind, &connector, &after, &rows];
                self.expire(&sql, parameters, here, removed).await
            }
            Category::History => {
                let sql = "SELECT e.looked, e.removed, e.last \
                           FROM core_api.expire_history($1, $2, $3, $4, $5) e";
                let parameters: Parameters<'_> = &[&id, &kind, &connector, &after, &rows];
                self.expire(sql, parameters, here, removed).await
            }
            Category::Tombstones => {
                let sql = "SELECT e.looked, e.removed, e.last \
                           FROM core_api.expire_tombstones($1, $2, $3, $4) e";
                let parameters: Parameters<'_> = &[&id, &kind, &after, &rows];
                self.expire(sql, parameters, here, removed).await
            }
            Category::Rejections => {
                let sql = "SELECT e.looked, e.removed, e.last \
                           FROM core_api.expire_rejections($1, $2, $3, $4, $5, $6) e";
                let parameters: Parameters<'_> = &[&id, &kind, &connector, &after, &runs, &rows];
                let visited = self.expire(sql, parameters, here, removed).await?;
                // There may be more of the same runs.
                let again = !job.dry_run && visited.looked == most;
                Ok(Visited {
                    more: if again { Some(here) } else { visited.more },
                    ..visited
                })
            }
            Category::Runs => {
                let sql = "SELECT e.looked, e.removed, e.last, e.rejections, e.is_full \
                           FROM core_api.expire_runs($1, $2, $3, $4, $5, $6) e";
                let parameters: Parameters<'_> = &[&id, &kind, &connector, &after, &runs, &rows];
                let row = self.only(sql, parameters).await?;
                removed.add(here.holding, count(&row, 1));
                if let Some(rejections) = Holding::new(Category::Rejections, here.holding.kind()) {
                    removed.add(rejections, count(&row, 3));
                }
                if row.get(4) {
                    return Ok(Visited {
                        looked: most,
                        more: Some(here),
                    });
                }
                Ok(Visited {
                    looked: size(count(&row, 0)).saturating_mul(RUN),
                    more: behind(here, time_or_null(&row, 2)),
                })
            }
        }
    }

    /// Removes rows by a function of the schema.
    async fn expire(
        &self,
        sql: &str,
        parameters: Parameters<'_>,
        here: Place,
        removed: &mut Removed,
    ) -> Result<Visited, Refused> {
        let row = self.only(sql, parameters).await?;
        removed.add(here.holding, count(&row, 1));
        Ok(Visited {
            looked: size(count(&row, 0)),
            more: behind(here, time_or_null(&row, 2)),
        })
    }

    /// Forgets the oldest changes.
    async fn forget(
        &self,
        job: &Job,
        rules: &Rules,
        here: Place,
        most: usize,
        removed: &mut Removed,
    ) -> Result<Visited, Refused> {
        let Some(cutoff) = rules.cutoff(here.holding, job.created_at) else {
            return Ok(Visited::NOTHING);
        };
        let most = most.div_ceil(ROW);
        let (old, position) = if job.dry_run {
            let sql = "SELECT j.position, j.at FROM core_api.journal j \
                       WHERE j.workspace_pk = $1 AND j.position > $2 ORDER BY j.position LIMIT $3";
            let after = Count(here.position);
            let rows = self
                .query(sql, &[self.tenant.pk(), &after, &limit(most)])
                .await?;
            let old = rows.iter().take_while(|row| time(row, 1) < cutoff);
            let positions: Vec<u64> = old.map(|row| count(row, 0)).collect();
            (positions.len(), positions.last().copied().unwrap_or(0))
        } else {
            let sql = "SELECT core_api.journal_forget($1, $2)";
            let row = self.only(sql, &[&At(cutoff), &limit(most)]).await?;
            (size(count(&row, 0)), 0)
        };
        removed.add(here.holding, u64::try_from(old).unwrap_or(u64::MAX));
        Ok(Visited {
            looked: old.saturating_mul(ROW),
            more: (old == most).then_some(Place { position, ..here }),
        })
    }

    /// The row of a statement that always returns one.
    async fn only(
        &self,
        sql: &str,
        parameters: Parameters<'_>,
    ) -> Result<tokio_postgres::Row, Refused> {
        let row = self.query_opt(sql, parameters).await?;
        Ok(row.ok_or(Rejection::NotFound)?)
    }
}

fn size(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// The same place behind the rows up to `last`, if there may be more.
fn behind(here: Place, last: Option<Timestamp>) -> Option<Place> {
    last.map(|last| Place {
        after: Some(last),
        ..here
    })
}
