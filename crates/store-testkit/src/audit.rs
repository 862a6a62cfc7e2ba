use std::collections::BTreeSet;
use std::net::IpAddr;

use futures_util::future::join_all;
use uuid::Uuid;
use wellhead_core::audit::{
    About, Act, Actor, ActorKind, AuditFilter, Chain, Detail, Entry, Event, Fact, Head, Outcome,
    Stored, Subject, Value,
};
use wellhead_core::id::{KeyId, WorkspaceId};
use wellhead_core::page::{Interval, Order, Positioned, Slice};
use wellhead_core::record::Kind;
use wellhead_core::tenant::{Role, Tenant};

use crate::world::{self, ALL, World, audited, fresh, name, second, secret};

crate::cases![
    entries_are_kept_as_they_were_given,
    a_log_is_a_chain_that_can_be_checked,
    whoever_adds_at_once_gets_other_places,
    a_new_workspace_begins_a_log_of_its_own,
    is_listed_by_what_is_asked_for,
    is_read_in_both_orders,
    a_look_ends_where_it_may_go_no_further,
    a_tenant_sees_its_own_log_only,
    operators_are_in_the_log_with_what_they_do,
];

/// What somebody with a key did `seconds` after the beginning.
fn searched(seconds: i64, key: KeyId) -> Entry {
    let people = About::Record(Kind::People).with(None);
    Entry::at(
        fresh(),
        second(seconds),
        Actor::Key(key),
        Act::Search,
        people,
    )
}

/// An entry in which nothing is missing.
fn full(subject: impl Into<Subject>) -> Entry {
    let address: IpAddr = "2001:db8::7".parse().expect("an address");
    Entry {
        outcome: Outcome::Refused,
        status: Some(404),
        address: Some(address),
        trace_id: Some(u128::MAX - 7),
        sha256: Some([0xa5; 32]),
        detail: Detail::default()
            .and(Fact::Job, Value::Id(fresh()))
            .and(Fact::Upto, Value::Number(u64::MAX)),
        ..Entry::at(
            fresh(),
            second(7),
            Actor::Session(fresh()),
            Act::Provenance,
            subject,
        )
    }
}

/// Adds entries to the log, which returns them in their places.
async fn add(world: &World, tenant: Tenant, entries: &[Entry]) -> Vec<Event> {
    let added = world.store().audit_append(tenant, entries.to_vec()).await;
    let added = added.unwrap();
    let says: Vec<_> = added.iter().map(|it| it.entry.clone()).collect();
    assert_eq!(says, entries);
    added
}

async fn listed(world: &World, filter: AuditFilter, slice: Slice) -> Vec<Event> {
    let tenant = world.here.tenant;
    let found = world.store().audit_list(tenant, filter, slice, 1_000);
    let found = found.await.unwrap();
    assert_eq!(found.upto, None);
    found.items
}

async fn head(world: &World, tenant: Tenant) -> Head {
    let heads = world.store().audit_heads(tenant).await.unwrap().unwrap();
    assert_eq!(heads.forgotten, Head::ORIGIN);
    heads.head
}

async fn entries_are_kept_as_they_were_given(world: &World) {
    let (store, tenant) = (world.store(), world.here.tenant);
    let entries = [
        full(world.here.ada.reference()),
        searched(1, fresh()),
        audited(second(3), Act::Disconnect, world.here.crm.id),
    ];
    let added = add(world, tenant, &entries).await;
    for event in &added {
        let found = store.audit_get(tenant, event.entry.id).await.unwrap();
        assert_eq!(found.as_ref(), Some(event));
    }
    // The first entry is about the making of the workspace.
    assert_eq!(added[0].position, 2);
    let read = store.audit_read(tenant, 1, 2).await.unwrap();
    let read: Vec<_> = read.into_iter().filter_map(Stored::event).collect();
    assert_eq!(read, added[..2]);
    assert_eq!(store.audit_read(tenant, 4, 9).await.unwrap(), []);
    assert_eq!(store.audit_get(tenant, fresh()).await.unwrap(), None);
    assert_eq!(add(world, tenant, &[]).await, []);
}

