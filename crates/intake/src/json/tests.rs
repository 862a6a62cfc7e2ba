use serde_json::Value;

use super::*;
use crate::fuzz;
use crate::peeked::Peeked;

use crate::testing::{Slow, name, scribble};

/// Each value's line and text, and the error at the end.
type Read = (Vec<(u64, String)>, Option<String>);

fn all(mut objects: impl Objects) -> Read {
    let (mut values, mut text) = (Vec::new(), Vec::new());
    loop {
        match objects.next(&mut text) {
            Ok(Some(object)) => {
                assert!(!object.is_too_long);
                values.push((object.line, String::from_utf8_lossy(&text).into_owned()));
            }
            Ok(None) => return (values, None),
            Err(error) => return (values, Some(error.to_string())),
        }
    }
}

/// Reads a source, with the same result however its bytes arrive.
#[track_caller]
fn each<O: Objects>(bytes: &[u8], objects: fn(Peeked<Slow>) -> O) -> Read {
    let whole = all(objects(Peeked::new(Slow::new(bytes, 1 << 20))));
    for size in [1, 2, 5] {
        let read = all(objects(Peeked::new(Slow::new(bytes, size))));
        assert_eq!(read, whole, "by {size}");
    }
    whole
}

#[track_caller]
fn array(text: &str) -> Read {
    each(text.as_bytes(), Values::of_array)
}

fn values(values: &[(u64, &str)]) -> Vec<(u64, String)> {
    values
        .iter()
        .map(|(line, text)| (*line, (*text).to_owned()))
        .collect()
}

#[test]
fn the_elements_of_an_array() {
    for (text, expected) in [
        ("[]", &[][..]),
        (" \n[ ]\n", &[]),
        ("[{}]", &[(1, "{}")]),
        (
            "[{\"a\":\"]},{\"},\n {\"b\":[[1],2]} ]",
            &[(1, "{\"a\":\"]},{\"}"), (2, "{\"b\":[[1],2]}")],
        ),
        (
            "[1,-2.5e3 ,null,true\n,\"a\\\"\",[[]]]",
            &[
                (1, "1"),
                (1, "-2.5e3"),
                (1, "null"),
                (1, "true"),
                (2, "\"a\\\"\""),
                (2, "[[]]"),
            ],
        ),
        ("[{\n\"a\":1\n}\n,\n{}]", &[(1, "{\n\"a\":1\n}"), (5, "{}")]),
    ] {
        assert_eq!(array(text), (values(expected), None), "{text}");
    }
}

#[test]
fn a_sequence_of_values() {
    for (text, expected) in [
        ("{}{}", &[(1, "{}"), (1, "{}")][..]),
        (
            "{\n \"a\": 1\n}\n\n{\"b\":\n2}\n",
            &[(1, "{\n \"a\": 1\n}"), (5, "{\"b\":\n2}")],
        ),
        ("1 2\n3", &[(1, "1"), (1, "2"), (2, "3")]),
        ("", &[]),
    ] {
        let read = each(text.as_bytes(), Values::loose);
        assert_eq!(read, (values(expected), None), "{text}");
    }
}

#[test]
fn nothing_is_read_after_invalid_json() {
    for (text, good, words) in [
        ("[{},", 1, "line 1: the JSON ends too early"),
        ("[{}", 1, "line 1: the JSON ends too early"),
        ("[{\"a\":\"b", 0, "line 1: the JSON ends too early"),
        ("[{}\n{}]", 1, "line 2: ',' or ']' should follow"),
        (
            "[{},\n{\"a\" 1},{}]",
            1,
            "line 2: this is not JSON: expected `:`",
        ),
        ("[{},]", 1, "line 1: this is not JSON"),
        ("[{\"a\":[}]},{}]", 0, "line 1: this is not JSON"),
        ("[{}]\n\n[{}]", 1, "line 3: something follows the end"),
        ("{}", 0, "line 1: a JSON array should begin here"),
        (
            "[{\"a\":\"\n\"}]",
            0,
            "line 2: this is not JSON: control character",
        ),
    ] {
        let (read, error) = array(text);
        assert_eq!(read.len(), good, "{text}");
        let error = error.unwrap();
        assert!(error.starts_with(words), "{text}: {error}");
    }
    let deep = "[".repeat(100_000);
    assert!(array(&deep).1.unwrap().contains("ends too early"));
}

