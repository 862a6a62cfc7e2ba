use super::shape::{Attribute, Set, Value};
use super::{direction, sync_run};

/// The state of a connector's sync, in the `meta` of its document.
pub(crate) const META: Attribute = Attribute::object(
    "meta",
    &[
        Attribute::object("last_run", LAST_RUN).nullable(),
        Attribute::objects("last_runs_by_record", LAST_RUN),
        Attribute::object(
            "active_links",
            &[Attribute::count("input"), Attribute::count("output")],
        ),
        Attribute::objects(
            "active_links_by_record",
            &[
                Attribute::one_of("record", sync_run::records, Set::Never),
                Attribute::count("input"),
                Attribute::count("output"),
            ],
        ),
    ],
);
const LAST_RUN: &[Attribute] = &[
    Attribute::one_of("type", || vec![sync_run::TYPE], Set::Never),
    Attribute::new("id", Value::Id, Set::Never),
    Attribute::one_of("record", sync_run::records, Set::Never),
    Attribute::one_of("direction", direction::all, Set::Never),
    Attribute::one_of("mode", sync_run::modes, Set::Never),
    Attribute::one_of("status", sync_run::statuses, Set::Never),
    Attribute::time("started_at"),
    Attribute::time("completed_at").nullable(),
    Attribute::count("records_synced"),
    Attribute::count("rejected"),
    Attribute::new("error", Value::Message(sync_run::REASON), Set::Never).nullable(),
];
