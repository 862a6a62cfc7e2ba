//! What the lines of deliveries are about.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use wellhead_core::command::{
    Command, NewWorkspaceConnector, RecordChanges, Rejection, WorkspaceConnectorChanges,
};
use wellhead_core::id::{NewId, RecordId, WorkspaceConnectorId};
use wellhead_core::identity::{IdentityFilter, MatchRule, OnConflict, Unresolved};
use wellhead_core::record::{Kind, Named, RecordKey, Values};
use wellhead_core::resource::{Deleted, Direction, LinkFilter, Mode, SyncRun, Tally};
use wellhead_core::source::OnKnown;
use wellhead_core::store::{ApplyError, Delivered, DeliveredRecord, DeliveryBatch, NewRun};
use wellhead_core::time::Timestamp;

use super::{create, list, new, reconnect};
use crate::deliveries::{batch, line, write};
use crate::runs;
use crate::world::{
    ALL, THEIR_EMAIL, World, activation, called_so, email_change, external, fresh, record,
    rejection, second,
};

crate::cases![
    every kind:
    an_identity_is_remembered_and_comes_first,
    names_that_disagree_are_kept_at_the_run;
    people:
    three_systems_know_three_people,
    a_known_record_gets_the_key_that_it_lacks,
    an_address_matches_just_one_person,
    a_record_that_is_gone_is_made_anew,
    another_tenants_identities_never_match,
    a_reconnected_system_knows_whom_it_knew,
    racing_systems_make_one_person_of_one_key,
    racing_systems_make_one_person_of_one_address,
    racing_lines_of_one_system_make_one_person,
];

/// A line with the connector's own id, the workspace's key and an e-mail address; empty is none.
pub(crate) fn named(kind: Kind, own: &str, key: &str, email: &str) -> DeliveredRecord {
    let given = |text: &str| (!text.is_empty()).then(|| external(text));
    let mut values = called_so(kind, &format!("Called {own}{key}"));
    if let Some(place) = kind
        .declaration()
        .email
        .and_then(|it| kind.declaration().position(it))
    {
        let email = kind.fields()[place].parse(email).ok();
        values.set(place, email.filter(|it| !it.to_string().is_empty()));
    }
    DeliveredRecord {
        named: Named {
            known_as: given(own),
            key: given(key).map(RecordKey::External),
            values,
        },
        ..line(kind, "unnamed")
    }
}

pub(crate) async fn open(world: &World, at: Timestamp, connector: WorkspaceConnectorId) -> SyncRun {
    let new = NewRun {
        record: world.kind,
        ..runs::new(connector, Direction::Input, Mode::Incremental)
    };
    runs::try_open(world, at, new)
        .await
        .expect("a run can be opened")
}

/// Delivers `lines` in a run of their own, which is closed.
pub(crate) async fn deliver(
    world: &World,
    seconds: i64,
    connector: WorkspaceConnectorId,
    lines: Vec<DeliveredRecord>,
) -> Delivered {
    deliver_so(world, seconds, connector, lines, |batch| batch)
        .await
        .unwrap()
        .1
}

pub(crate) async fn deliver_so(
    world: &World,
    seconds: i64,
    connector: WorkspaceConnectorId,
    lines: Vec<DeliveredRecord>,
    so: impl FnOnce(DeliveryBatch) -> DeliveryBatch,
) -> Result<(SyncRun, Delivered), ApplyError> {
    let run = open(world, second(seconds), connector).await;
    let written = write(world, second(seconds), so(batch(&run, lines))).await;
    let (store, tenant) = (world.store(), world.here.tenant);
    let closed = store.run_close(tenant, second(seconds), run.id, None).await;
    let closed = closed.expect("a run can be closed");
    written.map(|delivered| (closed, delivered))
}

/// Whom each connector links, and what it calls them.
async fn picture(world: &World) -> BTreeSet<(RecordId, WorkspaceConnectorId, String)> {
    let links = world.links(&world.here, LinkFilter::default(), ALL).await;
    let identities = list(world, IdentityFilter::default()).await;
    let names = links.iter().flat_map(|link| {
        let of = identities.iter().filter(|it| {
            it.record == link.record && it.workspace_connector == link.workspace_connector
        });
        let names: Vec<_> = of.map(|it| it.external_id.to_string()).collect();
        assert!(!names.is_empty(), "{link:?} has no name");
        names
            .into_iter()
            .map(|name| (link.record, link.workspace_connector, name))
    });
    names.collect()
}

