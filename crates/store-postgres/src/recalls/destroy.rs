use async_trait::async_trait;
use wellhead_core::command::Rejection;
use wellhead_core::id::JobId;
use wellhead_core::privacy::{Traces, emptied};
use wellhead_core::record::Kind;
use wellhead_core::resource::Job;

use crate::error::Refused;
use crate::records::read_record;
use crate::row::At;
use crate::table::RecordTable;
use crate::work::{Work, whole};
use crate::writer::{Writer, updated_at};

/// The erasure, by the id of its job, whose record is to lose what names it.
pub(super) struct Destroy(pub(super) JobId);

#[async_trait]
impl Work for Destroy {
    type Done = Job;

    async fn run(&self, writer: &mut Writer<'_>) -> Result<Job, (usize, Refused)> {
        writer.recall_destroy(self.0).await.map_err(whole)
    }
}

impl Writer<'_> {
    async fn recall_destroy(&self, id: JobId) -> Result<Job, Refused> {
        let erasure = self.erasure_lock(id).await?.ok_or(Rejection::NotFound)?;
        if !erasure.is_destroyed {
            let kind = erasure.kind;
            let pks = self.with_merged(kind, erasure.record).await?;
            self.redact(&self.traces(kind, &pks).await?).await?;
            self.records_empty(kind, &pks).await?;
            let forget = "SELECT core_api.erase_identities($1)";
            self.execute(forget, &[&id.uuid()]).await?;
            let sql = "UPDATE core_api.recalls SET destroyed_at = $2 WHERE pk = $1";
            self.execute(sql, &[&erasure.pk, &At(self.at)]).await?;
        }
        let mut job = self.job_lock(id).await?.job;
        if job.completed_at.is_some() {
            return Ok(job);
        }
        job.heartbeat_at = self.at.max(job.heartbeat_at);
        self.job_keep(&job).await?;
        self.job_end(job, None).await
    }

    /// The texts by which the records can be recognised.
    async fn traces(&self, kind: Kind, pks: &[i64]) -> Result<Traces, Refused> {
        let RecordTable {
            records, columns, ..
        } = RecordTable::of(kind);
        let sql = format!("SELECT {columns} FROM {records} p WHERE p.pk = ANY ($1)");
        let rows = self.query(&sql, &[&pks]).await?;
        let records = rows.iter().map(|row| read_record(row, kind));
        let records: Vec<_> = records.collect::<Result<_, _>>()?;
        let names = self.record_names(kind, pks).await?;
        let ids = names.iter().map(|(_, id)| id.as_str().to_owned());
        Ok(Traces::new(&records, ids))
    }

    /// Takes their values from records. Their public ids and times stay, and so do their links.
    async fn records_empty(&self, kind: Kind, pks: &[i64]) -> Result<(), Refused> {
        let RecordTable {
            records,
            external_id,
            ..
        } = RecordTable::of(kind);
        let assignments: String = emptied(kind)
            .map(|(column, text)| match text {
                Some(text) => format!("{column} = '{text}', "),
                None => format!("{column} = NULL, "),
            })
            .collect();
        let sql = format!(
            "UPDATE {records} p SET {assignments}{external_id} = NULL, sources = NULL, updated_at = {} WHERE p.pk = ANY ($1)",
            updated_at("p", "$2")
        );
        self.execute(&sql, &[&pks, &At(self.at)]).await?;
        Ok(())
    }
}
