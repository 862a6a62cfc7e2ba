use uuid::Uuid;

use super::*;
use crate::id::WorkspaceId;
use crate::record::Kind;
use crate::time::Timestamp;

fn workspace() -> WorkspaceId {
    WorkspaceId::new(Uuid::from_u128(9))
}

fn entry(number: u128) -> Entry {
    let at: Timestamp = "2026-05-10T14:32:00.123456Z".parse().unwrap();
    let key = Actor::Key(Uuid::from_u128(7).into());
    let subject = About::Record(Kind::People).with(None);
    Entry::at(
        Uuid::from_u128(number).into(),
        at,
        key,
        Act::Search,
        subject,
    )
}

/// The form is documented: whoever checks exports with a program of their own relies on it.
#[test]
fn the_canonical_form_stays_as_it_is() {
    let full = Entry {
        outcome: Outcome::Refused,
        status: Some(404),
        address: "2001:db8::7".parse().ok(),
        trace_id: Some(0x4bf9),
        sha256: Some([0xa5; 32]),
        detail: Detail::default().and(Fact::Upto, Value::Number(3)),
        subject: About::Job.with(Uuid::from_u128(5)),
        actor: Actor::Operator,
        ..entry(1)
    };
    let events = sealed(workspace(), Head::ORIGIN, vec![entry(2), full]);
    let lines: Vec<_> = events.iter().map(|it| it.line(workspace())).collect();
    let a5 = "a5".repeat(32);
    assert_eq!(
        lines[0],
        "{\"workspace_id\":\"00000000-0000-0000-0000-000000000009\",\"position\":1,\
         \"id\":\"00000000-0000-0000-0000-000000000002\",\"created_at\":\"2026-05-10T14:32:00.123Z\",\
         \"actor\":\"api_key\",\"api_key\":\"00000000-0000-0000-0000-000000000007\",\"act\":\"search\",\
         \"subject\":\"people\",\"subject_id\":null,\"outcome\":\"done\",\"status\":null,\"address\":null,\
         \"trace_id\":null,\"sha256\":null,\"detail\":{},\
         \"hash\":\"b9a8b7fe\"}"
            .replace("b9a8b7fe", &events[0].hash.to_string())
    );
    assert_eq!(
        lines[1],
        "{\"workspace_id\":\"00000000-0000-0000-0000-000000000009\",\"position\":2,\
         \"id\":\"00000000-0000-0000-0000-000000000001\",\"created_at\":\"2026-05-10T14:32:00.123Z\",\
         \"actor\":\"operator\",\"api_key\":null,\"act\":\"search\",\"subject\":\"job\",\
         \"subject_id\":\"00000000-0000-0000-0000-000000000005\",\"outcome\":\"refused\",\"status\":404,\
         \"address\":\"2001:db8::7\",\"trace_id\":\"00000000000000000000000000004bf9\",\"sha256\":\"a5\",\
         \"detail\":{\"upto\":3},\"hash\":\"b9a8b7fe\"}"
            .replace("\"a5\"", &format!("\"{a5}\""))
            .replace("b9a8b7fe", &events[1].hash.to_string())
    );
    // Of what `hash` stands behind, by another program.
    assert_eq!(events[0].hash.to_string(), FIRST);
    assert_eq!(events[1].hash.to_string(), SECOND);
}

const FIRST: &str = "987c1c695be1aefdc0fb63984ed06b54d6cb85fea6a0b0b1e2f1506da8aab6a5";
const SECOND: &str = "8a58c0434b571b1de5a57ee93d6685873772c4b0fa93eab72d250517afd650fa";

#[test]
fn a_hash_is_read_as_it_is_written() {
    let hash = Hash([0x0f; 32]);
    assert_eq!(hash.to_string().parse(), Ok(hash));
    for text in [
        "",
        "0f",
        &"0f".repeat(33),
        &"+f".repeat(32),
        &"é".repeat(32),
    ] {
        assert_eq!(text.parse::<Hash>(), Err(InvalidHash), "{text}");
    }
}

fn stored() -> Vec<Stored> {
    let events = sealed(workspace(), Head::ORIGIN, (1..=5).map(entry).collect());
    let stored = |event: Event| Stored {
        position: event.position,
        entry: Some(event.entry),
        hash: Some(event.hash),
    };
    events.into_iter().map(stored).collect()
}

fn check(entries: &[Stored]) -> Result<Verified, Broken> {
    let whole = stored();
    let mut chain = Chain::new(workspace(), Head::ORIGIN);
    entries.iter().try_for_each(|it| chain.check(it))?;
    chain.end(Head {
        position: 5,
        hash: whole[4].hash.unwrap(),
    })
}

#[test]
fn the_first_position_that_is_wrong_is_named() {
    assert_eq!(check(&stored()).unwrap().upto.position, 5);
    let broken = |change: fn(&mut Vec<Stored>)| {
        let mut entries = stored();
        change(&mut entries);
        check(&entries).unwrap_err()
    };
    let act = |it: &mut Stored| it.entry.as_mut().unwrap().act = Act::Delete;
    assert_eq!(broken(|it| it[2].entry = None), Flaw::Altered.at(3));
    assert_eq!(broken(|it| it[2].hash = None), Flaw::Altered.at(3));
    let mut altered = stored();
    act(&mut altered[0]);
    assert_eq!(check(&altered), Err(Flaw::Altered.at(1)));
    assert_eq!(broken(|it| drop(it.remove(3))), Flaw::Missing.at(4));
    assert_eq!(broken(|it| it.swap(1, 3)), Flaw::Missing.at(2));
    assert_eq!(
        broken(|it| it.insert(2, it[1].clone())),
        Flaw::Reordered.at(3)
    );
    assert_eq!(broken(|it| it.truncate(2)), Flaw::CutOff.at(3));
    assert_eq!(broken(Vec::clear), Flaw::CutOff.at(1));
    // Two entries that change places, and their hashes with them.
    let swapped = |it: &mut Vec<Stored>| {
        it.swap(1, 3);
        (it[1].position, it[3].position) = (2, 4);
    };
    assert_eq!(broken(swapped), Flaw::Altered.at(2));
}

#[test]
fn a_part_is_checked_behind_what_is_known() {
    let entries = stored();
    let before = Head {
        position: 2,
        hash: entries[1].hash.unwrap(),
    };
    let end = Head {
        position: 5,
        hash: entries[4].hash.unwrap(),
    };
    let mut chain = Chain::new(workspace(), before);
    entries[2..]
        .iter()
        .try_for_each(|it| chain.check(it))
        .unwrap();
    assert_eq!(chain.end(end).map(|it| it.from), Ok(before));
    let short = Head { position: 4, ..end };
    assert_eq!(chain.end(short), Err(Flaw::Beyond.at(5)));
    let other = Head {
        hash: Hash::ORIGIN,
        ..end
    };
    assert_eq!(chain.end(other), Err(Flaw::Altered.at(5)));
    let mut wrong = Chain::new(
        workspace(),
        Head {
            hash: Hash::ORIGIN,
            ..before
        },
    );
    assert_eq!(wrong.check(&entries[2]), Err(Flaw::Altered.at(3)));
}
