use serde_json::{Value, json};

use super::*;
use crate::error::{Error, Errors, Source};

mod fields;
mod linkage;

fn parse(data: &Value) -> Result<ResourceObject, Errors> {
    ResourceObject::parse(json!({ "data": data }).to_string().as_bytes())
}

/// The places, statuses and codes of errors.
fn places(errors: &Errors) -> Vec<(&str, u16, &str)> {
    errors.as_slice().iter().map(place).collect()
}

fn place(error: &Error) -> (&str, u16, &str) {
    let Some(Source::Pointer(pointer)) = &error.source else {
        panic!("{error:?} points nowhere");
    };
    (pointer.as_str(), error.kind.status, error.kind.code)
}

#[track_caller]
fn is_refused<T>(read: Result<T, impl Into<Errors>>, place: &str, status: u16, code: &str) {
    let Err(errors) = read else {
        panic!("this was taken, not refused at {place}");
    };
    assert_eq!(places(&errors.into()), [(place, status, code)]);
}

#[test]
fn invalid_json_is_refused_with_line_and_column() {
    let deep = "[".repeat(1_000_000);
    for body in [
        "",
        " ",
        "{",
        "{\"data\": }",
        "{} {}",
        "nonsense",
        "\u{feff}",
        "\u{feff}\u{feff}{}",
        " \u{feff}{}",
        &deep,
    ] {
        let errors = ResourceObject::parse(body.as_bytes()).unwrap_err();
        assert_eq!((errors.status(), errors.as_slice().len()), (400, 1));
        let error = &errors.as_slice()[0];
        assert_eq!((error.kind.code, &error.source), ("invalid_json", &None));
        assert!(error.detail.contains("line"), "{}", error.detail);
    }
    assert_eq!(
        ResourceObject::parse(b"{\"data\": \"\xff\"}")
            .unwrap_err()
            .status(),
        400
    );
}

#[test]
fn a_document_is_an_object_with_data() {
    for body in [
        "[]",
        "null",
        "1",
        "\"data\"",
        "{}",
        "{\"Data\": {}}",
        "{\"meta\": {}}",
    ] {
        is_refused(
            ResourceObject::parse(body.as_bytes()),
            "",
            400,
            "invalid_document",
        );
        is_refused(
            Relationship::parse(body.as_bytes()),
            "",
            400,
            "invalid_document",
        );
    }
}

#[test]
fn a_resource_is_a_single_object() {
    for data in [
        json!(null),
        json!([]),
        json!([{"type": "people"}]),
        json!("people"),
        json!(1),
    ] {
        is_refused(parse(&data), "/data", 400, "invalid_document");
    }
}

#[test]
fn a_resource_has_a_type() {
    is_refused(parse(&json!({"id": "1"})), "/data", 400, "invalid_document");
    is_refused(
        parse(&json!({"Type": "people"})),
        "/data",
        400,
        "invalid_document",
    );
}

#[test]
fn type_id_and_lid_are_strings() {
    for wrong in [
        json!(1),
        json!(null),
        json!(["people"]),
        json!({}),
        json!(true),
    ] {
        for member in ["type", "id", "lid"] {
            if member == "id" && wrong.is_null() {
                continue;
            }
            let mut data = json!({"type": "people"});
            data[member] = wrong.clone();
            let place = format!("/data/{member}");
            is_refused(parse(&data), &place, 400, "invalid_document");
        }
    }
}

#[test]
fn a_new_resource_needs_no_id() {
    let resource = parse(&json!({"type": "people", "lid": "ada"})).unwrap();
    assert_eq!((resource.id, resource.lid.as_deref()), (None, Some("ada")));
    let unknown = parse(&json!({"type": "people", "id": null})).unwrap();
    assert_eq!(unknown.id, None, "null is no id");
}

#[test]
fn a_resource_of_another_type_is_a_conflict() {
    let body = json!({"data": {"type": "people", "id": "1"}}).to_string();
    assert!(ResourceObject::create(body.as_bytes(), "people").is_ok());
    for other in ["dogs", "People", "person", ""] {
        let created = ResourceObject::create(body.as_bytes(), other);
        is_refused(created, "/data/type", 409, "type_mismatch");
        let updated = ResourceObject::update(body.as_bytes(), other, &1);
        is_refused(updated, "/data/type", 409, "type_mismatch");
    }
}

