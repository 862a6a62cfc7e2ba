use uuid::Uuid;

use super::*;
use crate::record::Values;

const PEOPLE: Kind = Kind::People;

fn id(text: &str) -> ExternalId {
    ExternalId::parse(text).unwrap()
}

/// A line with the connector's own id, the workspace's key and an e-mail address; empty is none.
fn line(own: &str, key: &str, email: &str) -> Named {
    let given = |text: &str| (!text.is_empty()).then(|| id(text));
    Named {
        known_as: given(own),
        key: given(key).map(RecordKey::External),
        values: Values::from_texts(PEOPLE, ["", "", "", email]).unwrap(),
    }
}

fn known(identities: &[(&'static str, i64)], external: &[(&'static str, i64)]) -> Known<'static> {
    Known {
        identities: identities.iter().copied().collect(),
        external_ids: external.iter().copied().collect(),
        keys: external.iter().map(|(key, pk)| (*pk, id(key))).collect(),
        ..Known::default()
    }
}

fn with_emails(known: Known<'static>, emails: &[(&str, Matches)]) -> Known<'static> {
    let emails = emails.iter().map(|(email, it)| ((*email).to_owned(), *it));
    Known {
        emails: emails.collect(),
        ..known
    }
}

fn of<'a>(lines: &'a [Named], known: Known<'a>, rule: MatchRule) -> Resolved<'a> {
    resolve(PEOPLE, lines, known, rule, OnConflict::Reject)
}

use MatchRule::{Email, Nothing};
use Met::{Known as Old, New};

#[test]
fn the_connectors_own_id_comes_first_and_is_remembered() {
    let lines = [
        line("501", "", ""),
        line("502", "k-2", ""),
        line("503", "k-3", ""),
        line("503", "", ""),
        line("", "k-3", ""),
    ];
    let resolved = of(&lines, known(&[("501", 1)], &[("k-2", 2)]), Nothing);
    let found = [Old(1), Old(2), New(2), New(2), New(2)].map(Ok);
    assert_eq!(resolved.of_lines, found);
    assert_eq!(resolved.new, BTreeMap::from([(2, Some(&id("k-3")))]));
    let (second, third) = (id("502"), id("503"));
    assert_eq!(
        resolved.identities,
        [(1, &second, Old(2)), (2, &third, New(2))]
    );
}

#[test]
fn equal_ids_meet_only_where_they_are_declared_to() {
    // The key of another system, and this connector's own id.
    let lines = [line("501", "", "")];
    let resolved = of(&lines, known(&[], &[("501", 1)]), Nothing);
    assert_eq!(resolved.of_lines, [Ok(New(0))]);
}

#[test]
fn names_that_disagree_are_not_guessed_at() {
    let lines = [
        // Two records.
        line("501", "k-2", ""),
        // The record has another key, and nobody has this one.
        line("502", "k-9", ""),
        // A public id that nobody has.
        Named {
            key: Some(RecordKey::Id(Uuid::from_u128(7).into())),
            ..line("501", "", "")
        },
        line("501", "k-1", ""),
    ];
    let all = || known(&[("501", 1), ("502", 2)], &[("k-1", 1), ("k-2", 2)]);
    let disagree = |identity, key| Unresolved::Disagree {
        identity: Old(identity),
        key,
    };
    let expected = [
        disagree(1, Some(Old(2))),
        disagree(2, None),
        disagree(1, None),
    ];
    let resolved = of(&lines, all(), Nothing);
    assert_eq!(
        resolved.of_lines,
        [
            Err(expected[0]),
            Err(expected[1]),
            Err(expected[2]),
            Ok(Old(1))
        ]
    );
    let resolved = resolve(PEOPLE, &lines, all(), Nothing, OnConflict::Identity);
    assert_eq!(resolved.of_lines, [1, 2, 1, 1].map(|pk| Ok(Old(pk))));
    let settled: Vec<_> = (0..).zip(expected).collect();
    assert_eq!(resolved.settled, settled);
}

#[test]
fn a_record_without_a_key_gets_the_lines() {
    let lines = [
        line("501", "k-1", ""),
        line("501", "k-2", ""),
        line("", "k-1", ""),
        line("new", "", ""),
        line("new", "k-3", ""),
        line("", "k-3", ""),
    ];
    let resolved = of(&lines, known(&[("501", 1)], &[]), Nothing);
    let disagrees = Unresolved::Disagree {
        identity: Old(1),
        key: None,
    };
    assert_eq!(
        resolved.of_lines,
        [
            Ok(Old(1)),
            Err(disagrees),
            Ok(Old(1)),
            Ok(New(3)),
            Ok(New(3)),
            Ok(New(3))
        ]
    );
    let (first, third) = (id("k-1"), id("k-3"));
    assert_eq!(resolved.keys, [(1, &first)]);
    assert_eq!(resolved.new, BTreeMap::from([(3, Some(&third))]));
}

#[test]
fn a_key_learnt_with_an_id_counts_for_the_next_line() {
    let lines = [line("501", "k-1", ""), line("501", "k-2", "")];
    let known = Known {
        external_ids: HashMap::from([("k-1", 1)]),
        ..Known::default()
    };
    let resolved = of(&lines, known, Nothing);
    assert!(resolved.of_lines[1].is_err(), "{resolved:?}");
    assert_eq!(resolved.keys, []);
}

#[test]
fn an_address_matches_just_one() {
    let emails = || {
        let known = known(&[("known", 3)], &[("k-4", 4)]);
        let one = |pk| Matches::One(Old(pk));
        let all = [
            ("ada@x.io", one(1)),
            ("bob@x.io", Matches::Several),
            ("eve@x.io", one(3)),
            ("kay@x.io", one(4)),
        ];
        Known {
            known_here: HashSet::from([3]),
            ..with_emails(known, &all)
        }
    };
    let lines = [
        line("1", "", " ADA@x.io"),
        line("2", "", "ada@x.io"),
        line("3", "", "bob@x.io"),
        line("4", "", "eve@x.io"),
        line("5", "k-5", "kay@x.io"),
        line("6", "", "n/a"),
        line("7", "", "n/a"),
        line("8", "", "new@x.io"),
    ];
    let resolved = of(&lines, emails(), Email);
    // The second is another person to the connector, the third could be two, the fourth is known by another id, the
    // fifth has another key.
    let expected = [
        Old(1),
        New(1),
        New(2),
        New(3),
        New(4),
        New(5),
        New(6),
        New(7),
    ];
    assert_eq!(resolved.of_lines, expected.map(Ok));
    let resolved = of(&lines, emails(), Nothing);
    assert_eq!(resolved.of_lines[0], Ok(New(0)));
    // A line with the workspace's key alone is as it always was.
    let keyed = [line("", "k-1", "ada@x.io")];
    assert_eq!(of(&keyed, emails(), Email).of_lines, [Ok(New(0))]);
}

#[test]
fn a_match_gets_the_lines_key() {
    let lines = [line("1", "k-1", "ada@x.io"), line("", "k-1", "")];
    let emails = with_emails(Known::default(), &[("ada@x.io", Matches::One(Old(1)))]);
    let resolved = of(&lines, emails, Email);
    assert_eq!(resolved.of_lines, [Ok(Old(1)), Ok(Old(1))]);
    assert_eq!(resolved.keys, [(1, &id("k-1"))]);
}

#[test]
fn what_is_missing_is_not_made_up() {
    let stranger = RecordKey::Id(Uuid::from_u128(7).into());
    let lines = [
        Named {
            key: Some(stranger),
            ..line("", "", "")
        },
        line("1", "", ""),
    ];
    let resolved = of(&lines[..1], Known::default(), Nothing);
    assert_eq!(resolved.of_lines, [Err(Unresolved::Missing)]);
    // A company needs a name.
    let lines = [Named {
        values: Values::none(Kind::Company),
        ..line("1", "", "")
    }];
    let resolved = resolve(
        Kind::Company,
        &lines,
        Known::default(),
        Nothing,
        OnConflict::Reject,
    );
    assert_eq!(resolved.of_lines, [Err(Unresolved::Missing)]);
    assert_eq!(resolved.identities, []);
}
