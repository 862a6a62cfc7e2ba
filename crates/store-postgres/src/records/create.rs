use futures_util::future::try_join3;
use tokio_postgres::types::ToSql;
use wellhead_core::command::{NewRecord, Outcome, Rejection};
use wellhead_core::identity::Likeness;
use wellhead_core::journal::Act;
use wellhead_core::record::{EachKind, Kind, Record};
use wellhead_core::resource::{ExternalId, Times};
use wellhead_core::source::Held;
use wellhead_core::store::StoreError;
use wellhead_tenancy::Tenancy;

use super::get::read_held;
use crate::error::Refused;
use crate::row::At;
use crate::session::Parameters;
use crate::table::{self, HELD, RecordTable, from_text};
use crate::value::Bound;
use crate::writer::Writer;

static INSERT: EachKind<String> = EachKind::by(insert);
static MERGED: EachKind<String> = EachKind::by(merged);

/// The statement that inserts a record unless one of its ids is taken, and returns its `pk`. Its parameters: the public id, the workspace's
/// `pk`, the external id, the time, the values and the keys.
fn insert(kind: Kind) -> String {
    let RecordTable {
        records,
        id,
        external_id,
        written,
        ..
    } = RecordTable::of(kind);
    let values = (5..).zip(kind.fields()).map(|(parameter, field)| {
        let given = format!("${parameter}::{}", table::parameter(field));
        from_text(field, &given) + ", "
    });
    let keys = (5 + kind.fields().len()..).zip(Likeness::of(kind));
    let keys = keys.map(|(parameter, _)| format!("${parameter}::text, "));
    let values: String = values.chain(keys).collect();
    format!(
        "INSERT INTO {records} ({id}, workspace_pk, {written}{external_id}, created_at, updated_at) \
         SELECT $1::uuid, $2::bigint, {values}$3::text, $4::timestamptz, $4 \
         WHERE $3::text IS NULL OR NOT EXISTS ({}) \
         ON CONFLICT DO NOTHING RETURNING pk",
        survivor(kind, "$2", "$3")
    )
}

/// The statement that finds the survivor of a merged record with the external id `$2`.
fn merged(kind: Kind) -> String {
    survivor(kind, "$1", "$2")
}

/// The query for the active survivor of the workspace's merged record with this external id.
fn survivor(kind: Kind, workspace: &str, wanted: &str) -> String {
    let RecordTable {
        records,
        external_id,
        ..
    } = RecordTable::of(kind);
    format!(
        "SELECT FROM {records} o JOIN {records} s ON s.pk = o.survivor_pk \
         WHERE o.workspace_pk = {workspace} AND o.{external_id} = {wanted} AND o.survivor_pk IS NOT NULL \
           AND s.deleted_at IS NULL"
    )
}

impl Writer<'_> {
    pub(crate) async fn record_create(&mut self, new: &NewRecord) -> Result<Outcome, Refused> {
        if self.aliases.contains(new.reference()) {
            return Err(Rejection::IdTaken.into());
        }
        let id = new.id.get().uuid();
        let external_id = new.external_id.as_ref().map(ExternalId::as_str);
        let at = At(self.at);
        let values: Vec<_> = new.values.iter().map(Bound).collect();
        let mut parameters: Vec<&(dyn ToSql + Sync)> =
            vec![&id, self.tenant.pk(), &external_id, &at];
        parameters.extend(values.iter().map(|value| value as &(dyn ToSql + Sync)));
        let keys: Vec<_> = new.values.keys(new.kind).collect();
        parameters.extend(keys.iter().map(|key| key as &(dyn ToSql + Sync)));
        if external_id.is_some() {
            // What is being erased may have been deleted before, and then nothing else keeps its id from being taken.
            self.erasures_wait().await?;
        }
        // All are sent at once.
        let made = self.query_opt(INSERT.of(new.kind), &parameters);
        let (merged, erased) = (self.is_merged_by_now(new), self.is_not_erased_by_now(new));
        let (made, merged, ()) = try_join3(made, merged, erased).await?;
        if let Some(made) = made {
            if merged {
                let why = "a new record has the external id of one that was merged just then";
                return Err(Refused::Conflict(StoreError::Failed(why.into())));
            }
            self.note_records(new.kind, Act::Created, [made.get(0)]);
            return Ok(Outcome::Record(Held::by_hand(Record {
                kind: new.kind,
                id: new.id.get(),
                values: new.values.clone(),
                external_id: new.external_id.clone(),
                times: Times {
                    created_at: self.at,
                    updated_at: Some(self.at),
                    deleted_at: None,
                },
            })));
        }
        self.record_in_the_way(new).await
    }

    /// Whether a merged record has the external id. The insert may have waited for the merge, which it did not see.
    async fn is_merged_by_now(&self, new: &NewRecord) -> Result<bool, Refused> {
        let Some(external_id) = &new.external_id else {
            return Ok(false);
        };
        let parameters: Parameters<'_> = &[self.tenant.pk(), &external_id.as_str()];
        let found = self.query_opt(MERGED.of(new.kind), parameters).await?;
        Ok(found.is_some())
    }

    /// Refuses the external id of an erased record. The insert may have waited for the erasure.
    async fn is_not_erased_by_now(&self, new: &NewRecord) -> Result<(), Refused> {
        match &new.external_id {
            Some(external_id) => self.refuse_suppressed(new.kind, None, external_id).await,
            None => Ok(()),
        }
    }

    /// Why a record was not made: the id is taken, or another has the external id.
    async fn record_in_the_way(&mut self, new: &NewRecord) -> Result<Outcome, Refused> {
        let RecordTable {
            records,
            id,
            external_id,
            columns,
            ..
        } = RecordTable::of(new.kind);
        let sql = format!("SELECT FROM {records} WHERE workspace_pk = $1 AND {id} = $2");
        let taken = self
            .query(&sql, &[self.tenant.pk(), &new.id.get().uuid()])
            .await?;
        if !taken.is_empty() {
            return Err(Rejection::IdTaken.into());
        }
        // Whoever names a merged record means its survivor.
        let sql = format!(
            "SELECT {columns}, {HELD} FROM {records} p \
             WHERE p.workspace_pk = $1 AND p.{external_id} = $2 AND p.deleted_at IS NULL \
             UNION ALL SELECT {columns}, {HELD} FROM {records} o JOIN {records} p ON p.pk = o.survivor_pk \
             WHERE o.workspace_pk = $1 AND o.{external_id} = $2 AND o.survivor_pk IS NOT NULL \
               AND p.deleted_at IS NULL \
             LIMIT 1"
        );
        let external_id = new.external_id.as_ref().map(ExternalId::as_str);
        match self
            .query_opt(&sql, &[self.tenant.pk(), &external_id])
            .await?
        {
            Some(row) => {
                let known = read_held(&row, new.kind)?;
                self.aliases.add(new.reference(), known.record.id);
                Ok(Outcome::RecordResolved(known))
            }
            // It was deleted, or got another external id, after the insert.
            None => Err(Refused::Conflict(StoreError::Failed(
                "a new record met one that then disappeared".into(),
            ))),
        }
    }
}
