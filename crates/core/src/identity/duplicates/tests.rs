use super::*;
use crate::id::RecordId;
use crate::record::{Kind, Values};
use crate::time::Timestamp;
use crate::times::Times;

/// A person made in this second, with a first, last and full name and an e-mail address; empty if there is none.
fn person(second: i64, texts: [&str; 4]) -> Record {
    Record {
        kind: Kind::People,
        id: RecordId::new(uuid::Uuid::from_u128(second.cast_unsigned().into())),
        values: Values::from_texts(Kind::People, texts).unwrap(),
        external_id: None,
        times: Times {
            created_at: Timestamp::from_micros(second * 1_000_000),
            updated_at: None,
            deleted_at: None,
        },
    }
}

fn key(of: Likeness, record: &Record) -> Option<SharedKey> {
    let text = of.key(record.kind, &record.values)?;
    Some(SharedKey { of, text })
}

/// What is proposed at each record, as the seconds of the group's records and the members that are equal.
fn proposed(all: &[Record]) -> Vec<(Vec<i64>, Vec<&'static str>)> {
    let mut sharing = Sharing::new();
    for record in all {
        for of in Likeness::ALL {
            if let Some(key) = key(*of, record) {
                sharing.entry(key).or_default().push(record.clone());
            }
        }
    }
    let groups = all.iter().filter_map(|record| {
        let keys = Likeness::ALL.iter().filter_map(|of| key(*of, record));
        let keys = keys.filter(|key| sharing[key].len() > 1).collect();
        let place = record.position();
        group(&Alike { place, keys }, &sharing)
    });
    let second = |record: &Record| record.times.created_at.as_micros() / 1_000_000;
    let told = groups.map(|group| {
        let records = group.others.iter().chain([&group.newest]);
        (records.map(second).collect(), group.equal)
    });
    told.collect()
}

#[test]
fn one_address_makes_a_group_where_its_newest_record_is() {
    let all = [
        person(1, ["", "", "Ada", "Ada@X.io"]),
        person(2, ["", "", "Bob", "bob@x.io"]),
        person(3, ["", "", "A. L.", "ada@x.io"]),
        person(4, ["", "", "", " ada@x.io"]),
        person(5, ["", "", "Nobody", "n/a"]),
        person(6, ["", "", "No one", "n/a"]),
    ];
    assert_eq!(proposed(&all), [(vec![1, 3, 4], vec!["email"])]);
}

#[test]
fn a_name_is_not_enough() {
    let all = [
        person(1, ["Ada", "Lovelace", "Ada Lovelace", ""]),
        person(2, ["", "", "ada  LOVELACE", ""]),
        person(3, ["", "lovelace", "Ada Lovelace", ""]),
        person(4, ["Ada", "", "", ""]),
        person(5, ["ada", "", "", ""]),
    ];
    // Who is shown by a first name has no other first name.
    assert_eq!(
        proposed(&all),
        [(vec![1, 3], vec!["last_name", "full_name"])]
    );
}

#[test]
fn who_has_another_address_is_somebody_else() {
    let all = [
        person(1, ["María", "García", "María García", "m1@x.io"]),
        person(2, ["María", "García", "María García", "m2@x.io"]),
        person(3, ["María", "García", "María García", ""]),
    ];
    let found = proposed(&all);
    assert_eq!(found.len(), 1, "the third may be either");
    assert_eq!(found[0].0, [1, 2, 3]);
    assert_eq!(proposed(&all[..2]), []);
}

#[test]
fn a_chain_of_likenesses_is_one_group() {
    let all = [
        person(1, ["Augusta", "King", "Ada", ""]),
        person(2, ["Augusta", "Byron", "Ada", ""]),
        person(3, ["A.", "Byron", "Ada", ""]),
        person(4, ["Other", "Person", "Ada", ""]),
    ];
    let equal = vec!["first_name", "last_name", "full_name"];
    assert_eq!(proposed(&all), [(vec![1, 2, 3], equal)]);
}

#[test]
fn a_record_is_the_newest_of_both_its_groups_at_once() {
    let all = [
        person(1, ["", "", "Somebody", "ada@x.io"]),
        person(2, ["Ada", "Lovelace", "Ada Lovelace", ""]),
        person(3, ["Ada", "Lovelace", "Ada Lovelace", "ada@x.io"]),
    ];
    let found = proposed(&all);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].0, [1, 2, 3]);
}

#[test]
fn what_belongs_together_must_be_equal_together() {
    let transaction = |second, amount, day| Record {
        kind: Kind::Transaction,
        values: Values::from_texts(Kind::Transaction, ["Fee", amount, "EUR", day, "", ""]).unwrap(),
        ..person(second, [""; 4])
    };
    let all = [
        transaction(1, "9.99", "2026-05-01"),
        transaction(2, "9.99", "2026-06-01"),
        transaction(3, "1.00", "2026-05-01"),
        transaction(4, "9.99", "2026-05-01"),
    ];
    let found = proposed(&all);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].0, [1, 4]);
}
