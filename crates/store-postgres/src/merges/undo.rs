use async_trait::async_trait;
use wellhead_core::cause::Cause;
use wellhead_core::command::Rejection;
use wellhead_core::id::JobId;
use wellhead_core::identity::{Contradiction, Merge};
use wellhead_core::journal::Act;
use wellhead_core::record::Kind;
use wellhead_core::store::StoreError;
use wellhead_tenancy::Tenancy;

use super::get::{merge as read_merge, select};
use crate::error::Refused;
use crate::retention;
use crate::row::{At, id as read_id};
use crate::session::Parameters;
use crate::slice::limit;
use crate::table::{IdentityTable, LinkTable, RecordTable};
use crate::work::{Work, whole};
use crate::writer::{Writer, updated_at};

/// A merge to be undone.
pub(super) struct Undo {
    pub(super) kind: Kind,
    pub(super) id: JobId,
    /// Who undoes it.
    pub(super) by: Cause,
    /// The most links to move back.
    pub(super) most: usize,
}

#[async_trait]
impl Work for Undo {
    type Done = Merge;

    async fn run(&self, writer: &mut Writer<'_>) -> Result<Merge, (usize, Refused)> {
        writer.merge_undo(self).await.map_err(whole)
    }
}

/// The merge that is undone, in `pk`s.
struct Undone {
    merge: i64,
    survivor: i64,
    others: Vec<i64>,
    last_link: i64,
}

fn contradicted<T>(by: Contradiction) -> Result<T, Refused> {
    Err(Rejection::CannotUndo(by).into())
}

