use std::collections::BTreeSet;

use rusqlite::{OptionalExtension, named_params};
use uuid::Uuid;
use wellhead_core::cause::{Cause, Grounds};
use wellhead_core::command::Rejection;
use wellhead_core::id::WorkspaceConnectorId;
use wellhead_core::journal::Act;
use wellhead_core::privacy::{
    Marked, NewRecall, NotificationStatus, Recall, Reference, SubjectRight,
};
use wellhead_core::record::{Kind, Record};
use wellhead_core::resource::ExternalId;
use wellhead_core::store::NewJob;
use wellhead_tenancy::Tenancy;

use super::{get, marks};
use crate::change::Change;
use crate::error::Undone;
use crate::statement::prepare;
use crate::table::{IdentityTable, LinkTable, RecordTable};
use crate::{identities, jobs, links, merges, records, row};

/// Records a recall by `by`. An erasure then ends its record, and keeps it from coming back; and so it does with deleted
/// records that have the same external id.
pub(super) fn make(
    change: &Change<'_>,
    new: &NewRecall,
    by: Cause,
) -> Result<Vec<Recall>, Undone<Rejection>> {
    let (connection, tenant, kind) = (change.connection, change.tenant, new.record.kind);
    let found = match records::find(connection, tenant, new.record)? {
        Some(found) => found,
        None if !new.again => return Err(Undone::Refused(Rejection::NotFound)),
        None => return Ok(vec![of_nobody(change, new, by)?]),
    };
    if let Some(merged) = merges::merged(connection, tenant, new.record)? {
        return Err(Undone::Refused(merged));
    }
    let mut along = Vec::new();
    if new.right == SubjectRight::Erasure
        && let Some(external_id) = &found.1.external_id
    {
        let holder = records::by_external_id(connection, tenant, kind, external_id)?;
        if let Some((_, holder)) = holder
            && holder.id != new.record.id
        {
            let holder = Rejection::EraseInstead(holder.reference());
            return Err(Undone::Refused(holder));
        }
        along = deleted_with(change, kind, external_id, found.0)?;
    }
    let mut made = vec![one(change, new, found, by)?];
    for (pk, record) in along {
        let again = NewRecall {
            id: new.id.along(record.id),
            record: record.reference(),
            ..new.clone()
        };
        made.push(one(change, &again, (pk, record), by)?);
    }
    Ok(made)
}

/// Repeats an erasure whose record is not in this ledger: nothing is to be destroyed, and its ids may not come.
fn of_nobody(change: &Change<'_>, new: &NewRecall, by: Cause) -> Result<Recall, Undone<Rejection>> {
    let (connection, tenant) = (change.connection, change.tenant);
    if get::get(connection, tenant, new.id)?.is_some() {
        return Err(Undone::Refused(Rejection::IdTaken));
    }
    let recall = insert(change, new, None, by)?;
    let sql = "UPDATE recalls SET destroyed_at = created_at WHERE pk = :recall";
    prepare(connection, sql)?.execute(named_params! { ":recall": recall })?;
    suppress(change, new, recall, Vec::new())?;
    let made = get::get(connection, tenant, new.id)?;
    made.ok_or(Undone::Refused(Rejection::NotFound))
}

/// The deleted records with this external id, but `pk`, and but those that were merged or erased.
fn deleted_with(
    change: &Change<'_>,
    kind: Kind,
    external_id: &ExternalId,
    pk: i64,
) -> rusqlite::Result<Vec<(i64, Record)>> {
    let RecordTable {
        records,
        external_id: column,
        ..
    } = RecordTable::of(kind);
    let sql = format!(
        "SELECT pk FROM {records} INDEXED BY idx_{records}_external_deleted
        WHERE workspace_pk = :workspace AND {column} = :external_id AND deleted_at IS NOT NULL
            AND pk <> :pk AND survivor_pk IS NULL"
    );
    let mut statement = prepare(change.connection, &sql)?;
    let values = named_params! {
        ":workspace": change.tenant.pk(), ":external_id": external_id.as_str(), ":pk": pk,
    };
    let pks = statement.query_map(values, |row| row.get(0))?;
    let pks: Vec<i64> = pks.collect::<rusqlite::Result<_>>()?;
    let mut found = Vec::with_capacity(pks.len());
    for pk in pks {
        found.push((pk, records::held_by_pk(change.connection, kind, pk)?.record));
    }
    Ok(found)
}

