//! The ledger to measure: each row can be computed from its number, so every answer can be checked.
//!
//! Workspaces, people, connectors and links are numbered from 1 across all workspaces, so their numbers are their
//! `pk`s. A public id is the number in decimal digits after a prefix, which SQL can also compute in one cheap call.
//! Links are spread evenly over ninety days, each in a microsecond of its own.

mod tables;

pub(crate) use tables::{Table, Value, external_id, slug};

use uuid::Uuid;

use crate::scale::Scale;

/// Connectors in each workspace.
pub(crate) const CONNECTORS: u32 = 10;
/// How many links a list shows.
pub(crate) const PAGE: usize = 20;
/// The links of a tenant that shows what connectors cost.
const LINKS_OF_CONNECTORS: u32 = 50_000;

/// 2025-01-01, in microseconds since 1970.
const BEGINNING: i64 = 1_735_689_600_000_000;
const DAY: i64 = 24 * 3_600 * 1_000_000;
const DAYS: i64 = 90;
/// The length of the time ranges in requests.
const RANGE_DAYS: u32 = 7;

/// Everything that is loaded.
#[derive(Debug)]
pub(crate) struct Ledger {
    tenants: Vec<Tenant>,
    ordinary: usize,
    /// How many tenants there are for measuring growth by links.
    by_links: usize,
}

/// One workspace, and the numbers of its rows.
#[derive(Debug, Clone)]
pub(crate) struct Tenant {
    pub(crate) number: u32,
    pub(crate) first_person: u32,
    pub(crate) people: u32,
    pub(crate) first_connector: u32,
    pub(crate) connectors: u32,
    pub(crate) first_link: u32,
    pub(crate) links: u32,
    pub(crate) first_run: u32,
    pub(crate) runs: u32,
}

/// One link of a tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) number: u32,
    pub(crate) person: u32,
    pub(crate) connector: u32,
    pub(crate) direction: &'static str,
    pub(crate) created_at: i64,
    pub(crate) is_deleted: bool,
}

impl Ledger {
    pub(crate) fn new(scale: Scale) -> Self {
        let mut ledger = Self {
            tenants: Vec::new(),
            ordinary: usize::try_from(scale.workspaces).unwrap_or(usize::MAX),
            by_links: scale.growth.links.len(),
        };
        for _ in 0..scale.workspaces {
            ledger.push(people_of(scale.links), CONNECTORS, scale.links, 0);
        }
        for links in scale.growth.links {
            ledger.push_grown(CONNECTORS, links);
        }
        for connectors in scale.growth.connectors {
            ledger.push_grown(*connectors, LINKS_OF_CONNECTORS);
        }
        // Each delivery has its own connector: some through the service, some bypassing it.
        ledger.push(scale.rows, CONNECTORS.max(2 * scale.repetitions + 1), 0, 0);
        ledger
    }

    /// A tenant that has runs besides: a few of each connector, and more the more links there are.
    fn push_grown(&mut self, connectors: u32, links: u32) {
        let runs = 3 * connectors + links / 50;
        self.push(people_of(links), connectors, links, runs);
    }

    fn push(&mut self, people: u32, connectors: u32, links: u32, runs: u32) {
        let (first_person, first_connector, first_link, first_run) =
            self.tenants.last().map_or((1, 1, 1, 1), |last| {
                (
                    last.first_person + last.people,
                    last.first_connector + last.connectors,
                    last.first_link + last.links,
                    last.first_run + last.runs,
                )
            });
        self.tenants.push(Tenant {
            number: self.tenants.last().map_or(1, |last| last.number + 1),
            first_person,
            people,
            first_connector,
            connectors,
            first_link,
            links,
            first_run,
            runs,
        });
    }

    pub(crate) fn tenants(&self) -> &[Tenant] {
        &self.tenants
    }

    /// Workspaces that are never written to, so their answers are known.
    pub(crate) fn readers(&self) -> &[Tenant] {
        &self.tenants[..self.ordinary * 3 / 4]
    }

    /// Workspaces that links are created in.
    pub(crate) fn writers(&self) -> &[Tenant] {
        &self.tenants[self.ordinary * 3 / 4..self.ordinary]
    }

    /// Workspaces that differ only in their links, and in the people of them.
    pub(crate) fn by_links(&self) -> &[Tenant] {
        &self.tenants[self.ordinary..self.ordinary + self.by_links]
    }

    /// Workspaces that differ only in their connectors.
    pub(crate) fn by_connectors(&self) -> &[Tenant] {
        &self.tenants[self.ordinary + self.by_links..self.tenants.len() - 1]
    }

    /// The workspace for deliveries: it has people, but no links yet.
    pub(crate) fn delivery(&self) -> &Tenant {
        &self.tenants[self.tenants.len() - 1]
    }

    /// The number of the last link.
    pub(crate) fn links(&self) -> u32 {
        self.tenants
            .last()
            .map_or(0, |last| last.first_link + last.links - 1)
    }
}

/// About five links per person. Not a multiple of 2 or 5, so that no person gets all the deleted links.
fn people_of(links: u32) -> u32 {
    (links / 50) * 10 + 1
}

impl Tenant {
    /// A link by its number.
    pub(crate) fn link(&self, number: u32) -> Link {
        let index = number - self.first_link;
        let chance = scrambled(number);
        let below = |bound: u32| u32::try_from(chance % u64::from(bound)).unwrap_or(0);
        Link {
            number,
            person: self.first_person + index % self.people,
            connector: self.first_connector + below(self.connectors),
            direction: if chance >> 60 < 11 { "input" } else { "output" },
            created_at: self.time(index),
            is_deleted: number.is_multiple_of(10),
        }
    }

