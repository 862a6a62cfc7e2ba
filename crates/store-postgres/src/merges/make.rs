use async_trait::async_trait;
use uuid::Uuid;
use wellhead_core::cause::{Cause, Grounds};
use wellhead_core::command::Rejection;
use wellhead_core::id::RecordId;
use wellhead_core::identity::{MergedInto, NewMerge};
use wellhead_core::journal::Act;
use wellhead_core::record::{Kind, RecordRef};
use wellhead_core::resource::Job;
use wellhead_core::store::NewJob;
use wellhead_tenancy::Tenancy;

use super::get::survivor_of;
use crate::error::Refused;
use crate::row::{At, id as read_id};
use crate::session::Parameters;
use crate::table::{IdentityTable, LinkTable, RecordTable};
use crate::work::{Work, whole};
use crate::writer::{Writer, updated_at};

/// A merge to be made.
pub(super) struct Make<'a> {
    pub(super) new: &'a NewMerge,
    /// Who makes it.
    pub(super) by: Cause,
    /// How many links to move at once.
    pub(super) limit: usize,
}

#[async_trait]
impl Work for Make<'_> {
    type Done = Job;

    async fn run(&self, writer: &mut Writer<'_>) -> Result<Job, (usize, Refused)> {
        writer.merge_make(self).await.map_err(whole)
    }
}

