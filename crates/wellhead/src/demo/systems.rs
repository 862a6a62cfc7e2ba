//! The sample's companies and their systems.

use wellhead_core::resource::{Direction, Trigger};

use super::DAY;

/// A company.
pub(super) struct Company {
    pub(super) name: &'static str,
    /// What its people's ids begin with.
    pub(super) prefix: &'static str,
    /// How many people it knows in the end.
    pub(super) people: usize,
    pub(super) systems: &'static [System],
}

/// One of its systems, and how it talks to Wellhead.
pub(super) struct System {
    pub(super) slug: &'static str,
    pub(super) name: &'static str,
    pub(super) direction: Direction,
    /// Of a hundred people, how many it knows.
    pub(super) share: u32,
    pub(super) habit: Habit,
    pub(super) fate: Fate,
}

/// When it runs, and what it brings.
pub(super) struct Habit {
    pub(super) trigger: Trigger,
    /// One run every so many hours.
    pub(super) every: i64,
    /// Every so many runs one is full; 0 is never.
    pub(super) full: usize,
}

/// What becomes of it.
#[derive(Clone, Copy)]
pub(super) enum Fate {
    /// It works to this day.
    Works,
    /// It is disconnected on this day.
    Disconnected(i64),
    /// Its authorisation runs out on this day; it fails a few times, then it waits.
    Expires(i64),
    /// Nobody has set it up yet.
    Waits,
}

impl Fate {
    /// When, since the sample began, it stops to run.
    pub(super) const fn end(self) -> i64 {
        match self {
            Self::Works => i64::MAX,
            Self::Disconnected(day) => day * DAY,
            // Long enough for a few runs that fail.
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

const fn system(
    (slug, name): (&'static str, &'static str),
    direction: Direction,
    share: u32,
    habit: Habit,
    fate: Fate,
) -> System {
    System {
        slug,
        name,
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

/// All companies; the first one is the one to look at.
pub(super) const COMPANIES: [Company; 2] = {
    use Direction::{Input, Output};
    use Fate::{Disconnected, Expires, Waits, Works};
    use Trigger::{Api, Manual, Scheduled, Webhook};
    [
        Company {
            name: "Aurora Outdoor",
            prefix: "AUR",
            people: 240,
            systems: &[
                system(HUBSPOT, Input, 70, every(72, Scheduled, 3), Works),
                system(HUBSPOT, Output, 30, every(168, Scheduled, 0), Works),
                system(SHOPIFY, Input, 55, every(36, Webhook, 0), Works),
                system(
                    TYPEFORM,
                    Input,
                    25,
                    every(120, Webhook, 0),
                    Disconnected(62),
                ),
                system(ZENDESK, Input, 30, every(100, Api, 0), Works),
                system(MAILCHIMP, Output, 60, every(96, Scheduled, 2), Works),
                system(GOOGLE_ADS, Output, 40, every(48, Scheduled, 4), Expires(74)),
                system(INTERCOM, Input, 0, every(24, Api, 0), Waits),
            ],
        },
        Company {
            name: "Borealis Health",
            prefix: "BOR",
            people: 120,
            systems: &[
                system(SALESFORCE, Input, 80, every(84, Scheduled, 3), Works),
                system(STRIPE, Input, 50, every(72, Webhook, 0), Works),
                system(ZENDESK, Input, 20, every(240, Manual, 0), Works),
                system(SNOWFLAKE, Output, 90, every(168, Scheduled, 1), Works),
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

/// Why the runs of a system fail whose authorisation ran out.
pub(super) const EXPIRED: &str = "401 Unauthorized: the refresh token has expired; connect it anew";
