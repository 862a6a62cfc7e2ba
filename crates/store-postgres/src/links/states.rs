//! The states of links in SQL: the present one, which is the link's own row, and those that were superseded.

use wellhead_core::record::Kind;
use wellhead_core::resource::{Deleted, LinkFilter, Past};

use crate::arguments::Arguments;
use crate::row::At;
use crate::table::LinkTable;

/// The columns of a state, selected from the links `alias` of a kind.
pub(crate) fn present(table: &LinkTable, alias: &str) -> String {
    let LinkTable {
        link_id, record_pk, ..
    } = table;
    format!(
        "{alias}.pk, {alias}.{link_id} AS id, {alias}.{record_pk} AS record_pk, {alias}.workspace_connector_pk, \
         {alias}.direction, {alias}.created_at, coalesce({alias}.since, {alias}.created_at) AS since, \
         NULL::timestamptz AS until, {alias}.deleted_at, {alias}.created_as, {alias}.created_by, \
         {alias}.deleted_as, {alias}.deleted_by, {alias}.reason"
    )
}

/// The same columns, selected from the history `alias`.
pub(crate) fn superseded(alias: &str) -> String {
    format!(
        "{alias}.link_pk, {alias}.link_id, {alias}.record_pk, {alias}.workspace_connector_pk, {alias}.direction, \
         {alias}.created_at, {alias}.since, {alias}.until, {alias}.deleted_at, {alias}.created_as, {alias}.created_by, \
         {alias}.deleted_as, {alias}.deleted_by, {alias}.reason"
    )
}

/// A look into the past, with its times as parameters of a statement.
pub(crate) struct Then {
    past: Past,
    deleted: Deleted,
    /// The moment, or when the time begins.
    from: String,
    /// When the time is over.
    until: String,
    /// The last moment of the time.
    pub(crate) end: String,
}

impl Then {
    pub(crate) fn new(past: Past, deleted: Deleted, arguments: &mut Arguments) -> Self {
        let end = arguments.bind(At(past.end()));
        let (from, until) = match past {
            Past::AsOf(_) => (end.clone(), end.clone()),
            Past::Within { from, until } => (arguments.bind(At(from)), arguments.bind(At(until))),
        };
        Self {
            past,
            deleted,
            from,
            until,
            end,
        }
    }

    /// The condition that the state `s` passes.
    pub(crate) fn passes(&self, s: &str) -> String {
        let Self { from, until, .. } = self;
        match self.past {
            Past::AsOf(_) => {
                let deleted = match self.deleted {
                    Deleted::Exclude => format!(" AND {}", self.is_active(s)),
                    Deleted::Include => String::new(),
                    Deleted::Only => format!(" AND {s}.deleted_at <= {from}"),
                };
                format!(
                    "{s}.since <= {from} AND ({s}.until IS NULL OR {s}.until > {from}){deleted}"
                )
            }
            Past::Within { .. } => format!(
                "{from}::timestamptz < {until}::timestamptz AND {s}.since < {until} AND ({s}.until IS NULL OR {s}.until > {from}) \
                 AND ({s}.deleted_at IS NULL OR {s}.deleted_at > {from})"
            ),
        }
    }

    /// The condition that the state `s`, which passes, is active at the end of the time.
    pub(crate) fn is_active(&self, s: &str) -> String {
        let end = &self.end;
        format!(
            "({s}.deleted_at IS NULL OR {s}.deleted_at > {end}) AND ({s}.until IS NULL OR {s}.until > {end})"
        )
    }

    /// Whether two states of a link can pass.
    pub(crate) const fn may_repeat(&self) -> bool {
        matches!(self.past, Past::Within { .. })
    }

    /// A query that finds a row if a later state of the link than the superseded state `l` passes as well, and the
    /// `filter`, too: then the link is shown by that one.
    pub(crate) fn later(&self, kind: Kind, filter: LinkFilter) -> String {
        let table = LinkTable::of(kind);
        let same = |column, filtered| {
            if filtered {
                format!(" AND s.{column} = l.{column}")
            } else {
                String::new()
            }
        };
        format!(
            "SELECT true AS is_there FROM ( \
               SELECT {present} FROM {links} o WHERE o.pk = l.pk \
               UNION ALL \
               SELECT {superseded} FROM core_api.link_history h \
               WHERE h.record = '{kind}' AND h.link_pk = l.pk AND h.since > l.since) s \
             WHERE l.until IS NOT NULL AND {passes}{record}{connector}{direction} LIMIT 1",
            present = present(table, "o"),
            superseded = superseded("h"),
            links = table.links,
            passes = self.passes("s"),
            record = same("record_pk", filter.record.is_some()),
            connector = same(
                "workspace_connector_pk",
                filter.workspace_connector.is_some()
            ),
            direction = same("direction", filter.direction.is_some()),
        )
    }
}