#[test]
fn an_element_that_is_too_long_is_skipped() {
    let text = format!("[{{}},{{\"photo\":\"{}\"}},\n{{}}]", "x".repeat(2 << 20));
    let mut read = Values::of_array(text.as_bytes());
    let mut found = Vec::new();
    let mut kept = Vec::new();
    while let Some(object) = read.next(&mut kept).unwrap() {
        found.push((object.line, object.is_too_long));
        assert!(kept.capacity() <= 2 << 20);
    }
    assert_eq!(found, [(1, false), (1, true), (2, false)]);
}

#[test]
fn arrays_read_as_serde_json_reads_them_whole() {
    let alphabet: [&[u8]; 16] = [
        b"{",
        b"}",
        b"[",
        b"]",
        b",",
        b":",
        b"\"",
        b"\"a\"",
        b"{}",
        b"{\"a\":1}",
        b"1",
        b"-",
        b" ",
        b"\n",
        b"\\",
        b"null",
    ];
    fuzz::each(20_000, |rng| {
        let text = [b"[", &*scribble(rng, &alphabet, 12), b"]"].concat();
        let (values, error) = each(&text, Values::of_array);
        let values: Vec<Value> = values
            .iter()
            .map(|(_, text)| serde_json::from_str(text).unwrap())
            .collect();
        match serde_json::from_slice::<Vec<Value>>(&text) {
            Ok(expected) => assert_eq!((values, error), (expected, None)),
            Err(_) => assert!(error.is_some(), "{:?}", String::from_utf8_lossy(&text)),
        }
    });
}

#[test]
fn values_of_every_kind_come_one_after_the_other() {
    let alphabet: [&[u8]; 8] = [
        b"{}",
        b"{\"a\":[1,{}]}",
        b"[]",
        b" 1 ",
        b"\"}{\"",
        b"\n",
        b" null ",
        b" -2e-7 ",
    ];
    fuzz::each(5_000, |rng| {
        let text = scribble(rng, &alphabet, 12);
        let stream = serde_json::Deserializer::from_slice(&text).into_iter::<Value>();
        let expected: Vec<_> = stream.map(Result::unwrap).collect();
        let (values, error) = each(&text, Values::loose);
        let values: Vec<Value> = values
            .iter()
            .map(|(_, text)| serde_json::from_str(text).unwrap())
            .collect();
        assert_eq!((values, error), (expected, None));
    });
}

#[test]
fn lines_are_those_of_the_text() {
    let alphabet: [&[u8]; 7] = [
        b"{}",
        b"a",
        b"\n",
        b"\r\n",
        b"\r",
        b" ",
        "\u{feff}".as_bytes(),
    ];
    fuzz::each(5_000, |rng| {
        let text = scribble(rng, &alphabet, 12);
        let whole = String::from_utf8(text.clone()).unwrap();
        let whole = whole.strip_prefix('\u{feff}').unwrap_or(&whole);
        let lines = (1..).zip(whole.split('\n'));
        let lines = lines.map(|(line, text)| (line, text.strip_suffix('\r').unwrap_or(text)));
        let expected: Vec<_> = lines
            .filter(|(_, text)| !text.trim_ascii().is_empty())
            .map(|(line, text)| (line, text.to_owned()))
            .collect();
        assert_eq!(each(&text, ObjectLines::new), (expected, None));
    });
}

#[test]
fn members_within_others_have_names_with_dots() {
    let wanted = |map: &[(&str, &str)]| Wanted {
        map: map
            .iter()
            .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
            .collect(),
        ..Wanted::default()
    };
    let first = serde_json::json!({
        "id": 7, "a.b": "itself", "a": {"b": "within", "c": {"d": "deep"}}, "Name": null
    });
    let Value::Object(first) = first else {
        unreachable!()
    };
    let object = serde_json::to_vec(&first).unwrap();
    let person = |map: &[(&str, &str)]| {
        let person = Mapping::of(&first, &wanted(map)).record(&object);
        person.map(|person| {
            let full = person.values.get(2).map(ToString::to_string);
            (name(&person).unwrap(), full)
        })
    };
    for (path, found) in [
        ("a.b", Some("itself")),
        ("a.c.d", Some("deep")),
        ("A.C", None),
        ("nothing", None),
        ("name", None),
    ] {
        let map = [("external_person_id", "ID"), ("full_name", path)];
        let expected = ("7".to_owned(), found.map(str::to_owned));
        match person(&map) {
            Ok(found) => assert_eq!(found, expected, "{path}"),
            Err(refused) => assert_eq!((path, &*refused.code), ("A.C", "invalid_value")),
        }
    }
    let refused = person(&[("external_person_id", "a.x")]).unwrap_err();
    assert_eq!(refused.code, "missing_member");
    let refused = person(&[("external_person_id", "a")]).unwrap_err();
    assert!(refused.detail.starts_with("a is neither"), "{refused}");
}
