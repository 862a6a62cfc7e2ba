use wellhead_core::command::Command;
use wellhead_core::id::RecordId;
use wellhead_core::record::{Record, Search};

use crate::merges::merge;
use crate::world::{World, record, second};

crate::cases![
    every kind:
    finds_by_the_beginning_of_what_is_shown,
    finds_by_the_whole_external_id,
    finds_an_external_id_whatever_its_case,
    finds_by_the_external_id_of_one_that_was_merged_into_it,
    finds_a_name_whatever_its_accents,
    finds_what_is_spelled_as_typed_first,
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
    assert_eq!(search(world, "X-777", 10).await, []);
}

async fn finds_an_external_id_whatever_its_case(world: &World) {
    let small = make(world, "Zoe", Some("crm-ab")).await.id;
    let mixed = make(world, "Yves", Some("Crm-Cd")).await.id;
    for text in ["crm-ab", "CRM-AB", "cRm-aB"] {
        assert_eq!(search(world, text, 10).await, [small], "{text}");
    }
    for text in ["Crm-Cd", "crm-cd", "CRM-CD"] {
        assert_eq!(search(world, text, 10).await, [mixed], "{text}");
    }
    let both = make(world, "Xaver", Some("CRM-AB")).await.id;
    assert_eq!(search(world, "crm-ab", 10).await, [both, small]);
    let other = world.there.tenant;
    let there = Search::parse("crm-cd").expect("words");
    let there = world.store().record_search(other, world.kind, &there, 10);
    assert_eq!(there.await.unwrap(), [], "another tenant does not find it");
}

async fn finds_by_the_external_id_of_one_that_was_merged_into_it(world: &World) {
    let survivor = make(world, "Zoe", Some("S-1")).await;
    let merged = make(world, "Yves", Some("M-1")).await;
    merge(world, 4, survivor.id, &[merged.id]).await;
    for text in ["M-1", "m-1"] {
        assert_eq!(search(world, text, 10).await, [survivor.id], "{text}");
    }
}

async fn finds_a_name_whatever_its_accents(world: &World) {
    let mut made = Vec::new();
    for called in [
        "José",
        "Jose",
        "JOSÉ-MARIA",
        "Jòzef",
        "Jo",
        "Josua",
        "Søren",
        "Strauß",
    ] {
        made.push(make(world, called, None).await.id);
    }
    let all = [made[1], made[0], made[2]];
    assert_eq!(search(world, "jose", 10).await, all);
    assert_eq!(search(world, "josé", 10).await, [made[0], made[2], made[1]]);
    assert_eq!(search(world, "JOZEF", 10).await, [made[3]]);
    assert_eq!(search(world, "soren", 10).await, [made[6]]);
    assert_eq!(search(world, "strauss", 10).await, [made[7]]);
    assert_eq!(
        search(world, "joś", 10).await,
        [made[1], made[0], made[2], made[5]]
    );
    for text in ["josef", "jozé f", "sören x"] {
        assert_eq!(search(world, text, 10).await, [], "{text}");
    }
}

/// Also where there are more of the others than are asked for.
async fn finds_what_is_spelled_as_typed_first(world: &World) {
    for number in 0..4 {
        make(world, &format!("Rene {number}"), None).await;
    }
    let typed = make(world, "René", None).await.id;
    let found = search(world, "rené", 2).await;
    assert_eq!(found[0], typed);
    assert!(found.len() >= 2, "and others after it");
    assert_eq!(search(world, "rene", 10).await.len(), 5);
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