fn tally(created: u64, matched: u64, links_created: u64, links_touched: u64) -> Tally {
    Tally {
        records_created: created,
        records_matched: matched,
        links_created,
        links_touched,
        ..Tally::default()
    }
}

async fn an_identity_is_remembered_and_comes_first(world: &World) {
    let (here, kind) = (&world.here, world.kind);
    let given = [
        named(kind, "501", "", ""),
        named(kind, "502", "E-1", ""),
        named(kind, "501", "", ""),
        named(kind, "503", "new", ""),
    ];
    let delivered = deliver(world, 1, here.crm.id, given.to_vec()).await;
    assert_eq!(delivered.tally, tally(2, 2, 3, 1));
    let learnt = list(world, IdentityFilter::default()).await;
    let learnt: BTreeSet<_> = learnt
        .iter()
        .map(|it| {
            (
                it.id,
                it.record,
                it.external_id.as_str(),
                it.workspace_connector,
            )
        })
        .collect();
    let expected = [
        (given[0].identity, given[0].id, "501", here.crm.id),
        (given[1].identity, here.ada.id, "502", here.crm.id),
        (given[3].identity, given[3].id, "503", here.crm.id),
    ];
    assert_eq!(learnt, expected.into());
    // By its own ids alone, in any order.
    let again = ["503", "501", "502"].map(|own| named(kind, own, "", ""));
    let delivered = deliver(world, 2, here.crm.id, again.into()).await;
    assert_eq!(delivered.tally, tally(0, 3, 0, 3));
}

async fn names_that_disagree_are_kept_at_the_run(world: &World) {
    let (here, kind) = (&world.here, world.kind);
    let known = new(world, here.ada.id, here.crm.id, "501");
    create(world, 1, known).await.unwrap();
    let lines = || vec![named(kind, "501", "E-2", ""), named(kind, "501", "E-1", "")];
    let disagree = Unresolved::Disagree {
        identity: here.ada.id,
        key: Some(here.bob.id),
    };
    let kept = async |run: &SyncRun| {
        let kept = world.store().run_rejections(here.tenant, run.id, ALL).await;
        let kept = kept.unwrap().into_iter();
        kept.map(|it| (it.line, it.taken, it.why.code, it.why.detail))
            .collect::<Vec<_>>()
    };

    let rejected = deliver_so(world, 2, here.crm.id, lines(), |batch| batch).await;
    let (run, delivered) = rejected.unwrap();
    assert_eq!(delivered.unresolved, [(0, disagree)]);
    assert_eq!((run.tally.rejected, run.tally.conflicts), (1, 1));
    let [(1, false, code, detail)] = &kept(&run).await[..] else {
        panic!("the rejected line is kept");
    };
    assert_eq!(code, "identity_conflict");
    for id in [here.ada.id, here.bob.id] {
        assert!(detail.contains(&id.to_string()), "{detail}");
    }

    let by_identity = |batch| DeliveryBatch {
        on_conflict: OnConflict::Identity,
        on_known: OnKnown::Keep,
        ..batch
    };
    let taken = deliver_so(world, 3, here.crm.id, lines(), by_identity).await;
    let (run, delivered) = taken.unwrap();
    assert_eq!(delivered.unresolved, []);
    assert_eq!((run.tally.rejected, run.tally.conflicts), (0, 1));
    assert_eq!(run.tally.links_touched, 2);
    assert!(matches!(&kept(&run).await[..], [(1, true, _, told)] if told == detail));
    let counted = world.store().run_rejections_kept(here.tenant, run.id).await;
    assert_eq!(counted.unwrap().of(run.tally.rejected), 1);

    let whole = |batch| DeliveryBatch {
        all_or_nothing: true,
        ..batch
    };
    let refused = deliver_so(world, 4, here.crm.id, lines(), whole).await;
    assert_eq!(rejection(refused), Rejection::Unresolved(kind, disagree));
    let linked = world.links(here, LinkFilter::default(), ALL).await;
    assert!(linked.iter().all(|link| link.record == here.ada.id));
}

