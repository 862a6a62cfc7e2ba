use wellhead_core::command::Command;
use wellhead_core::id::RecordId;
use wellhead_core::record::{Record, Search};

use crate::world::{World, record, second};

crate::cases![
    every kind:
    finds_by_the_beginning_of_what_is_shown,
    finds_by_the_whole_external_id,
    answers_in_order_and_no_more_than_asked_for,
    skips_the_deleted_the_other_tenants_and_the_other_kinds
];

async fn make(world: &World, called: &str, id: Option<&str>) -> Record {
    let create = Command::RecordCreate(world.new_record(called, id));
    let made = world.apply(&world.here, second(3), create).await;
    record(made.unwrap())
}

async fn search(world: &World, text: &str, limit: usize) -> Vec<RecordId> {
    let search = Search::parse(text).expect("the text can be searched for");
    let found = world
        .store()
        .record_search(world.here.tenant, world.kind, &search, limit)
        .await;
    found.unwrap().iter().map(|record| record.id).collect()
}

async fn finds_by_the_beginning_of_what_is_shown(world: &World) {
    let zoe = make(world, "Zoe Quartz", None).await.id;
    for text in ["z", "Zoe", "zOE q", "Zoe  Quartz"] {
        assert_eq!(search(world, text, 10).await, [zoe], "{text}");
    }
    for text in ["oe", "Quartz", "ZoeQuartz", "Zoe Quartzz", "%", "_"] {
        assert!(search(world, text, 10).await.is_empty(), "{text}");
    }
}

async fn finds_by_the_whole_external_id(world: &World) {
    let it = make(world, "Zoe", Some("X-77")).await.id;
    assert_eq!(search(world, "X-77", 10).await, [it]);
    assert_eq!(search(world, "X-7", 10).await, []);
    assert_eq!(search(world, "x-77", 10).await, []);
}

async fn answers_in_order_and_no_more_than_asked_for(world: &World) {
    let mut made = Vec::new();
    for called in ["Zzc", "zza", "ZZB"] {
        made.push(make(world, called, Some(called)).await.id);
    }
    let in_order = [made[1], made[2], made[0]];
    assert_eq!(search(world, "zz", 10).await, in_order);
    assert_eq!(search(world, "ZZB", 10).await, [made[2]]);
    assert_eq!(search(world, "zz", 2).await, in_order[..2]);
}

async fn skips_the_deleted_the_other_tenants_and_the_other_kinds(world: &World) {
    let here = &world.here;
    for text in ["ada", "E-1"] {
        assert_eq!(search(world, text, 10).await, [here.ada.id], "{text}");
    }
    let delete = Command::RecordDelete(here.ada.reference());
    world.apply(here, second(4), delete).await.unwrap();
    for text in ["ada", "E-1"] {
        assert!(search(world, text, 10).await.is_empty(), "{text}");
    }
}
