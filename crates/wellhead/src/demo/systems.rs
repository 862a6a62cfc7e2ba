//! The sample's companies and their systems.

use rand::rngs::StdRng;
use wellhead_core::record::Kind;
use wellhead_core::resource::{Direction, Trigger};

use super::occasion::Occasion;
use super::{DAY, values};

/// A company.
pub(super) struct Company {
    pub(super) name: &'static str,
    /// The prefix of its records' ids.
    pub(super) prefix: &'static str,
    /// Its currency.
    pub(super) currency: &'static str,
    pub(super) samples: &'static [Sample],
    pub(super) systems: &'static [System],
}

/// Its records of one kind.
pub(super) struct Sample {
    pub(super) record: Kind,
    /// How many it has at the end.
    pub(super) count: usize,
    /// The prefix of the number in their ids.
    pub(super) infix: &'static str,
    /// Makes up the values of one, in the order of the kind's fields.
    pub(super) values: fn(&Occasion, &mut StdRng) -> Vec<String>,
}

impl Sample {
    /// The external id of record `number`, counted from 1.
    pub(super) fn external_id(&self, company: &Company, number: usize) -> String {
        format!("{}-{}{number:04}", company.prefix, self.infix)
    }
}

/// One of its systems, and how it connects to Wellhead.
pub(super) struct System {
    pub(super) slug: &'static str,
    pub(super) name: &'static str,
    /// The kind of its records. A system with several kinds is listed once for each.
    pub(super) record: Kind,
    pub(super) direction: Direction,
    /// The percentage of the records that it knows.
    pub(super) share: u32,
    pub(super) habit: Habit,
    pub(super) fate: Fate,
}

/// When it runs, and what it delivers.
pub(super) struct Habit {
    pub(super) trigger: Trigger,
    /// Hours between runs.
    pub(super) every: i64,
    /// Every how many runs one is full; 0 for never.
    pub(super) full: usize,
}

/// What happens to it in the end.
#[derive(Clone, Copy)]
pub(super) enum Fate {
    /// It still works.
    Works,
    /// It is disconnected on this day.
    Disconnected(i64),
    /// Its authorisation expires on this day; it fails a few times, then it is paused.
    Expires(i64),
    /// It has not been set up yet.
    Waits,
}

impl Fate {
    /// When it stops running, since the sample began.
    pub(super) const fn end(self) -> i64 {
        match self {
            Self::Works => i64::MAX,
            Self::Disconnected(day) => day * DAY,
            // Long enough for a few failing runs.
            Self::Expires(day) => (day + 5) * DAY,
            Self::Waits => 0,
        }
    }
}

const fn every(hours: i64, trigger: Trigger, full: usize) -> Habit {
    Habit {
        trigger,
        every: hours,
        full,
    }
}

const fn sample(
    record: Kind,
    count: usize,
    infix: &'static str,
    values: fn(&Occasion, &mut StdRng) -> Vec<String>,
) -> Sample {
    Sample {
        record,
        count,
        infix,
        values,
    }
}

const fn system(
    (slug, name): (&'static str, &'static str),
    record: Kind,
    direction: Direction,
    share: u32,
    habit: Habit,
    fate: Fate,
) -> System {
    System {
        slug,
        name,
        record,
        direction,
        share,
        habit,
        fate,
    }
}

const HUBSPOT: (&str, &str) = ("hubspot", "HubSpot");
const SHOPIFY: (&str, &str) = ("shopify", "Shopify");
const TYPEFORM: (&str, &str) = ("typeform", "Typeform");
const ZENDESK: (&str, &str) = ("zendesk", "Zendesk");
const MAILCHIMP: (&str, &str) = ("mailchimp", "Mailchimp");
const GOOGLE_ADS: (&str, &str) = ("google-ads", "Google Ads");
const SALESFORCE: (&str, &str) = ("salesforce", "Salesforce");
const STRIPE: (&str, &str) = ("stripe", "Stripe");
const SNOWFLAKE: (&str, &str) = ("snowflake", "Snowflake");
const INTERCOM: (&str, &str) = ("intercom", "Intercom");
const QUICKBOOKS: (&str, &str) = ("quickbooks", "QuickBooks");
const BANK_FEED: (&str, &str) = ("bank-feed", "Bank feed");
const DRIVE: (&str, &str) = ("google-drive", "Google Drive");