/// HubSpot, Stripe and a mailer know Ada, Bob and Eve by ids of their own; two of them call different people 501.
async fn three_systems_know_three_people(world: &World) {
    let (here, kind) = (&world.here, world.kind);
    let stripe = world.activate_another().await;
    let crm = [
        named(kind, "501", "", "Ada@X.io"),
        named(kind, "502", "", "bob@x.io"),
        named(kind, "503", "", ""),
    ];
    let people = [crm[0].id, crm[1].id, crm[2].id];
    deliver(world, 1, here.crm.id, crm.to_vec()).await;
    // The mailer's are matched by their addresses; Eve has none, so it is told who she is.
    world.match_by_email(here.mailer.id, second(2)).await;
    let eve = new(world, people[2], here.mailer.id, "leid-3");
    create(world, 2, eve).await.unwrap();
    let mailer = [
        named(kind, "leid-1", "", "ada@x.io "),
        named(kind, "leid-2", "", "BOB@x.io"),
        named(kind, "leid-3", "", "eve@x.io"),
    ];
    let delivered = deliver(world, 3, here.mailer.id, mailer.to_vec()).await;
    assert_eq!(delivered.tally, tally(0, 3, 3, 0));
    // Stripe's 501 is Bob: nobody says that it is HubSpot's.
    world.match_by_email(stripe, second(4)).await;
    let customers = [
        named(kind, "501", "", "bob@x.io"),
        named(kind, "cus_1", "", "ada@x.io"),
    ];
    let delivered = deliver(world, 5, stripe, customers.to_vec()).await;
    assert_eq!(delivered.tally, tally(0, 2, 2, 0));
    let eve = new(world, people[2], stripe, "cus_3");
    create(world, 6, eve).await.unwrap();
    let third = vec![named(kind, "cus_3", "", "")];
    deliver(world, 7, stripe, third).await;

    let [ada, bob, eve] = people;
    let expected = [
        (ada, here.crm.id, "501"),
        (bob, here.crm.id, "502"),
        (eve, here.crm.id, "503"),
        (ada, here.mailer.id, "leid-1"),
        (bob, here.mailer.id, "leid-2"),
        (eve, here.mailer.id, "leid-3"),
        (ada, stripe, "cus_1"),
        (bob, stripe, "501"),
        (eve, stripe, "cus_3"),
    ];
    let expected = expected.map(|(person, connector, name)| (person, connector, name.to_owned()));
    assert_eq!(picture(world).await, expected.into());
    // The next run creates nobody and no link.
    for (connector, lines) in [
        (here.crm.id, crm.to_vec()),
        (here.mailer.id, mailer.to_vec()),
        (stripe, customers.to_vec()),
    ] {
        let known = lines.len() as u64;
        let delivered = deliver(world, 9, connector, lines).await;
        assert_eq!(delivered.tally, tally(0, known, 0, known));
    }
}

async fn a_known_record_gets_the_key_that_it_lacks(world: &World) {
    let (here, kind) = (&world.here, world.kind);
    let stranger = named(kind, "501", "", "");
    deliver(world, 1, here.crm.id, vec![stranger.clone()]).await;
    let head = async || {
        world
            .store()
            .journal_head(here.tenant)
            .await
            .unwrap()
            .position
    };
    let before = head().await;
    let delivered = deliver(world, 2, here.crm.id, vec![named(kind, "501", "K-9", "")]).await;
    assert_eq!(delivered.tally, tally(0, 1, 0, 1));
    let read = world
        .record_get(stranger.id, Deleted::Exclude)
        .await
        .unwrap();
    assert_eq!(read.external_id, Some(external("K-9")));
    assert_eq!(head().await, before + 1, "the record has changed");
    let delivered = deliver(world, 3, here.mailer.id, vec![line(kind, "K-9")]).await;
    assert_eq!(
        delivered.tally,
        tally(0, 1, 1, 0),
        "others find it by the key"
    );
}