#[test]
fn an_update_names_the_id_of_its_target() {
    let update = |data: Value| {
        let body = json!({ "data": data }).to_string();
        ResourceObject::update(body.as_bytes(), "people", &7)
    };
    assert!(update(json!({"type": "people", "id": "7"})).is_ok());
    // Ids are compared by meaning, not by their text.
    assert!(update(json!({"type": "people", "id": "007"})).is_ok());
    for other in ["8", "seven", ""] {
        let data = json!({"type": "people", "id": other});
        is_refused(update(data), "/data/id", 409, "id_mismatch");
    }
    is_refused(
        update(json!({"type": "people"})),
        "/data",
        400,
        "invalid_document",
    );
    let local = json!({"type": "people", "lid": "7"});
    is_refused(update(local), "/data", 400, "invalid_document");
    let unknown = json!({"type": "people", "id": null});
    is_refused(update(unknown), "/data", 400, "invalid_document");
}

#[test]
fn members_that_the_specification_does_not_know_are_ignored() {
    let body = json!({
        "data": {
            "type": "people", "id": "1", "colour": "blue", "links": 7, "meta": null,
            "relationships": {"friend": {"data": null, "colour": "blue", "links": 7}}
        },
        "included": [], "colour": "blue", "jsonapi": {"version": "9"}
    });
    let mut resource = ResourceObject::create(body.to_string().as_bytes(), "people").unwrap();
    assert!(resource.relationships.take("friend").is_some());
    resource.finish().unwrap();
}

#[test]
fn at_members_are_ignored_wherever_they_are() {
    let body = json!({
        "@context": {},
        "data": {
            "@id": 1, "type": "people", "lid": "ada",
            "attributes": {"@note": 1, "address": {"@type": "x", "city": ["London", {"@": 1}]}},
            "relationships": {
                "@friends": 7,
                "friend": {"@note": 1, "data": {"@type": "x", "type": "people", "id": "9"}}
            }
        }
    });
    let mut resource = ResourceObject::create(body.to_string().as_bytes(), "people").unwrap();
    let address = resource.attributes.take("address").unwrap();
    assert_eq!(address.value, json!({"city": ["London", {}]}));
    let friend = resource
        .relationships
        .take("friend")
        .unwrap()
        .to_one("people")
        .unwrap();
    assert_eq!(friend.required().unwrap().id().unwrap(), "9");
    resource.finish().unwrap();
    // One alone does not stand in for the member it resembles.
    is_refused(
        parse(&json!({"@type": "people"})),
        "/data",
        400,
        "invalid_document",
    );
}

#[test]
fn a_byte_order_mark_is_skipped() {
    let body = "\u{feff}{\"data\": {\"type\": \"people\"}}";
    assert_eq!(ResourceObject::parse(body.as_bytes()).unwrap().of, "people");
}

#[test]
fn a_repeated_member_is_refused_at_any_depth() {
    for (body, place) in [
        (
            r#"{"data": {"type": "people"}, "data": {"type": "people"}}"#,
            "/data",
        ),
        (
            r#"{"data": {"type": "dogs", "type": "people"}}"#,
            "/data/type",
        ),
        (
            r#"{"data": {"type": "people", "attributes": {"a": 1, "\u0061": 1}}}"#,
            "/data/attributes/a",
        ),
        (
            r#"{"data": {"type": "people", "attributes": {"a/b": [0, {"~": 1, "~": 2}]}}}"#,
            "/data/attributes/a~1b/1/~0",
        ),
        // Even a member that would be ignored may not be repeated.
        (
            r#"{"data": {"type": "people", "@a": 1, "@a": 2}}"#,
            "/data/@a",
        ),
        (
            r#"{"data": {"type": "people"}, "colour": 1, "colour": 2}"#,
            "/colour",
        ),
    ] {
        let read = ResourceObject::create(body.as_bytes(), "people");
        is_refused(read, place, 400, "repeated_member");
    }
}

#[test]
fn every_bad_member_of_a_resource_is_named_at_once() {
    let errors = parse(&json!({
        "id": 1,
        "attributes": null,
        "relationships": {"friend": null, "foe": {"data": 7}, "kin": {"data": []}}
    }))
    .unwrap_err();
    let found: Vec<_> = places(&errors).iter().map(|(place, ..)| *place).collect();
    assert_eq!(
        found,
        [
            "/data",
            "/data/id",
            "/data/attributes",
            "/data/relationships/friend",
            "/data/relationships/foe/data"
        ]
    );
    assert_eq!(errors.status(), 400);
}