/// Records the recall of one record.
fn one(
    change: &Change<'_>,
    new: &NewRecall,
    (pk, record): (i64, Record),
    by: Cause,
) -> Result<Recall, Undone<Rejection>> {
    let (connection, tenant, kind) = (change.connection, change.tenant, new.record.kind);
    if get::erased(connection, kind, pk)? {
        return Err(Undone::Refused(Rejection::Erased(kind)));
    }
    if get::get(connection, tenant, new.id)?.is_some() {
        return Err(Undone::Refused(Rejection::IdTaken));
    }
    let recall = insert(change, new, Some(pk), by)?;
    let pks = with_merged(change, kind, pk)?;
    notify(change, new, by, recall, &pks)?;
    let (act, grounds) = match new.right {
        SubjectRight::Erasure => (Act::Deleted, Grounds::Erased),
        SubjectRight::Rectification => (Act::Updated, Grounds::Rectified),
        SubjectRight::Restriction => (Act::Updated, Grounds::Restricted),
    };
    change.note(change.heading(kind, false, act, Some(grounds)), [pk]);
    if new.right == SubjectRight::Erasure {
        merges::settled(change, kind, pk)?;
        suppress(change, new, recall, names(change, kind, &pks)?)?;
        if record.times.deleted_at.is_none() {
            change.soft_delete(kind.sql().records, "pk", pk)?;
            let ended = change.updated_at(Some(record.times.version()));
            identities::end_of_record(change, kind, pk, ended)?;
        }
        links::delete_of_record(change, kind, pk, grounds)?;
        jobs::open(change, NewJob::of_erasure(new))?;
    }
    let made = get::get(connection, tenant, new.id)?;
    made.ok_or(Undone::Refused(Rejection::NotFound))
}

fn insert(
    change: &Change<'_>,
    new: &NewRecall,
    pk: Option<i64>,
    by: Cause,
) -> rusqlite::Result<i64> {
    let sql = "INSERT INTO recalls (recall_id, workspace_pk, subject_right, record, record_pk, record_id, reference,
            created_at, created_as, created_by)
        VALUES (:id, :workspace, :right, :record, :pk, :record_id, :reference, :at, :as, :by)";
    prepare(change.connection, sql)?.execute(named_params! {
        ":id": new.id.uuid(),
        ":workspace": change.tenant.pk(),
        ":right": new.right.as_str(),
        ":record": new.record.kind.as_str(),
        ":pk": pk,
        ":record_id": new.record.id.uuid(),
        ":reference": new.reference.as_ref().map(Reference::as_str),
        ":at": change.at.as_micros(),
        ":as": by.kind().as_str(),
        ":by": by.id(),
    })?;
    Ok(change.connection.last_insert_rowid())
}

/// The record, and those that were merged into it.
pub(super) fn with_merged(change: &Change<'_>, kind: Kind, pk: i64) -> rusqlite::Result<Vec<i64>> {
    let records = RecordTable::of(kind).records;
    let sql = format!(
        "SELECT pk FROM {records} INDEXED BY idx_{records}_survivor WHERE survivor_pk = :record"
    );
    let mut merged = prepare(change.connection, &sql)?;
    let merged = merged.query_map(named_params! { ":record": pk }, |row| row.get(0))?;
    let mut pks = vec![pk];
    for pk in merged {
        pks.push(pk?);
    }
    Ok(pks)
}

/// Makes a notification for each line of connectors that received one of the records, at its newest activation.
fn notify(
    change: &Change<'_>,
    new: &NewRecall,
    by: Cause,
    recall: i64,
    pks: &[i64],
) -> rusqlite::Result<()> {
    let LinkTable {
        links, record_pk, ..
    } = LinkTable::of(new.record.kind);
    let sql = format!(
        "SELECT workspace_connector_pk FROM {links} INDEXED BY idx_{links}_record_created
        WHERE {record_pk} = :record AND direction = 'output'
        UNION ALL SELECT workspace_connector_pk FROM link_history INDEXED BY idx_link_history_record
        WHERE record = :kind AND record_pk = :record AND direction = 'output'"
    );
    let mut connectors = prepare(change.connection, &sql)?;
    let mut received = BTreeSet::new();
    for pk in pks {
        let values = named_params! { ":record": pk, ":kind": new.record.kind.as_str() };
        let found = connectors.query_map(values, |row| row.get::<_, i64>(0))?;
        for pk in found {
            received.insert(pk?);
        }
    }
    let sql = "SELECT pk, workspace_connector_id FROM (
            SELECT w.pk, w.workspace_connector_id, w.created_at FROM workspace_connectors o
            CROSS JOIN workspace_connectors w ON w.pk = ifnull(o.line_pk, o.pk) WHERE o.pk = :pk
            UNION ALL SELECT w.pk, w.workspace_connector_id, w.created_at FROM workspace_connectors o
            CROSS JOIN workspace_connectors w INDEXED BY idx_workspace_connectors_line
                ON w.line_pk = ifnull(o.line_pk, o.pk) WHERE o.pk = :pk
        ) ORDER BY created_at DESC, pk DESC LIMIT 1";
    let mut newest = prepare(change.connection, sql)?;
    let mut recipients = BTreeSet::new();
    for pk in received {
        let found = newest.query_row(named_params! { ":pk": pk }, |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, Uuid>(1)?))
        })?;
        recipients.insert(found);
    }
    let sql = "INSERT INTO recall_notifications (notification_id, workspace_pk, recall_pk, workspace_connector_pk,
            status, due_at, created_at, updated_at, set_as, set_by)
        VALUES (:id, :workspace, :recall, :connector, :status, :due, :at, :at, :as, :by)";
    let mut notify = prepare(change.connection, sql)?;
    for (connector, id) in recipients {
        notify.execute(named_params! {
            ":id": new.id.notification(WorkspaceConnectorId::new(id)).uuid(),
            ":workspace": change.tenant.pk(),
            ":recall": recall,
            ":connector": connector,
            ":status": NotificationStatus::Pending.as_str(),
            ":due": new.due_at.as_micros(),
            ":at": change.at.as_micros(),
            ":as": by.kind().as_str(),
            ":by": by.id(),
        })?;
    }
    Ok(())
}