async fn an_address_matches_just_one_person(world: &World) {
    let (here, kind) = (&world.here, world.kind);
    let known = [
        named(kind, "1", "", "ada@x.io"),
        named(kind, "2", "", "shared@x.io"),
        named(kind, "3", "", "shared@x.io"),
        named(kind, "4", "", "gone@x.io"),
        named(kind, "5", "K-5", "keyed@x.io"),
    ];
    deliver(world, 1, here.crm.id, known.to_vec()).await;
    let delete = Command::RecordDelete(world.of(known[3].id));
    world.apply(here, second(2), delete).await.unwrap();
    let lines = [
        named(kind, "m-1", "", " ADA@X.IO"),
        named(kind, "m-2", "", "shared@x.io"),
        named(kind, "m-4", "", "gone@x.io"),
        named(kind, "m-5", "K-6", "keyed@x.io"),
        // The mailer has another id for Ada already: this is somebody else to it.
        named(kind, "m-6", "", "ada@x.io"),
    ];
    let off = deliver_so(world, 3, here.mailer.id, lines.to_vec(), |batch| {
        DeliveryBatch {
            all_or_nothing: true,
            records: Vec::new(),
            ..batch
        }
    });
    off.await.unwrap();
    world.match_by_email(here.mailer.id, second(4)).await;
    let delivered = deliver(world, 5, here.mailer.id, lines.to_vec()).await;
    assert_eq!(delivered.tally, tally(4, 1, 5, 0));
    let ada = IdentityFilter {
        record: Some(known[0].id),
        workspace_connector: Some(here.mailer.id),
        ..IdentityFilter::default()
    };
    let names: Vec<_> = list(world, ada)
        .await
        .iter()
        .map(|it| it.external_id.to_string())
        .collect();
    assert_eq!(names, ["m-1"]);
    // It follows a changed address.
    let changes = RecordChanges {
        values: email_change(kind, "Ada@New.io"),
        ..RecordChanges::default()
    };
    let update = Command::RecordUpdate(world.of(known[1].id), changes);
    record(world.apply(here, second(6), update).await.unwrap());
    let moved = vec![
        named(kind, "m-7", "", "ada@new.io"),
        named(kind, "m-8", "", "shared@x.io"),
    ];
    let delivered = deliver(world, 7, here.mailer.id, moved).await;
    // Of the two with the shared address one has another now, and the mailer knows the other one not yet; but its own
    // m-2 has it, too.
    assert_eq!(delivered.tally, tally(1, 1, 2, 0));
}

async fn a_record_that_is_gone_is_made_anew(world: &World) {
    let (here, kind) = (&world.here, world.kind);
    let first = named(kind, "501", "", "");
    deliver(world, 1, here.crm.id, vec![first.clone()]).await;
    let delete = Command::RecordDelete(world.of(first.id));
    world.apply(here, second(2), delete).await.unwrap();
    let again = named(kind, "501", "", "");
    let delivered = deliver(world, 3, here.crm.id, vec![again.clone()]).await;
    assert_eq!(delivered.tally, tally(1, 0, 1, 0));
    let learnt = list(world, IdentityFilter::default()).await;
    assert_eq!(
        learnt.iter().map(|it| it.record).collect::<Vec<_>>(),
        [again.id]
    );
    // What is missing a required value is not made, and its id not kept.
    let bare = DeliveredRecord {
        named: Named::by_identity(external("9"), Values::none(Kind::Company)),
        ..line(kind, "unnamed")
    };
    let delivered = deliver(world, 4, here.crm.id, vec![bare]).await;
    assert_eq!(delivered.tally, tally(1, 0, 1, 0), "a person needs none");
}

async fn another_tenants_identities_never_match(world: &World) {
    let (here, kind) = (&world.here, world.kind);
    // The neighbour knows "own-1", and has people with its addresses.
    let delivered = deliver(world, 1, here.crm.id, vec![named(kind, "own-1", "", "")]).await;
    assert_eq!(delivered.tally, tally(1, 0, 1, 0));
    world.match_by_email(here.mailer.id, second(2)).await;
    let theirs = vec![named(kind, "m-1", "", THEIR_EMAIL)];
    let delivered = deliver(world, 3, here.mailer.id, theirs).await;
    assert_eq!(delivered.tally, tally(1, 0, 1, 0));
}