impl Writer<'_> {
    async fn merge_make(&self, make: &Make<'_>) -> Result<Job, Refused> {
        let new = make.new;
        let kind = new.kind;
        let ids: Vec<Uuid> = [new.survivor]
            .into_iter()
            .chain(new.others.iter().copied())
            .map(RecordId::uuid)
            .collect();
        self.merge_lock_connectors(kind, &ids).await?;
        let pks = self.merge_lock_records(new).await?;
        let (survivor, others) = (pks[0], &pks[1..]);
        self.merges_settled(kind, others).await?;

        let LinkTable {
            links, record_pk, ..
        } = LinkTable::of(kind);
        let sql = format!(
            "SELECT count(*) FILTER (WHERE l.{record_pk} <> $1), coalesce(max(l.pk), 0) \
             FROM {links} l WHERE l.{record_pk} = ANY ($2)"
        );
        let row = self.query_opt(&sql, &[&survivor, &pks]).await?;
        let (total, last): (i64, i64) = row.map_or((0, 0), |row| (row.get(0), row.get(1)));
        let job = NewJob::of_merge(new, u64::try_from(total).unwrap_or_default());
        let job = self.job_open(&job).await?;
        let merge = self.merge_insert(make, survivor, others, last).await?;
        self.merge_take(kind, merge, survivor, others).await?;
        self.merge_move(job, merge, make.limit).await
    }

    /// Locks the connectors of the records' links, as steps of jobs do. So deliveries from them take turns with the merge,
    /// and none waits for a link in a circle.
    async fn merge_lock_connectors(&self, kind: Kind, ids: &[Uuid]) -> Result<(), Refused> {
        let LinkTable {
            links,
            record_pk,
            records,
            record_id,
            ..
        } = LinkTable::of(kind);
        let sql = format!(
            "SELECT FROM core_api.workspace_connectors w WHERE w.pk = ANY (ARRAY( \
               SELECT DISTINCT l.workspace_connector_pk FROM {records} p \
               JOIN {links} l ON l.{record_pk} = p.pk \
               WHERE p.workspace_pk = $1 AND p.{record_id} = ANY ($2))) \
             ORDER BY w.pk FOR NO KEY UPDATE"
        );
        self.query(&sql, &[self.tenant.pk(), &ids]).await?;
        Ok(())
    }

    /// Locks the records. Returns their `pk`s: the survivor's, and then those of the others.
    async fn merge_lock_records(&self, new: &NewMerge) -> Result<Vec<i64>, Refused> {
        let RecordTable { records, id, .. } = RecordTable::of(new.kind);
        let all: Vec<_> = [new.survivor]
            .into_iter()
            .chain(new.others.iter().copied())
            .collect();
        let ids: Vec<Uuid> = all.iter().map(|id| id.uuid()).collect();
        let sql = format!(
            "SELECT p.{id}, p.pk FROM {records} p \
             WHERE p.workspace_pk = $1 AND p.{id} = ANY ($2) AND p.deleted_at IS NULL \
             ORDER BY p.pk FOR NO KEY UPDATE"
        );
        let rows = self.query(&sql, &[self.tenant.pk(), &ids]).await?;
        let mut pks = Vec::with_capacity(all.len());
        for wanted in all {
            let found = rows
                .iter()
                .find(|row| row.get::<_, Uuid>(0) == wanted.uuid());
            let Some(row) = found else {
                let record = new.kind.record(wanted);
                return Err(self.not_there(record).await?.into());
            };
            pks.push(row.get(1));
        }
        Ok(pks)
    }

    /// Refuses if a merge is still moving links to one of these records, which have to stay until then.
    pub(crate) async fn merges_settled(&self, kind: Kind, pks: &[i64]) -> Result<(), Refused> {
        let sql = format!(
            "SELECT m.merge_id FROM core_api.merges m \
             WHERE m.workspace_pk = $1 AND m.moved_at IS NULL AND m.record = '{kind}' \
               AND m.survivor_pk = ANY ($2) LIMIT 1"
        );
        match self.query_opt(&sql, &[self.tenant.pk(), &pks]).await? {
            Some(row) => Err(Rejection::MergeUnderWay(read_id(&row, 0)).into()),
            None => Ok(()),
        }
    }

    /// Why an active record is not there: it was merged, or there is none.
    pub(crate) async fn not_there(&self, record: RecordRef) -> Result<Rejection, Refused> {
        let merged = self.merged(record).await?;
        Ok(merged.unwrap_or(Rejection::RecordNotFound(record.kind)))
    }

    /// The refusal of a record that was merged; `None` if it was not.
    pub(crate) async fn merged(&self, record: RecordRef) -> Result<Option<Rejection>, Refused> {
        let sql = survivor_of(record.kind);
        let parameters: Parameters<'_> = &[self.tenant.pk(), &record.id.uuid()];
        let row = self.query_opt(&sql, parameters).await?;
        Ok(row.map(|row| {
            let into = read_id(&row, 0);
            Rejection::Merged(MergedInto { record, into })
        }))
    }

    async fn merge_insert(
        &self,
        make: &Make<'_>,
        survivor: i64,
        others: &[i64],
        last: i64,
    ) -> Result<i64, Refused> {
        let kind = make.new.kind;
        let records = &RecordTable::of(kind).records;
        let sql = format!(
            "INSERT INTO core_api.merges (merge_id, workspace_pk, record, survivor_pk, created_at, created_as, \
               created_by, last_link_pk) \
             VALUES ($1, $2, '{kind}', $3, $4, '{}', $5, $6) RETURNING pk",
            make.by.kind()
        );
        let parameters: Parameters<'_> = &[
            &make.new.id.uuid(),
            self.tenant.pk(),
            &survivor,
            &At(self.at),
            &make.by.id(),
            &last,
        ];
        let row = self.query_opt(&sql, parameters).await?;
        let merge: i64 = row.ok_or(Rejection::NotFound)?.get(0);
        let sql = format!(
            "INSERT INTO core_api.merged_records (merge_pk, record_pk, through_pk) \
             SELECT $1::bigint, d.pk, NULL::bigint FROM unnest($2::bigint[]) d (pk) \
             UNION ALL SELECT $1, p.pk, p.survivor_pk FROM {records} p WHERE p.survivor_pk = ANY ($2)"
        );
        self.execute(&sql, &[&merge, &others]).await?;
        Ok(merge)
    }

    /// Ends the others, and gives what they are called to the survivor.
    async fn merge_take(
        &self,
        kind: Kind,
        merge: i64,
        survivor: i64,
        others: &[i64],
    ) -> Result<(), Refused> {
        let records = &RecordTable::of(kind).records;
        let sql = format!("UPDATE {records} p SET survivor_pk = $1 WHERE p.survivor_pk = ANY ($2)");
        self.execute(&sql, &[&survivor, &others]).await?;
        let sql = format!(
            "UPDATE {records} p SET survivor_pk = $1, updated_at = {now}, deleted_at = {now} WHERE p.pk = ANY ($2)",
            now = updated_at("p", "$3")
        );
        self.execute(&sql, &[&survivor, &others, &At(self.at)])
            .await?;
        let ended = self.heading(kind, false, Act::Deleted, Some(Grounds::Merged));
        self.note(ended, others.iter().copied());
        self.count(|counts| counts.records(kind, Act::Deleted, others.len()));
        let IdentityTable {
            identities,
            record_pk,
            ..
        } = IdentityTable::of(kind);
        let sql = format!(
            "UPDATE {identities} i \
             SET {record_pk} = $1, home_pk = coalesce(i.home_pk, i.{record_pk}), \
               settled_pk = coalesce(i.settled_pk, $4), updated_at = {} \
             WHERE i.{record_pk} = ANY ($2)",
            updated_at("i", "$3")
        );
        self.execute(&sql, &[&survivor, &others, &At(self.at), &merge])
            .await?;
        // From here on an identity without a home was made after the merge.
        let sql = format!(
            "UPDATE {identities} i SET home_pk = i.{record_pk}, settled_pk = $2 \
             WHERE i.{record_pk} = $1 AND i.home_pk IS NULL"
        );
        self.execute(&sql, &[&survivor, &merge]).await?;
        Ok(())
    }
}