async fn a_log_is_a_chain_that_can_be_checked(world: &World) {
    let (store, tenant) = (world.store(), world.here.tenant);
    for number in 0..5 {
        let entries: Vec<_> = (0..number).map(|at| searched(at, fresh())).collect();
        add(world, tenant, &entries).await;
    }
    let stored = store.audit_read(tenant, 0, 100).await.unwrap();
    assert_eq!(stored.len(), 11);
    let end = head(world, tenant).await;
    assert_eq!(end.position, 11);
    let checked = |stored: &[_], workspace| {
        let mut chain = Chain::new(workspace, Head::ORIGIN);
        stored.iter().try_for_each(|it| chain.check(it))?;
        chain.end(end)
    };
    let verified = checked(&stored, tenant.workspace()).unwrap();
    assert_eq!((verified.from, verified.upto), (Head::ORIGIN, end));
    let another: WorkspaceId = fresh();
    assert_eq!(checked(&stored, another).unwrap_err().position, 1);
}

async fn whoever_adds_at_once_gets_other_places(world: &World) {
    let tenant = world.here.tenant;
    let adding = (0..12).map(|at| async move {
        let entries = [searched(at, fresh()), searched(at, fresh())];
        let added = add(world, tenant, &entries).await;
        assert_eq!(added[1].position, added[0].position + 1);
        added
    });
    let added = join_all(adding).await.into_iter().flatten();
    let mut added: Vec<_> = added.collect();
    added.sort_by_key(|it| it.position);
    let places: Vec<_> = added.iter().map(|it| it.position).collect();
    assert_eq!(places, (2..26).collect::<Vec<_>>());
    let stored = world.store().audit_read(tenant, 0, 100).await.unwrap();
    let mut chain = Chain::new(tenant.workspace(), Head::ORIGIN);
    for stored in &stored {
        chain.check(stored).unwrap();
    }
    chain.end(head(world, tenant).await).unwrap();
}

async fn a_new_workspace_begins_a_log_of_its_own(world: &World) {
    let stranger = world.stranger().await;
    let before = head(world, stranger).await;
    assert_eq!(before.position, 1);
    add(world, stranger, &[searched(1, fresh())]).await;
    assert_eq!(head(world, stranger).await.position, 2);
    assert_eq!(head(world, world.here.tenant).await.position, 1);
}

async fn is_listed_by_what_is_asked_for(world: &World) {
    let tenant = world.here.tenant;
    let (one, other): (KeyId, KeyId) = (fresh(), fresh());
    let ada = Subject::from(world.here.ada.reference());
    let read = Entry::at(fresh(), second(11), Actor::Session(one), Act::Read, ada);
    let entries = [
        searched(10, one),
        read,
        searched(12, other),
        audited(second(13), Act::Delete, ada),
        searched(14, one),
        full(world.here.bob.reference()),
    ];
    add(world, tenant, &entries).await;
    let all = listed(world, AuditFilter::default(), ALL).await;
    assert!(all.is_sorted_by_key(Positioned::position));
    assert_eq!(all.len(), 7);
    let ids = |wanted: &[usize]| -> BTreeSet<Uuid> {
        wanted.iter().map(|at| entries[*at].id.uuid()).collect()
    };
    let since = Slice {
        interval: Interval::since(second(10)),
        ..ALL
    };
    let only = |set: &dyn Fn(&mut AuditFilter)| {
        let mut filter = AuditFilter::default();
        set(&mut filter);
        filter
    };
    let of_kind = About::Record(world.kind);
    for (filter, wanted) in [
        (only(&|_| {}), &[0, 1, 2, 3, 4][..]),
        (only(&|it| it.key = Some(one)), &[0, 1, 4]),
        (only(&|it| it.actor = Some(ActorKind::Session)), &[1]),
        (only(&|it| it.actor = Some(ActorKind::Operator)), &[3]),
        (only(&|it| it.act = Some(Act::Search)), &[0, 2, 4]),
        (only(&|it| it.about = Some(of_kind)), &[0, 1, 2, 3, 4]),
        (only(&|it| it.about = Some(About::Job)), &[]),
        (only(&|it| it.id = ada.id), &[1, 3]),
        (
            only(&|it| (it.id, it.act) = (ada.id, Some(Act::Read))),
            &[1],
        ),
        (
            only(&|it| (it.key, it.act) = (Some(one), Some(Act::Search))),
            &[0, 4],
        ),
        (only(&|it| it.id = Some(fresh())), &[]),
    ] {
        let found = listed(world, filter, since).await;
        let found: BTreeSet<_> = found.iter().map(|it| it.entry.id.uuid()).collect();
        assert_eq!(found, ids(wanted), "{filter:?}");
    }
}

