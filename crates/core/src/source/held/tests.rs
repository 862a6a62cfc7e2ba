use uuid::Uuid;

use super::*;
use crate::cause::Cause;
use crate::id::WorkspaceConnectorId;
use crate::record::{Kind, Value};
use crate::source::{Giver, Rank};
use crate::time::Timestamp;
use crate::times::Times;

const KIND: Kind = Kind::People;
const CRM: u128 = 1;
const BILLING: u128 = 2;
const NEWSLETTER: u128 = 3;

fn connector(number: u128) -> WorkspaceConnectorId {
    Uuid::from_u128(number).into()
}

fn at(micros: i64) -> Timestamp {
    Timestamp::from_micros(micros)
}

fn source(number: u128, micros: i64) -> Source {
    Source {
        by: Giver::Connector(connector(number)),
        at: at(micros),
    }
}

fn values(texts: [&'static str; 4]) -> Values {
    Values::from_texts(KIND, texts).unwrap()
}

fn held(values: Values, made_by: Option<WorkspaceConnectorId>) -> Held {
    let record = Record {
        kind: KIND,
        id: Uuid::nil().into(),
        values,
        external_id: None,
        times: Times {
            created_at: at(1),
            updated_at: None,
            deleted_at: None,
        },
    };
    Held {
        record,
        sources: Sources::new(made_by, at(1)),
    }
}

/// Ada, as the CRM delivered her first.
fn ada() -> Held {
    held(
        values(["Ada", "Byron", "Ada Byron", ""]),
        Some(connector(CRM)),
    )
}

/// The CRM first, then billing; the newsletter has no rank.
fn ranks() -> Ranks {
    let rank = |number| Rank::try_from(number).ok();
    Ranks::of(&[
        (connector(CRM), 1, rank(1)),
        (connector(BILLING), 2, rank(2)),
        (connector(NEWSLETTER), 3, None),
    ])
}

fn changed(kept: u64) -> Took {
    Took {
        changed: true,
        noted: true,
        kept,
    }
}

#[test]
fn the_last_observation_counts_and_is_remembered() {
    let mut ada = ada();
    let ranks = Ranks::default();
    let king = values(["", "King", "", "ada@x.io"]);
    assert_eq!(ada.take(&king, source(BILLING, 5), &ranks), changed(0));
    assert_eq!(
        ada.record.values,
        values(["Ada", "King", "Ada King", "ada@x.io"])
    );
    let sources: Vec<_> = (0..4).map(|it| ada.source(it)).collect();
    let [first, later] = [source(CRM, 1), source(BILLING, 5)].map(Some);
    assert_eq!(sources, [first, later, later, later]);
    // One that was observed before is late.
    let mut same = ada.clone();
    let byron = values(["", "Byron", "", ""]);
    let late = same.take(&byron, source(CRM, 4), &ranks);
    assert_eq!((late.changed, late.kept), (false, 1));
    assert_eq!(same, ada);
    ada.take(&byron, source(CRM, 6), &ranks);
    assert_eq!(
        ada.record.values,
        values(["Ada", "Byron", "Ada Byron", "ada@x.io"])
    );
}

#[test]
fn what_is_said_again_changes_nothing() {
    let mut ada = ada();
    let before = ada.clone();
    let same = values(["Ada", "Byron", "Ada Byron", ""]);
    for by in [BILLING, CRM] {
        let took = ada.take(&same, source(by, 9), &ranks());
        assert_eq!(took, Took::default());
    }
    assert_eq!(ada, before);
}

#[test]
fn a_better_rank_is_not_overwritten() {
    let mut ada = ada();
    let king = values(["", "King", "", "ada@x.io"]);
    let took = ada.take(&king, source(NEWSLETTER, 5), &ranks());
    // The CRM has said nothing of her address.
    assert_eq!(took, changed(1));
    assert_eq!(
        ada.record.values,
        values(["Ada", "Byron", "Ada Byron", "ada@x.io"])
    );
    ada.take(&king, source(CRM, 6), &ranks());
    assert_eq!(
        ada.record.values,
        values(["Ada", "King", "Ada King", "ada@x.io"])
    );
    assert_eq!(ada.source(3), Some(source(CRM, 6)));
}

#[test]
fn a_better_source_stands_behind_what_it_says_again() {
    let mut ada = Held {
        sources: Sources::new(Some(connector(NEWSLETTER)), at(1)),
        ..ada()
    };
    let took = ada.take(&values(["Ada", "", "", ""]), source(CRM, 2), &ranks());
    assert_eq!((took.changed, took.noted), (false, true));
    let eve = values(["Eve", "Lee", "", ""]);
    let took = ada.take(&eve, source(BILLING, 3), &ranks());
    assert_eq!(took, changed(1));
    assert_eq!(ada.record.values, values(["Ada", "Lee", "Ada Lee", ""]));
}

#[test]
fn a_full_name_follows_only_if_it_may() {
    let mut ada = Held {
        sources: Sources::new(Some(connector(NEWSLETTER)), at(1)),
        ..ada()
    };
    ada.take(&values(["", "", "Ada Byron", ""]), source(CRM, 2), &ranks());
    ada.take(
        &values(["", "King", "", ""]),
        source(NEWSLETTER, 3),
        &ranks(),
    );
    assert_eq!(ada.record.values, values(["Ada", "King", "Ada Byron", ""]));
    // One that is given does not follow, though it is the present one.
    let mut given = self::ada();
    let king = values(["", "King", "Ada Byron", ""]);
    given.take(&king, source(CRM, 2), &ranks());
    assert_eq!(given.record.values, king_only());
}

fn king_only() -> Values {
    values(["Ada", "King", "Ada Byron", ""])
}

#[test]
fn a_hand_has_no_rank() {
    let by_hand = Source {
        by: Giver::Author(Cause::Operator),
        at: at(5),
    };
    let mut ada = ada();
    ada.set(values(["Ada", "King", "Ada Byron", ""]), by_hand);
    let sources: Vec<_> = (0..2).map(|it| ada.source(it)).collect();
    assert_eq!(sources, [Some(source(CRM, 1)), Some(by_hand)]);
    let lee = values(["", "Lee", "", ""]);
    let late = ada.clone().take(&lee, source(NEWSLETTER, 4), &ranks());
    assert_eq!((late.changed, late.kept), (false, 1));
    // A rank comes before any time.
    let ranked = ada.clone().take(&lee, source(BILLING, 4), &ranks());
    assert_eq!(ranked, changed(0));
    assert_eq!(ada.take(&lee, source(NEWSLETTER, 6), &ranks()), changed(0));
}

/// In whatever order observations are written, the record ends with the last one of the best source.
#[test]
fn the_order_of_writing_does_not_matter() {
    let mut seed = 7_u64;
    let mut random = |below: usize| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap() % below
    };
    for _ in 0..300 {
        let mut observed: Vec<(u128, i64, usize)> = (0..8)
            .map(|number| {
                (
                    [CRM, BILLING, NEWSLETTER][random(3)],
                    10 + number,
                    random(2),
                )
            })
            .collect();
        let best = |position: usize| {
            let mut of = observed.clone();
            of.retain(|it| it.2 == position);
            of.iter().map(|it| (it.0, -it.1)).min()
        };
        let expected = [0, 1].map(|position| best(position).map(|(by, at)| source(by, -at)));
        for place in (1..observed.len()).rev() {
            observed.swap(place, random(place + 1));
        }
        let mut held = held(Values::none(KIND), None);
        for (by, micros, position) in observed {
            let mut given = Values::none(KIND);
            given.set(position, Some(Value::Text(format!("at {micros}"))));
            held.take(&given, source(by, micros), &ranks());
        }
        for (position, expected) in expected.into_iter().enumerate() {
            assert_eq!(held.source(position), expected);
            let value = expected.map(|it| format!("at {}", it.at.as_micros()));
            assert_eq!(
                held.record.values.get(position).and_then(Value::as_text),
                value.as_deref()
            );
        }
    }
}

#[test]
fn who_vouches_for_the_parts_vouches_for_the_whole() {
    // The newsletter made her, and the CRM says the same.
    let mut ada = held(
        values(["Ada", "Byron", "Ada Byron", ""]),
        Some(connector(NEWSLETTER)),
    );
    ada.take(&values(["Ada", "Byron", "", ""]), source(CRM, 3), &ranks());
    let king = values(["", "King", "Ada King", ""]);
    let took = ada.take(&king, source(NEWSLETTER, 5), &ranks());
    assert_eq!((took.changed, took.kept), (false, 2));
    assert_eq!(ada.record.values, values(["Ada", "Byron", "Ada Byron", ""]));
    assert_eq!(ada.source(2), Some(source(CRM, 3)));
}
