//! Recalls, the audit log, reports and retention.

use uuid::Uuid;
use wellhead_core::audit::{About, Act, Actor, AuditFilter, Entry};
use wellhead_core::cause::Author;
use wellhead_core::command::{Command, NewLink, NewRecord};
use wellhead_core::id::{NewId, RecallId, RecordId};
use wellhead_core::page::{Interval, Order, Slice};
use wellhead_core::privacy::retention::{Holding, Period};
use wellhead_core::privacy::{
    Asked, NewRecall, NotificationChanges, NotificationFilter, NotificationStatus, RecallFilter,
    SubjectRight, SuppressionFilter, SuppressionKey,
};
use wellhead_core::record::{Kind, Values};
use wellhead_core::resource::{Direction, ExternalId, JobKind, JobStatus, Selection};
use wellhead_core::store::{
    AuditStore, DisclosureStore, NewJob, RecallStore, RetentionStore, Store,
};
use wellhead_core::text::Note;

use crate::Ledger;
use crate::ledger::{fresh, second};

/// Fragments of statements, and the index range that every statement with the fragment must use.
pub(crate) const THROUGH: &[(&str, &str)] = &[
    (
        "INDEXED BY idx_recalls_workspace_created",
        "(workspace_pk=? AND (created_at,recall_id)>(?,?) AND (created_at,recall_id)<(?,?))",
    ),
    (
        "INDEXED BY idx_recalls_record",
        "(workspace_pk=? AND record_id=? AND (created_at,recall_id)>(?,?) AND (created_at,recall_id)<(?,?))",
    ),
    (
        "INDEXED BY idx_recall_notifications_workspace_due",
        "(workspace_pk=? AND (due_at,notification_id)>(?,?) AND (due_at,notification_id)<(?,?))",
    ),
    (
        "INDEXED BY idx_recall_notifications_workspace_status",
        "(workspace_pk=? AND status=? AND (due_at,notification_id)>(?,?) AND (due_at,notification_id)<(?,?))",
    ),
    (
        "INDEXED BY idx_suppressions_mark",
        "(workspace_pk=? AND mark=?)",
    ),
];

/// Later than all that a retention may remove.
const NOW: i64 = 20_000 * 24 * 3_600;

/// Does all of it, last: at the end, ended links and old runs are gone.
pub(crate) async fn recall_and_forget(ledger: &Ledger) {
    let erasure = recalls(ledger).await;
    lists(ledger).await;
    reads(ledger, erasure).await;
    retention(ledger).await;
}

/// A recall of each right, of somebody new who went to the ledger's connector.
async fn recalls(ledger: &Ledger) -> RecallId {
    let Ledger { store, tenant, .. } = ledger;
    let person = NewRecord {
        kind: Kind::People,
        id: NewId::Brought(fresh()),
        values: Values::none(Kind::People),
        external_id: Some(ExternalId::parse("somebody to erase").unwrap()),
    };
    let id = person.id.get();
    let link = NewLink {
        kind: Kind::People,
        id: NewId::Brought(fresh()),
        record: id,
        workspace_connector: ledger.workspace_connector,
        direction: Direction::Output,
    };
    let author = Author::operator(*tenant);
    let batch = vec![Command::RecordCreate(person), Command::LinkCreate(link)];
    store.apply(author, second(200), batch).await.unwrap();
    let recall = |right, record: RecordId| NewRecall {
        id: fresh(),
        right,
        record: Kind::People.record(record),
        reference: None,
        due_at: second(300),
        key: SuppressionKey([7; 32]),
        again: false,
        marks: Vec::new(),
        worker: None,
    };
    for right in [SubjectRight::Rectification, SubjectRight::Restriction] {
        let made = store.recall_make(author, second(201), recall(right, id));
        made.await.unwrap();
    }
    let new = recall(SubjectRight::Erasure, id);
    let erasure = new.id;
    store.recall_make(author, second(202), new).await.unwrap();
    let done = store.recall_destroy(*tenant, second(203), erasure.job());
    assert_eq!(done.await.unwrap().status, JobStatus::Success);
    erasure
}