/// All companies; the first is the one to look at.
pub(super) const COMPANIES: [Company; 2] = {
    use Direction::{Input, Output};
    use Fate::{Disconnected, Expires, Waits, Works};
    use Kind::{Account, Company as Firm, Document, Invoice, People, Transaction};
    use Trigger::{Api, Manual, Scheduled, Webhook};
    [
        Company {
            name: "Aurora Outdoor",
            prefix: "AUR",
            currency: "EUR",
            samples: &[
                sample(People, 240, "", values::person),
                sample(Firm, 60, "C", values::company),
                sample(Account, 5, "A", values::account),
                sample(Invoice, 120, "I", values::invoice),
                sample(Transaction, 200, "T", values::transaction),
                sample(Document, 40, "D", values::document),
            ],
            systems: &[
                system(HUBSPOT, People, Input, 70, every(72, Scheduled, 3), Works),
                system(HUBSPOT, People, Output, 30, every(168, Scheduled, 0), Works),
                system(SHOPIFY, People, Input, 55, every(36, Webhook, 0), Works),
                system(
                    TYPEFORM,
                    People,
                    Input,
                    25,
                    every(120, Webhook, 0),
                    Disconnected(62),
                ),
                system(ZENDESK, People, Input, 30, every(100, Api, 0), Works),
                system(
                    MAILCHIMP,
                    People,
                    Output,
                    60,
                    every(96, Scheduled, 2),
                    Works,
                ),
                system(
                    GOOGLE_ADS,
                    People,
                    Output,
                    40,
                    every(48, Scheduled, 4),
                    Expires(74),
                ),
                system(INTERCOM, People, Input, 0, every(24, Api, 0), Waits),
                system(HUBSPOT, Firm, Input, 85, every(360, Scheduled, 3), Works),
                system(QUICKBOOKS, Firm, Input, 40, every(480, Scheduled, 0), Works),
                system(
                    QUICKBOOKS,
                    Invoice,
                    Input,
                    90,
                    every(240, Scheduled, 3),
                    Works,
                ),
                system(STRIPE, Invoice, Input, 45, every(240, Webhook, 0), Works),
                system(
                    SNOWFLAKE,
                    Invoice,
                    Output,
                    80,
                    every(336, Scheduled, 0),
                    Works,
                ),
                system(
                    BANK_FEED,
                    Account,
                    Input,
                    100,
                    every(720, Scheduled, 1),
                    Works,
                ),
                system(
                    BANK_FEED,
                    Transaction,
                    Input,
                    100,
                    every(168, Scheduled, 0),
                    Works,
                ),
                system(DRIVE, Document, Input, 80, every(360, Api, 0), Works),
            ],
        },
        Company {
            name: "Borealis Health",
            prefix: "BOR",
            currency: "USD",
            samples: &[
                sample(People, 120, "", values::person),
                sample(Firm, 30, "C", values::company),
                sample(Invoice, 60, "I", values::invoice),
                sample(Transaction, 90, "T", values::transaction),
            ],
            systems: &[
                system(
                    SALESFORCE,
                    People,
                    Input,
                    80,
                    every(84, Scheduled, 3),
                    Works,
                ),
                system(STRIPE, People, Input, 50, every(72, Webhook, 0), Works),
                system(ZENDESK, People, Input, 20, every(240, Manual, 0), Works),
                system(
                    SNOWFLAKE,
                    People,
                    Output,
                    90,
                    every(168, Scheduled, 1),
                    Works,
                ),
                system(SALESFORCE, Firm, Input, 90, every(360, Scheduled, 2), Works),
                system(STRIPE, Invoice, Input, 95, every(360, Webhook, 0), Works),
                system(
                    BANK_FEED,
                    Transaction,
                    Input,
                    100,
                    every(240, Scheduled, 0),
                    Works,
                ),
            ],
        },
    ]
};

/// Why a run fails now and then.
pub(super) const FAULTS: [&str; 4] = [
    "429 Too Many Requests: the quota of 100 calls in 10 seconds is used up",
    "502 Bad Gateway",
    "the connection was reset after 30.0 s",
    "the export was not ready after 10 minutes",
];

/// Why runs fail after a system's authorisation expired.
pub(super) const EXPIRED: &str = "401 Unauthorized: the refresh token has expired; connect it anew";
