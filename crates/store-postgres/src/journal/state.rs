use std::collections::{BTreeMap, BTreeSet, HashMap};

use tokio_postgres::Row;
use wellhead_core::id::{LinkId, RecordId};
use wellhead_core::journal::{Changed, Ends, Entry, Heading, ends_at};
use wellhead_core::record::Kind;
use wellhead_core::store::StoreError;
use wellhead_core::tenant::Tenant;
use wellhead_core::time::Timestamp;
use wellhead_tenancy::Tenancy;

use crate::row::{id, label, time};
use crate::session::Session;
use crate::table::LinkTable;

/// What the changes of a page were done to. The journal has the `pk`s; here they get their ids, and links what they said
/// at each time.
#[derive(Default)]
pub(super) struct Subjects {
    wanted: BTreeMap<(Kind, bool), BTreeSet<i64>>,
    records: HashMap<(Kind, i64), RecordId>,
    links: HashMap<(Kind, i64), StatedLink>,
}

/// A link, and what it said since when.
struct StatedLink {
    id: LinkId,
    made: Timestamp,
    states: Vec<(Timestamp, Ends)>,
}

impl Subjects {
    pub(super) fn want(&mut self, Entry { heading, pks }: &Entry) {
        let of = (heading.kind, heading.is_link);
        self.wanted.entry(of).or_default().extend(pks);
    }

    /// Finds all that is wanted: in one statement for each kind, and one more for links that ever said something else.
    pub(super) async fn find(
        &mut self,
        session: &Session,
        tenant: Tenant,
    ) -> Result<(), StoreError> {
        for ((kind, is_link), pks) in std::mem::take(&mut self.wanted) {
            let pks: Vec<i64> = pks.into_iter().collect();
            if is_link {
                self.find_links(session, tenant, kind, &pks).await?;
            } else {
                self.find_records(session, tenant, kind, &pks).await?;
            }
        }
        Ok(())
    }

    async fn find_records(
        &mut self,
        session: &Session,
        tenant: Tenant,
        kind: Kind,
        pks: &[i64],
    ) -> Result<(), StoreError> {
        let rows = session.query(&records(kind), &[tenant.pk(), &pks]).await?;
        let found = rows.iter().map(|row| ((kind, row.get(0)), id(row, 1)));
        self.records.extend(found);
        Ok(())
    }

    async fn find_links(
        &mut self,
        session: &Session,
        tenant: Tenant,
        kind: Kind,
        pks: &[i64],
    ) -> Result<(), StoreError> {
        let mut changed = Vec::new();
        for row in session.query(&links(kind), &[tenant.pk(), &pks]).await? {
            let pk = row.get(0);
            if row.get(6) {
                changed.push(pk);
            }
            let link = StatedLink {
                id: id(&row, 1),
                made: time(&row, 7),
                states: vec![(time(&row, 5), ends(&row, 2)?)],
            };
            self.links.insert((kind, pk), link);
        }
        if changed.is_empty() {
            return Ok(());
        }
        for row in session
            .query(&history(kind), &[tenant.pk(), &changed])
            .await?
        {
            let state = (time(&row, 4), ends(&row, 1)?);
            if let Some(link) = self.links.get_mut(&(kind, row.get(0))) {
                link.states.push(state);
            }
        }
        for pk in changed {
            if let Some(link) = self.links.get_mut(&(kind, pk)) {
                link.states.sort_by_key(|(since, _)| *since);
            }
        }
        Ok(())
    }

    /// What a change was done to, if that is still known.
    pub(super) fn changed(&self, heading: &Heading, pk: i64) -> Option<Changed> {
        let &Heading {
            kind,
            is_link,
            act,
            at,
            ..
        } = heading;
        if is_link {
            let StatedLink { id, made, states } = self.links.get(&(kind, pk))?;
            let (now, before) = ends_at(states, *made, act, at)?;
            Some(Changed::Link {
                kind,
                id: *id,
                now,
                before,
            })
        } else {
            let id = self.records.get(&(kind, pk))?;
            Some(Changed::Record(kind.record(*id)))
        }
    }
}

/// Reads a record's id, a connector's and a direction, which begin at column `first`.
fn ends(row: &Row, first: usize) -> Result<Ends, StoreError> {
    Ok(Ends {
        record: id(row, first),
        workspace_connector: id(row, first + 1),
        direction: label(row, first + 2)?,
    })
}

/// The statement that finds the records with the `pk`s `$2` of the workspace `$1`.
pub(super) fn records(kind: Kind) -> String {
    let LinkTable {
        records, record_id, ..
    } = LinkTable::of(kind);
    format!(
        "SELECT p.pk, p.{record_id} FROM unnest($2::bigint[]) d (pk) \
         CROSS JOIN LATERAL (SELECT p.* FROM {records} p WHERE p.pk = d.pk OFFSET 0) p \
         WHERE p.workspace_pk = $1"
    )
}

/// The statement that finds the links with the `pk`s `$2` of the workspace `$1`: what they say, since when, and whether
/// they ever said something else.
pub(super) fn links(kind: Kind) -> String {
    let LinkTable {
        links,
        link_id,
        record_pk,
        records,
        record_id,
    } = LinkTable::of(kind);
    format!(
        "SELECT l.pk, l.{link_id}, p.{record_id}, w.workspace_connector_id, l.direction::text, \
           coalesce(l.since, l.created_at), l.since IS NOT NULL, l.created_at \
         FROM unnest($2::bigint[]) d (pk) \
         CROSS JOIN LATERAL (SELECT l.* FROM {links} l WHERE l.pk = d.pk OFFSET 0) l \
         CROSS JOIN LATERAL (SELECT p.* FROM {records} p WHERE p.pk = l.{record_pk} OFFSET 0) p \
         JOIN core_api.workspace_connectors w ON w.pk = l.workspace_connector_pk \
         WHERE w.workspace_pk = $1 AND p.workspace_pk = $1"
    )
}

/// The statement that finds what the links with the `pk`s `$2` of the workspace `$1` said before.
pub(super) fn history(kind: Kind) -> String {
    let LinkTable {
        records, record_id, ..
    } = LinkTable::of(kind);
    format!(
        "SELECT h.link_pk, p.{record_id}, w.workspace_connector_id, h.direction::text, h.since \
         FROM unnest($2::bigint[]) d (pk) \
         CROSS JOIN LATERAL ( \
           SELECT h.* FROM core_api.link_history h \
           WHERE h.record = '{kind}' AND h.link_pk = d.pk OFFSET 0) h \
         JOIN {records} p ON p.pk = h.record_pk \
         JOIN core_api.workspace_connectors w ON w.pk = h.workspace_connector_pk \
         WHERE w.workspace_pk = $1 AND p.workspace_pk = $1"
    )
}
