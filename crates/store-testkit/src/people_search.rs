use wellhead_core::command::{Command, NewRecord};
use wellhead_core::id::RecordId;
use wellhead_core::record::{Kind, Record, Search, Values};

use crate::world::{World, record, second};

crate::cases![
    finds_by_the_beginning_of_a_name,
    finds_by_the_whole_external_id,
    goes_by_the_first_name_where_there_is_no_full_one,
    does_not_care_about_case,
    finds_last_names_whatever_their_case_and_accents,
    takes_signs_as_they_are,
    returns_each_once_in_order_up_to_the_limit,
    passes_over_the_deleted_and_the_other_tenants,
];

async fn make(world: &World, names: [Option<&str>; 3], id: Option<&str>) -> Record {
    let new = NewRecord {
        values: Values::from_texts(Kind::People, names.map(Option::unwrap_or_default)).unwrap(),
        ..world.new_record("Somebody", id)
    };
    let made = world
        .apply(&world.here, second(3), Command::RecordCreate(new))
        .await;
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

async fn finds_by_the_beginning_of_a_name(world: &World) {
    let zoe = [Some("Zoe"), Some("Quartz"), Some("Zoe Quartz")];
    let zoe = make(world, zoe, None).await.id;
    for text in ["z", "Zoe", "Zoe Quartz", "Zoe  Quartz", "quar"] {
        assert_eq!(search(world, text, 10).await, [zoe], "{text}");
    }
    for text in ["oe", "ZoeQuartz", "Zoe Quartzz"] {
        assert!(search(world, text, 10).await.is_empty(), "{text}");
    }
}

async fn finds_by_the_whole_external_id(world: &World) {
    let it = make(world, [None; 3], Some("X-77")).await.id;
    assert_eq!(search(world, "X-77", 10).await, [it]);
    assert_eq!(search(world, "X-7", 10).await, []);
}

async fn goes_by_the_first_name_where_there_is_no_full_one(world: &World) {
    let short = make(world, [Some("Zoe"), None, None], None).await;
    let long = [Some("Zoe"), None, Some("Professor Quartz")];
    let long = make(world, long, None).await;
    assert_eq!(search(world, "zo", 10).await, [short.id]);
    assert_eq!(search(world, "prof", 10).await, [long.id]);
}

async fn does_not_care_about_case(world: &World) {
    let names = [None, None, Some("Zélie Ångström-ÖHMAN")];
    let it = make(world, names, None).await.id;
    let small = [None, None, Some("zélie")];
    let other = make(world, small, None).await.id;
    assert_eq!(search(world, "ZéLIE å", 10).await, [it]);
    assert_eq!(search(world, "zélie ångström-öh", 10).await, [it]);
    assert_eq!(search(world, "ze\u{301}lie a\u{30a}", 10).await, [it]);
    assert_eq!(search(world, "zelie", 10).await, [other, it]);
    assert_eq!(search(world, "zél", 10).await, [other, it]);
}

/// Last names lie in their index as they are written.
async fn finds_last_names_whatever_their_case_and_accents(world: &World) {
    let of = |last| [Some("Ada"), Some(last), Some("Professor")];
    let mut made = Vec::new();
    for last in ["ÉMILE", "emile", "ИВАНОВ", "Ivanov"] {
        made.push(make(world, of(last), None).await.id);
    }
    for (text, places) in [
        ("emile", vec![0, 1]),
        ("Émi", vec![0, 1]),
        ("иван", vec![2]),
        ("IVÁN", vec![3]),
    ] {
        let mut found = search(world, text, 10).await;
        let mut expected: Vec<_> = places.into_iter().map(|place| made[place]).collect();
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected, "{text}");
    }
}

/// What means something in a pattern means itself here.
async fn takes_signs_as_they_are(world: &World) {
    let it = make(world, [None, None, Some("100% _real_")], None).await;
    assert_eq!(search(world, "100% _", 10).await, [it.id]);
    for text in ["%", "_", "100_", "100*", "\\", "'"] {
        assert!(search(world, text, 10).await.is_empty(), "{text}");
    }
}

async fn returns_each_once_in_order_up_to_the_limit(world: &World) {
    let mut made = Vec::new();
    for full in ["Zzc", "zza", "ZZB"] {
        // The last name is found as well.
        let names = [None, Some(full), Some(full)];
        made.push(make(world, names, Some(full)).await.id);
    }
    let [c, a, b] = made[..] else {
        unreachable!("three were made");
    };
    assert_eq!(search(world, "zz", 10).await, [a, b, c]);
    assert_eq!(search(world, "ZZB", 10).await, [b]);
    assert_eq!(search(world, "zz", 2).await, [a, b]);
}

/// The other tenant has an Ada with the same external id.
async fn passes_over_the_deleted_and_the_other_tenants(world: &World) {
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