async fn a_reconnected_system_knows_whom_it_knew(world: &World) {
    let (here, kind) = (&world.here, world.kind);
    let first = named(kind, "501", "", "");
    deliver(world, 1, here.crm.id, vec![first.clone()]).await;
    let delete = Command::WorkspaceConnectorDelete(here.crm.id);
    world.apply(here, second(2), delete).await.unwrap();
    let again = reconnect(world, 3, here.crm.id).await.unwrap();
    let twice = reconnect(world, 4, again).await.unwrap();
    for connector in [again, twice] {
        let delivered = deliver(world, 5, connector, vec![named(kind, "501", "", "")]).await;
        assert_eq!(delivered.tally, tally(0, 1, 1, 0));
    }
    // One that continues nothing is another account, whose 501 may be anybody.
    let other = world.activate_another().await;
    let delivered = deliver(world, 6, other, vec![named(kind, "501", "", "")]).await;
    assert_eq!(delivered.tally, tally(1, 0, 1, 0));
}

/// Two connectors deliver the same 60 new people at once, each in an order of its own.
async fn race(world: &World, lines: impl Fn(usize, usize) -> DeliveredRecord + Copy) -> Tally {
    let here = &world.here;
    let racers = [here.crm.id, here.mailer.id].into_iter().enumerate();
    let sums = racers.map(|(racer, connector)| async move {
        let run = open(world, second(4), connector).await;
        let mut sum = Tally::default();
        for round in 0..4 {
            let given = (0..60).map(|i| lines(racer, round * 60 + (i * (7 + racer * 6)) % 60));
            let written = write(world, second(5), batch(&run, given.collect())).await;
            sum.add(written.expect("a batch can be delivered").tally);
        }
        sum
    });
    let mut sum = Tally::default();
    for one in join_all(sums).await {
        sum.add(one);
    }
    sum
}

async fn racing_systems_make_one_person_of_one_key(world: &World) {
    let kind = world.kind;
    let sum = race(world, |racer, person| {
        named(
            kind,
            &format!("{racer}-{person}"),
            &format!("race-{person}"),
            "",
        )
    });
    assert_eq!(sum.await, tally(240, 240, 480, 0));
}

async fn racing_systems_make_one_person_of_one_address(world: &World) {
    let (here, kind) = (&world.here, world.kind);
    for connector in [here.crm.id, here.mailer.id] {
        world.match_by_email(connector, second(1)).await;
    }
    let sum = race(world, |racer, person| {
        named(
            kind,
            &format!("{racer}-{person}"),
            "",
            &format!("race-{person}@x.io"),
        )
    });
    assert_eq!(sum.await, tally(240, 240, 480, 0));
}

async fn racing_lines_of_one_system_make_one_person(world: &World) {
    let kind = world.kind;
    let run = &open(world, second(4), world.here.crm.id).await;
    let racer = |racer: usize| async move {
        let given =
            (0..60).map(|i| named(kind, &format!("race-{}", (i * 7 + racer * 13) % 60), "", ""));
        let written = write(world, second(5), batch(run, given.collect())).await;
        written
            .expect("a batch can be delivered")
            .tally
            .records_created
    };
    let made: u64 = join_all((0..4).map(racer)).await.into_iter().sum();
    assert_eq!(made, 60);
    assert_eq!(list(world, IdentityFilter::default()).await.len(), 60);
}

impl World {
    /// Lets a connector's people be matched by their addresses.
    async fn match_by_email(&self, connector: WorkspaceConnectorId, at: Timestamp) {
        let changes = WorkspaceConnectorChanges {
            match_rule: Some(MatchRule::Email),
            ..WorkspaceConnectorChanges::default()
        };
        let update = Command::WorkspaceConnectorUpdate(connector, changes);
        let updated = self.apply(&self.here, at, update).await;
        let updated = activation(updated.expect("a connector can be changed"));
        assert_eq!(updated.match_rule, MatchRule::Email);
    }

    /// Another account of the first connector's system.
    async fn activate_another(&self) -> WorkspaceConnectorId {
        let id = NewId::Minted(fresh());
        let new = NewWorkspaceConnector::enabled(id, self.here.crm.connector);
        let made = self
            .apply(
                &self.here,
                second(0),
                Command::WorkspaceConnectorCreate(new),
            )
            .await;
        activation(made.expect("a connector can be activated")).id
    }
}