impl Writer<'_> {
    /// Refuses if retention may have removed states that the merge ended.
    async fn history_is_kept(&self, merge: &Merge) -> Result<(), Refused> {
        let rows = self
            .query(
                retention::CUTS,
                &[self.tenant.pk(), &retention::holdings(merge.kind)],
            )
            .await?;
        match retention::cuts(&rows)?.history {
            Some(upto) if merge.created_at < upto => contradicted(Contradiction::HistoryRemoved),
            _ => Ok(()),
        }
    }

    async fn merge_undo(&self, undo: &Undo) -> Result<Merge, Refused> {
        let kind = undo.kind;
        let sql = format!(
            "{} AND m.merge_id = $2 FOR NO KEY UPDATE OF m",
            select(kind)
        );
        let row = self
            .query_opt(&sql, &[self.tenant.pk(), &undo.id.uuid()])
            .await?
            .ok_or(Rejection::NotFound)?;
        let merge = read_merge(&row, kind)?;
        if merge.undone_at.is_some() {
            return Ok(merge);
        }
        if merge.moved_at.is_none() {
            return contradicted(Contradiction::Moving);
        }
        self.history_is_kept(&merge).await?;
        let sql = "SELECT r.record_pk FROM core_api.merged_records r \
                   WHERE r.merge_pk = $1 AND r.through_pk IS NULL ORDER BY r.record_pk";
        let pk: i64 = row.get(10);
        let others = self.query(sql, &[&pk]).await?;
        let undone = Undone {
            merge: pk,
            survivor: row.get(11),
            others: others.iter().map(|row| row.get(0)).collect(),
            last_link: row.get(12),
        };
        self.undo_lock(kind, &merge, &undone).await?;
        self.undo_check_values(&merge, undone.survivor).await?;
        self.undo_check_made(kind, &undone).await?;
        self.undo_records(kind, &undone).await?;
        self.undo_links(undo, &undone).await?;
        self.undo_identities(kind, &undone).await?;
        let at = merge.created_at.max(self.at);
        let sql = format!(
            "UPDATE core_api.merges SET undone_at = $2, undone_as = '{}', undone_by = $3 WHERE pk = $1",
            undo.by.kind()
        );
        self.execute(&sql, &[&undone.merge, &At(at), &undo.by.id()])
            .await?;
        Ok(Merge {
            undone_at: Some(at),
            undone: Some(undo.by),
            ..merge
        })
    }

    /// Locks the connectors of the survivor's links, those that know it by an id of theirs, and the records.
    async fn undo_lock(&self, kind: Kind, merge: &Merge, undone: &Undone) -> Result<(), Refused> {
        let LinkTable {
            links,
            record_pk,
            records,
            ..
        } = LinkTable::of(kind);
        let identities = &IdentityTable::of(kind).identities;
        let sql = format!(
            "SELECT FROM core_api.workspace_connectors w WHERE w.pk = ANY (ARRAY( \
               SELECT l.workspace_connector_pk FROM {links} l WHERE l.{record_pk} = $1 \
               UNION SELECT c.pk FROM {identities} i \
               JOIN core_api.workspace_connectors c ON i.line_pk IN (c.pk, c.line_pk) \
               WHERE i.{record_pk} = $1 AND c.workspace_pk = $2)) \
             ORDER BY w.pk FOR NO KEY UPDATE"
        );
        self.query(&sql, &[&undone.survivor, self.tenant.pk()])
            .await?;
        let all: Vec<i64> = [undone.survivor]
            .into_iter()
            .chain(undone.others.iter().copied())
            .collect();
        let sql = format!(
            "SELECT p.pk, p.deleted_at IS NULL, p.survivor_pk IS NOT NULL FROM {records} p \
             WHERE p.pk = ANY ($1) ORDER BY p.pk FOR NO KEY UPDATE"
        );
        let rows = self.query(&sql, &[&all]).await?;
        let survivor = rows
            .iter()
            .find(|row| row.get::<_, i64>(0) == undone.survivor);
        match survivor.map(|row| (row.get(1), row.get(2))) {
            Some((true, _)) => Ok(()),
            Some((false, true)) => contradicted(Contradiction::SurvivorMerged(merge.survivor)),
            _ => contradicted(Contradiction::SurvivorDeleted(merge.survivor)),
        }
    }

    /// Refuses if a delivery has given the survivor values since.
    async fn undo_check_values(&self, merge: &Merge, survivor: i64) -> Result<(), Refused> {
        let held = self.records_held(merge.kind, &[survivor]).await?;
        let mut held = held.values();
        if held.any(|it| it.sources.delivered_since(merge.created_at)) {
            return contradicted(Contradiction::ValuesGiven(merge.survivor));
        }
        Ok(())
    }

    /// Refuses if a run has made something of the survivor since.
    async fn undo_check_made(&self, kind: Kind, undone: &Undone) -> Result<(), Refused> {
        let LinkTable {
            links,
            link_id,
            record_pk,
            ..
        } = LinkTable::of(kind);
        // A link that another merge has brought along was made of another record.
        let sql = format!(
            "SELECT l.{link_id} FROM (SELECT l.* FROM {links} l WHERE l.{record_pk} = $1 OFFSET 0) l \
             WHERE l.pk > $2 AND l.created_as = 'run' AND coalesce(( \
               SELECT h.record_pk FROM core_api.link_history h \
               WHERE h.record = '{kind}' AND h.link_pk = l.pk ORDER BY h.since LIMIT 1), l.{record_pk}) = $1 \
             ORDER BY l.pk LIMIT 1"
        );
        let made = self
            .query_opt(&sql, &[&undone.survivor, &undone.last_link])
            .await?;
        if let Some(row) = made {
            return contradicted(Contradiction::LinkMade(read_id(&row, 0)));
        }
        let IdentityTable {
            identities,
            identity_id,
            ..
        } = IdentityTable::of(kind);
        let sql = format!(
            "SELECT i.{identity_id} FROM {identities} i \
             WHERE i.{record_pk} = $1 AND i.created_as = 'run' \
               AND (i.home_pk IS NULL OR i.home_pk = $1 AND i.settled_pk > $2) LIMIT 1"
        );
        let parameters: Parameters<'_> = &[&undone.survivor, &undone.merge];
        match self.query_opt(&sql, parameters).await? {
            Some(row) => contradicted(Contradiction::IdentityMade(read_id(&row, 0))),
            None => Ok(()),
        }
    }

    /// Brings the others back, with those that had been merged into them.
    async fn undo_records(&self, kind: Kind, undone: &Undone) -> Result<(), Refused> {
        let RecordTable {
            records,
            id,
            external_id,
            ..
        } = RecordTable::of(kind);
        let sql = format!(
            "SELECT o.{id} FROM {records} p \
             JOIN {records} o ON o.workspace_pk = p.workspace_pk AND o.{external_id} = p.{external_id} \
               AND o.deleted_at IS NULL \
             WHERE p.pk = ANY ($1) LIMIT 1"
        );
        if let Some(row) = self.query_opt(&sql, &[&undone.others]).await? {
            return contradicted(Contradiction::ExternalIdTaken(read_id(&row, 0)));
        }
        let sql = format!(
            "UPDATE {records} p SET survivor_pk = NULL, deleted_at = NULL, updated_at = {} WHERE p.pk = ANY ($1)",
            updated_at("p", "$2")
        );
        self.execute(&sql, &[&undone.others, &At(self.at)]).await?;
        let sql = format!(
            "UPDATE {records} p SET survivor_pk = r.through_pk FROM core_api.merged_records r \
             WHERE r.merge_pk = $1 AND r.through_pk IS NOT NULL AND p.pk = r.record_pk"
        );
        self.execute(&sql, &[&undone.merge]).await?;
        self.note_records(kind, Act::Restored, undone.others.iter().copied());
        Ok(())
    }

    /// Moves back the links that the merge has moved.
    async fn undo_links(&self, undo: &Undo, undone: &Undone) -> Result<(), Refused> {
        let kind = undo.kind;
        let LinkTable {
            links,
            link_id,
            record_pk,
            ..
        } = LinkTable::of(kind);
        // A state at one of the others that the merge's job has ended; the link's next state says so.
        let sql = format!(
            "SELECT l.pk, h.record_pk, l.{link_id}, l.{record_pk} = $3 AND l.changed_as = 'job' \
               AND NOT EXISTS (SELECT FROM core_api.link_history n \
                 WHERE n.record = '{kind}' AND n.link_pk = h.link_pk AND n.since >= h.until \
                   AND n.changed_as IS DISTINCT FROM 'job') \
               AND (l.reason = 'deduplicated' AND l.deleted_at >= h.until) IS NOT TRUE \
             FROM core_api.link_history h JOIN {links} l ON l.pk = h.link_pk \
             WHERE h.record = '{kind}' AND h.record_pk = ANY ($1) AND $2 = CASE \
               WHEN l.since = h.until THEN l.changed_by \
               ELSE (SELECT n.changed_by FROM core_api.link_history n \
                 WHERE n.record = '{kind}' AND n.link_pk = h.link_pk AND n.since = h.until) END \
             ORDER BY h.record_pk, l.pk LIMIT $4"
        );
        let (id, most) = (undo.id.uuid(), limit(undo.most + 1));
        let parameters: Parameters<'_> = &[&undone.others, &id, &undone.survivor, &most];
        let lock = format!("{sql} FOR NO KEY UPDATE OF l");
        self.query(&lock, parameters).await?;
        // As they are now that nobody else changes them.
        let moved = self.query(&sql, parameters).await?;
        if moved.len() > undo.most {
            return contradicted(Contradiction::TooManyLinks(undo.most));
        }
        if let Some(row) = moved.iter().find(|row| !row.get::<_, bool>(3)) {
            return contradicted(Contradiction::LinkChanged(read_id(row, 2)));
        }
        for of_one in moved.chunk_by(|one, next| one.get::<_, i64>(1) == next.get::<_, i64>(1)) {
            let pks: Vec<i64> = of_one.iter().map(|row| row.get(0)).collect();
            let back = self.links_move(kind, &pks, of_one[0].get(1)).await?;
            if usize::try_from(back).is_ok_and(|back| back < pks.len()) {
                return Err(Refused::Conflict(StoreError::Failed(
                    "a link was changed while a merge was undone".into(),
                )));
            }
        }
        Ok(())
    }

    /// Gives back the identities of the others, and of those that had been merged into them.
    async fn undo_identities(&self, kind: Kind, undone: &Undone) -> Result<(), Refused> {
        let IdentityTable {
            identities,
            record_pk,
            ..
        } = IdentityTable::of(kind);
        let sql = format!(
            "UPDATE {identities} i SET {record_pk} = coalesce(r.through_pk, r.record_pk), updated_at = {} \
             FROM core_api.merged_records r \
             WHERE r.merge_pk = $1 AND i.{record_pk} = $2 AND i.home_pk = r.record_pk",
            updated_at("i", "$3")
        );
        self.execute(&sql, &[&undone.merge, &undone.survivor, &At(self.at)])
            .await?;
        Ok(())
    }
}
