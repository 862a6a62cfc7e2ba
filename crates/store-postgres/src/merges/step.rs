use async_trait::async_trait;
use wellhead_core::cause::Grounds;
use wellhead_core::command::Rejection;
use wellhead_core::id::JobId;
use wellhead_core::journal::{Act, Heading};
use wellhead_core::record::Kind;
use wellhead_core::resource::{Job, JobStatus};
use wellhead_core::store::Stepped;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use crate::cause::unseen;
use crate::error::Refused;
use crate::row::{At, time};
use crate::slice::limit as rows;
use crate::table::LinkTable;
use crate::work::{Work, whole};
use crate::writer::Writer;

/// A step of a merge.
pub(super) struct Step {
    pub(super) id: JobId,
    pub(super) limit: usize,
}

#[async_trait]
impl Work for Step {
    type Done = Stepped;

    async fn run(&self, writer: &mut Writer<'_>) -> Result<Stepped, (usize, Refused)> {
        writer.merge_step(self).await.map_err(whole)
    }
}

impl Writer<'_> {
    async fn merge_step(&self, step: &Step) -> Result<Stepped, Refused> {
        let job = self.job_lock(step.id).await?.job;
        if job.completed_at.is_some() {
            return Err(Rejection::JobIsDone.into());
        }
        let sql = "SELECT pk FROM core_api.merges WHERE workspace_pk = $1 AND merge_id = $2";
        let row = self
            .query_opt(sql, &[self.tenant.pk(), &step.id.uuid()])
            .await?;
        let merge: i64 = row.ok_or(Rejection::NotFound)?.get(0);
        let job = self.merge_move(job, merge, step.limit).await?;
        Ok(Stepped {
            more: job.status == JobStatus::InProgress,
            job,
        })
    }

    /// Moves up to `limit` of the links that are left to the survivor, and ends the job if there are no more.
    pub(super) async fn merge_move(
        &self,
        job: Job,
        merge: i64,
        limit: usize,
    ) -> Result<Job, Refused> {
        let kind = job.selection.record.ok_or(Rejection::NotFound)?;
        let LinkTable {
            links, record_pk, ..
        } = LinkTable::of(kind);
        let sql = format!(
            "SELECT l.pk, m.survivor_pk FROM core_api.merges m \
             JOIN core_api.merged_records r ON r.merge_pk = m.pk AND r.through_pk IS NULL \
             CROSS JOIN LATERAL ( \
               SELECT l.pk FROM {links} l WHERE l.{record_pk} = r.record_pk \
               OFFSET 0 FOR NO KEY UPDATE) l \
             WHERE m.pk = $1 LIMIT $2"
        );
        let found = self.query(&sql, &[&merge, &rows(limit)]).await?;
        let pks: Vec<i64> = found.iter().map(|row| row.get(0)).collect();
        let changed = match found.first() {
            Some(row) => self.links_move(kind, &pks, row.get(1)).await?,
            None => 0,
        };
        let is_done = found.len() < limit;
        let job = Job {
            scanned: job.scanned + changed,
            changed: job.changed + changed,
            heartbeat_at: self.at.max(job.heartbeat_at),
            ..job
        };
        self.job_keep(&job).await?;
        if !is_done {
            return Ok(job);
        }
        let sql = "UPDATE core_api.merges SET moved_at = $2 WHERE pk = $1";
        self.execute(sql, &[&merge, &At(self.at)]).await?;
        self.job_end(job, None).await
    }

    /// Points links, which are locked, to another record, all at one time and without having seen them. Whether and why they ended stays.
    /// Returns how many.
    pub(super) async fn links_move(
        &self,
        kind: Kind,
        pks: &[i64],
        record: i64,
    ) -> Result<u64, Refused> {
        let LinkTable {
            links, record_pk, ..
        } = LinkTable::of(kind);
        // Looked up once, not again for each link.
        let sql = format!(
            "WITH before AS MATERIALIZED ( \
               SELECT l.pk, l.{record_pk} AS record, greatest(l.updated_at, l.created_at, l.since) AS at \
               FROM {links} l WHERE l.pk = ANY ($1)), \
             moment AS MATERIALIZED ( \
               SELECT greatest($3::timestamptz, max(b.at) + interval '1 microsecond') AS at FROM before b) \
             UPDATE {links} l SET {record_pk} = $2, updated_at = moment.at, since = moment.at, \
               changed_as = '{}', changed_by = $4, {} \
             FROM moment, before WHERE l.pk = before.pk RETURNING l.pk, l.since, before.record",
            self.by.kind(),
            unseen("l"),
        );
        let moved = self
            .query(&sql, &[&pks, &record, &At(self.at), &self.by.id()])
            .await?;
        let at: Option<Timestamp> = moved.first().map(|row| time(row, 1));
        if let Some(at) = at {
            let heading = Heading {
                at,
                ..self.heading(kind, true, Act::Updated, Some(Grounds::Merged))
            };
            self.note(heading, moved.iter().map(|row| row.get(0)));
            let from = moved.iter().map(|row| row.get(2));
            self.count(|counts| counts.rerouted(kind, from.chain([record])));
        }
        Ok(u64::try_from(moved.len()).unwrap_or(u64::MAX))
    }
}
