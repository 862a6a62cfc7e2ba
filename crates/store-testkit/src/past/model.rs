//! A full history of links, kept by looking at all of them after each step.

use std::collections::{BTreeMap, BTreeSet};

use wellhead_core::id::{LinkId, RecordId, WorkspaceConnectorId};
use wellhead_core::resource::{Deleted, Direction, Link, LinkFilter, Past, Times, Trace};
use wellhead_core::time::Timestamp;

/// What a link was seen to say, and how long.
#[derive(Debug, Clone)]
struct Seen {
    link: Link,
    since: Timestamp,
    until: Option<Timestamp>,
}

/// A link as it must be listed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Shown {
    created_at: Timestamp,
    id: LinkId,
    record: RecordId,
    workspace_connector: WorkspaceConnectorId,
    direction: Direction,
    updated_at: Option<Timestamp>,
    deleted_at: Option<Timestamp>,
}

impl Shown {
    pub(super) fn of(link: &Link) -> Self {
        let Times {
            created_at,
            updated_at,
            deleted_at,
        } = link.times;
        Self {
            created_at,
            id: link.id,
            record: link.record,
            workspace_connector: link.workspace_connector,
            direction: link.direction,
            updated_at,
            deleted_at,
        }
    }
}

#[derive(Debug, Default)]
pub(super) struct Model(BTreeMap<LinkId, Vec<Seen>>);

impl Model {
    /// Takes in what there is now.
    pub(super) fn observe(&mut self, links: Vec<Link>) {
        for link in links {
            let states = self.0.entry(link.id).or_default();
            let changed_at = link.times.version();
            let since = match states.last_mut() {
                None => link.times.created_at,
                Some(last) => {
                    let (then, now) = (&last.link, &link);
                    let is_same = (then.record, then.workspace_connector, then.direction)
                        == (now.record, now.workspace_connector, now.direction);
                    if is_same
                        && (then.times.deleted_at.is_none() || now.times.deleted_at.is_some())
                    {
                        last.link = link;
                        continue;
                    }
                    last.until = Some(changed_at);
                    changed_at
                }
            };
            states.push(Seen {
                link,
                since,
                until: None,
            });
        }
    }

    /// Every moment at which something changed, and the one before.
    pub(super) fn moments(&self) -> BTreeSet<Timestamp> {
        let states = self.0.values().flatten();
        let changes = states.flat_map(|seen| [Some(seen.since), seen.link.times.deleted_at]);
        let changes = changes.flatten();
        changes.flat_map(|at| [at.plus_micros(-1), at]).collect()
    }

    /// The states that a look into the past must find.
    fn found(&self, past: Past, deleted: Deleted) -> impl Iterator<Item = &Seen> {
        self.0.values().flatten().filter(move |seen| {
            let ended = seen.link.times.deleted_at;
            match past {
                Past::AsOf(at) => {
                    let was_deleted = ended.is_some_and(|it| it <= at);
                    seen.since <= at
                        && seen.until.is_none_or(|until| at < until)
                        && (deleted == Deleted::Include
                            || (deleted == Deleted::Only) == was_deleted)
                }
                Past::Within { from, until } => {
                    let end = [seen.until, ended].into_iter().flatten().min();
                    from < until && seen.since < until && end.is_none_or(|end| from < end)
                }
            }
        })
    }

    /// The links that a list must show, the oldest first.
    pub(super) fn links(&self, filter: LinkFilter, past: Past) -> Vec<Shown> {
        let mut shown = BTreeMap::new();
        let found = self.found(past, filter.deleted);
        for seen in found.filter(|seen| {
            let link = &seen.link;
            filter.record.is_none_or(|it| it == link.record)
                && filter
                    .workspace_connector
                    .is_none_or(|it| it == link.workspace_connector)
                && filter.direction.is_none_or(|it| it == link.direction)
        }) {
            let deleted_at = seen.link.times.deleted_at.filter(|it| *it <= past.end());
            let mut one = Shown::of(&seen.link);
            one.deleted_at = deleted_at;
            one.updated_at = deleted_at.or(Some(seen.since));
            // The last state replaces those before it.
            shown.insert(one.id, one);
        }
        let mut shown: Vec<_> = shown.into_values().collect();
        shown.sort();
        shown
    }

    /// The traces of a record.
    pub(super) fn traces(&self, record: RecordId, past: Past) -> Vec<Trace> {
        let mut groups: BTreeMap<_, Vec<&Seen>> = BTreeMap::new();
        let found = self.found(past, Deleted::Include);
        for seen in found.filter(|seen| seen.link.record == record) {
            let link = &seen.link;
            let group = (link.workspace_connector, link.direction);
            groups.entry(group).or_default().push(seen);
        }
        let count = |seen: &[&Seen], counts: &dyn Fn(&Seen) -> bool| {
            let ids = seen.iter().filter(|it| counts(it)).map(|it| it.link.id);
            ids.collect::<BTreeSet<_>>().len() as u64
        };
        let is_active = |seen: &Seen| {
            let ended = [seen.until, seen.link.times.deleted_at];
            ended.into_iter().flatten().all(|it| it > past.end())
        };
        let groups = groups.into_iter();
        let traces = groups.map(|((workspace_connector, direction), seen)| {
            let created = || seen.iter().map(|it| it.link.times.created_at);
            Trace {
                workspace_connector,
                direction,
                first: created().min().expect("a link"),
                last: created().max().expect("a link"),
                links: count(&seen, &|_| true),
                active: count(&seen, &is_active),
            }
        });
        traces.collect()
    }
}