    /// When the run after `index` others began.
    pub(crate) fn run_time(&self, index: u32) -> i64 {
        BEGINNING + i64::from(index) * (DAYS * DAY / i64::from(self.runs.max(1)))
    }

    /// The last so many days of the ledger, in microseconds.
    pub(crate) fn last_days(days: i64) -> (i64, i64) {
        let end = BEGINNING + DAYS * DAY;
        (end - days * DAY, end)
    }

    /// When the link after `index` others was created.
    pub(crate) fn time(&self, index: u32) -> i64 {
        BEGINNING + i64::from(index) * self.step()
    }

    /// Microseconds from one link to the next.
    pub(crate) fn step(&self) -> i64 {
        DAYS * DAY / i64::from(self.links.max(1))
    }

    /// How many links a time range spans.
    pub(crate) fn range(&self) -> u32 {
        self.links * RANGE_DAYS / 90
    }

    /// A person's links, newest first, as in a list.
    pub(crate) fn of_person(&self, person: u32) -> Vec<Link> {
        let every = usize::try_from(self.people).unwrap_or(usize::MAX);
        let theirs = (person - self.first_person..self.links).step_by(every);
        self.page(theirs.rev(), |_| true)
    }

    /// The workspace's newest links, as in a list.
    pub(crate) fn newest(&self) -> Vec<Link> {
        self.page((0..self.links).rev(), |_| true)
    }

    /// A connector's links in the time range that begins with the link `start`, as in a list.
    pub(crate) fn of_range(&self, connector: u32, start: u32) -> Vec<Link> {
        let newest_first = (start..start + self.range()).rev();
        self.page(newest_first, |link| link.connector == connector)
    }

    fn page(
        &self,
        newest_first: impl Iterator<Item = u32>,
        wanted: impl Fn(&Link) -> bool,
    ) -> Vec<Link> {
        newest_first
            .map(|index| self.link(self.first_link + index))
            .filter(|link| !link.is_deleted && wanted(link))
            .take(PAGE)
            .collect()
    }
}

/// A number that looks random but is not (`SplitMix64`).
fn scrambled(number: u32) -> u64 {
    let mut x = u64::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// Public ids, by kind; in SQL, `lpad(number, 32, prefix)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Id {
    Workspace,
    Connector,
    WorkspaceConnector,
    Person,
    Link,
    /// A link that bypasses the service.
    Copied,
    Run,
}

impl Id {
    pub(crate) fn of(self, number: u32) -> Uuid {
        let kind: u128 = match self {
            Self::Workspace => 0x193,
            Self::Connector => 0x194,
            Self::WorkspaceConnector => 0x195,
            Self::Person => 0x196,
            Self::Link => 0x197,
            // The ceiling creates ids with 0x198.
            Self::Copied => 0x199,
            Self::Run => 0x19a,
        };
        let mut digits = 0;
        let mut rest = number;
        for place in 0..10 {
            digits |= u128::from(rest % 10) << (4 * place);
            rest /= 10;
        }
        Uuid::from_u128(kind << 112 | 0x7000_8000 << 48 | digits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_versions_7_that_tell_their_number() {
        let id = Id::Link.of(1_234_567).to_string();
        assert_eq!(id, "01970000-0000-7000-8000-000001234567");
        let id = Id::Person.of(0).to_string();
        assert_eq!(id, "01960000-0000-7000-8000-000000000000");
    }

    #[test]
    fn numbers_run_through_all_tenants() {
        let ledger = Ledger::new(Scale::QUICK);
        for pair in ledger.tenants().windows(2) {
            assert_eq!(pair[1].number, pair[0].number + 1);
            assert_eq!(pair[1].first_person, pair[0].first_person + pair[0].people);
            assert_eq!(pair[1].first_link, pair[0].first_link + pair[0].links);
        }
        let parts = [ledger.readers().len(), ledger.writers().len()];
        assert_eq!(parts, [6, 2]);
        assert_eq!(ledger.delivery().links, 0);
        assert_eq!(ledger.by_links().len(), 3);
        let connectors = ledger.by_connectors().iter().map(|it| it.connectors);
        assert_eq!(connectors.collect::<Vec<_>>(), [10, 1_000]);
        assert_eq!(ledger.links(), 8 * 2_500 + 62_500 + 2 * 50_000);
    }

    #[test]
    fn everybody_has_active_links_of_their_own() {
        for links in [2_500, 25_000] {
            let tenant = Ledger::new(Scale {
                links,
                ..Scale::QUICK
            });
            let tenant = &tenant.tenants()[1];
            for person in [0, 1, 7, tenant.people - 1].map(|it| tenant.first_person + it) {
                let page = tenant.of_person(person);
                assert!(page.len() >= 4, "{person}: {page:?}");
                assert!(page.iter().all(|link| link.person == person));
                assert!(
                    page.windows(2)
                        .all(|it| it[0].created_at > it[1].created_at)
                );
            }
        }
    }

    #[test]
    fn a_page_is_full() {
        let ledger = Ledger::new(Scale::FULL);
        let tenant = &ledger.tenants()[3];
        assert_eq!(tenant.newest().len(), PAGE);
        let range = tenant.of_range(tenant.first_connector, 100);
        assert_eq!(range.len(), PAGE);
        let until = tenant.time(100 + tenant.range());
        assert!(range.iter().all(|it| it.created_at < until));
    }
}