/// Suppresses each of these names, and what a repeated erasure brings.
fn suppress(
    change: &Change<'_>,
    new: &NewRecall,
    recall: i64,
    names: Vec<RecordName>,
) -> Result<(), Undone<Rejection>> {
    let (connection, kind) = (change.connection, new.record.kind);
    let key = marks::ensure_key(change, &new.key)?;
    if !new.marks.is_empty() && key != new.key {
        return Err(Undone::Refused(Rejection::AnotherKey));
    }
    let mut marked = Vec::with_capacity(names.len() + new.marks.len());
    for (line, id) in names {
        let (pk, line) = line.unzip();
        marked.push((pk, key.mark(kind, line, &id)));
    }
    for Marked { line, mark } in &new.marks {
        marked.push((marks::line_pk(change, *line)?, *mark));
    }
    let sql = "INSERT INTO suppressions (suppression_id, workspace_pk, recall_pk, record, workspace_connector_pk, mark,
            created_at)
        SELECT :id, :workspace, :recall, :record, :line, :mark, :at
        WHERE NOT EXISTS (
            SELECT 1 FROM suppressions INDEXED BY idx_suppressions_mark
            WHERE workspace_pk = :workspace AND mark = :mark AND lifted_at IS NULL)";
    let mut insert = prepare(connection, sql)?;
    for (line, mark) in marked {
        insert.execute(named_params! {
            ":id": new.id.suppression(&mark).uuid(),
            ":workspace": change.tenant.pk(),
            ":recall": recall,
            ":record": kind.as_str(),
            ":line": line,
            ":mark": mark.0,
            ":at": change.at.as_micros(),
        })?;
    }
    Ok(())
}

/// A name of a record: an id of the whole workspace, or of a line of connectors, with the `pk` and id of the first of it.
pub(super) type RecordName = (Option<(i64, WorkspaceConnectorId)>, ExternalId);

/// The external ids of the records, and all that connectors call or called them.
pub(super) fn names(
    change: &Change<'_>,
    kind: Kind,
    pks: &[i64],
) -> rusqlite::Result<Vec<RecordName>> {
    let RecordTable {
        records,
        external_id,
        ..
    } = RecordTable::of(kind);
    let IdentityTable {
        identities,
        record_pk,
        ..
    } = IdentityTable::of(kind);
    let own = format!("SELECT {external_id} FROM {records} WHERE pk = :record");
    let called = format!(
        "SELECT DISTINCT i.line_pk, w.workspace_connector_id, i.external_id
        FROM {identities} i INDEXED BY idx_{identities}_record
        CROSS JOIN workspace_connectors w ON w.pk = i.line_pk WHERE i.{record_pk} = :record"
    );
    let mut own = prepare(change.connection, &own)?;
    let mut called = prepare(change.connection, &called)?;
    let mut names = Vec::new();
    for pk in pks {
        let values = named_params! { ":record": pk };
        let id = own.query_row(values, |row| row::external_id(row, 0));
        names.extend(id.optional()?.flatten().map(|id| (None, id)));
        let found = called.query_map(values, |row| {
            let id: String = row.get(2)?;
            let line = Some((row.get(0)?, row::id(row, 1)?));
            Ok((line, ExternalId::from_stored(id)))
        })?;
        for name in found {
            names.push(name?);
        }
    }
    Ok(names)
}