async fn lists(ledger: &Ledger) {
    let Ledger { store, tenant, .. } = ledger;
    let tenant = *tenant;
    for slice in slices() {
        for right in [None, Some(SubjectRight::Erasure)] {
            for record in [None, Some(ledger.person)] {
                let filter = RecallFilter { right, record };
                store.recall_list(tenant, filter, slice).await.unwrap();
                let counted = store.recall_count(tenant, filter, slice.interval);
                counted.await.unwrap();
            }
        }
        let found = store.recall_list(tenant, RecallFilter::default(), slice);
        let recall = found.await.unwrap().first().map(|it| it.id);
        for status in [None, Some(NotificationStatus::Pending)] {
            for recall in [None, recall] {
                let filter = NotificationFilter { status, recall };
                let found = store.notification_list(tenant, filter, slice);
                found.await.unwrap();
                let counted = store.notification_count(tenant, filter, slice.interval);
                counted.await.unwrap();
            }
        }
        for erasure in [None, recall] {
            let filter = SuppressionFilter { erasure };
            let found = store.suppression_list(tenant, filter, slice);
            found.await.unwrap();
            let counted = store.suppression_count(tenant, filter, slice.interval);
            counted.await.unwrap();
        }
    }
}

async fn reads(ledger: &Ledger, erasure: RecallId) {
    let Ledger { store, tenant, .. } = ledger;
    let (tenant, author) = (*tenant, Author::operator(*tenant));
    let [all, _] = slices();
    store.recall_get(tenant, erasure).await.unwrap().unwrap();
    let marks = store.erasure_marks(tenant, erasure).await.unwrap();
    assert_eq!(marks.unwrap().marks.len(), 1);
    let of = NotificationFilter {
        recall: Some(erasure),
        ..NotificationFilter::default()
    };
    let told = store.notification_list(tenant, of, all).await.unwrap();
    let [told] = &told[..] else {
        panic!("one: {told:?}")
    };
    store.notification_get(tenant, told.id).await.unwrap();
    let set = NotificationChanges {
        status: Some(NotificationStatus::Notified),
        ..NotificationChanges::default()
    };
    let set = store.notification_update(author, second(204), told.id, set);
    set.await.unwrap();
    let of = SuppressionFilter {
        erasure: Some(erasure),
    };
    let kept = store.suppression_list(tenant, of, all).await.unwrap();
    store.suppression_get(tenant, kept[0].id).await.unwrap();
    let reason = Note::parse("asked again").unwrap();
    let lifted = store.suppression_lift(author, second(205), kept[0].id, reason);
    lifted.await.unwrap();

    let asked = Asked {
        from: None,
        to: None,
        as_of: second(300),
    };
    let person = Kind::People.record(ledger.person);
    let found = store.disclosure_get(tenant, person, asked).await.unwrap();
    assert!(found.is_some());
    let (connectors, lines) = ([ledger.connector], [ledger.workspace_connector]);
    let states = store.legal_states(tenant, &connectors, &lines, second(300));
    states.await.unwrap();

    let people = About::Record(Kind::People).with(Some(ledger.person.uuid()));
    let key = fresh();
    let entry = Entry::at(fresh(), second(206), Actor::Key(key), Act::Search, people);
    let added = store.audit_append(tenant, vec![entry]).await.unwrap();
    for slice in slices() {
        for filter in [
            AuditFilter::default(),
            AuditFilter {
                act: Some(Act::Search),
                id: Some(Uuid::nil()),
                ..AuditFilter::default()
            },
        ] {
            let found = store.audit_list(tenant, filter, slice, 100);
            found.await.unwrap();
        }
    }
    store.audit_get(tenant, added[0].entry.id).await.unwrap();
    store.audit_read(tenant, 0, 100).await.unwrap();
    store.audit_heads(tenant).await.unwrap();
}

async fn retention(ledger: &Ledger) {
    let Ledger { store, tenant, .. } = ledger;
    let tenant = *tenant;
    let day = Period::of_days(1).unwrap();
    let rules = Holding::all().map(|holding| (holding, Some(day))).collect();
    let set = store.retention_set(tenant, second(NOW), rules, None);
    set.await.unwrap();
    store.retention_policy(tenant).await.unwrap();
    assert_eq!(store.retention_due(second(NOW)).await.unwrap(), [tenant]);
    for dry_run in [true, false] {
        let new = NewJob {
            id: fresh(),
            kind: JobKind::Retain,
            selection: Selection::default(),
            dry_run,
            total: 0,
            worker: None,
        };
        let opened = store.retention_open(tenant, second(NOW), new, second(NOW));
        let mut job = opened.await.unwrap().expect("none is open");
        while job.status == JobStatus::InProgress {
            let step = store.retention_step(tenant, second(NOW), job.id, 5_000);
            job = step.await.unwrap();
        }
    }
    store.retention_cuts(tenant, Kind::People).await.unwrap();
}

fn slices() -> [Slice; 2] {
    [Order::OldestFirst, Order::NewestFirst].map(|order| Slice {
        interval: Interval::since(second(0)).and(Interval::until(second(1_000))),
        order,
        limit: 20,
    })
}