async fn is_read_in_both_orders(world: &World) {
    let (tenant, key): (_, KeyId) = (world.here.tenant, fresh());
    let deleted = audited(second(13), Act::Delete, world.here.ada.reference());
    let entries = [
        searched(10, key),
        searched(12, key),
        deleted,
        searched(14, key),
    ];
    add(world, tenant, &entries).await;
    let newest = Slice {
        order: Order::NewestFirst,
        limit: 2,
        ..ALL
    };
    let none = AuditFilter::default();
    let filter = AuditFilter {
        act: Some(Act::Search),
        ..none
    };
    let found = listed(world, filter, newest).await;
    assert_eq!(
        (&found[0].entry, &found[1].entry),
        (&entries[3], &entries[1])
    );
    let interval = Interval {
        above: Some(found[1].position()),
        below: Some(found[0].position()),
    };
    let between = listed(world, none, Slice { interval, ..ALL }).await;
    let between: Vec<_> = between.into_iter().map(|it| it.entry).collect();
    assert_eq!(between, entries[2..3]);
}

async fn a_look_ends_where_it_may_go_no_further(world: &World) {
    let (tenant, one): (_, KeyId) = (world.here.tenant, fresh());
    let mut entries: Vec<_> = (10..20).map(|at| searched(at, fresh())).collect();
    entries.push(searched(20, one));
    let added = add(world, tenant, &entries).await;
    let filter = AuditFilter {
        key: Some(one),
        ..AuditFilter::default()
    };
    let slice = Slice {
        interval: Interval::since(second(10)),
        limit: 3,
        ..ALL
    };
    let look = async |slice, most| {
        let looked = world.store().audit_list(tenant, filter, slice, most).await;
        looked.unwrap()
    };
    let looked = look(slice, 4).await;
    assert_eq!(
        (looked.items, looked.upto),
        (vec![], Some(added[3].position()))
    );
    let rest = Slice {
        interval: Interval::following(added[3].position(), Order::OldestFirst),
        ..slice
    };
    let looked = look(rest, 7).await;
    assert_eq!(looked.items, added[10..]);
}

async fn a_tenant_sees_its_own_log_only(world: &World) {
    let (store, here, there) = (world.store(), world.here.tenant, world.there.tenant);
    let added = add(world, here, &[searched(1, fresh())]).await;
    assert_eq!(
        store.audit_get(there, added[0].entry.id).await.unwrap(),
        None
    );
    let all = store.audit_list(there, AuditFilter::default(), ALL, 1_000);
    let theirs = all.await.unwrap().items;
    // The workspace, two keys, and one of them revoked.
    assert_eq!(theirs.len(), 4);
    for event in theirs {
        assert_eq!(store.audit_get(here, event.entry.id).await.unwrap(), None);
    }
    let read = store.audit_read(here, 0, 100).await.unwrap();
    assert_eq!(read.len(), 2);
}

async fn operators_are_in_the_log_with_what_they_do(world: &World) {
    let (operator, store) = (&world.backend.operator, world.store());
    let workspace: WorkspaceId = fresh();
    let new = world::key(Role::Sync, secret());
    let key = new.id;
    let made = audited(second(1), Act::Create, workspace);
    operator
        .workspace_create(second(1), workspace, &name("Acme"), None, made.clone())
        .await
        .unwrap();
    let granted = audited(second(2), Act::Create, key);
    operator
        .key_create(second(2), workspace, new, granted.clone())
        .await
        .unwrap();
    let revoked = audited(second(3), Act::Revoke, key);
    operator
        .key_revoke(second(3), key, revoked.clone())
        .await
        .unwrap();
    let nobody: KeyId = fresh();
    let refused = audited(second(4), Act::Revoke, nobody);
    operator
        .key_revoke(second(4), nobody, refused)
        .await
        .unwrap_err();
    let tenant = operator.tenant(workspace).await.unwrap();
    let log = store.audit_read(tenant, 0, 100).await.unwrap();
    let log: Vec<_> = log.into_iter().map(|it| it.entry.unwrap()).collect();
    assert_eq!(log, [made, granted, revoked]);
}
