use serde_json::json;

use super::*;

/// Whether there is a value at this place.
fn exists(document: &Value, place: &str) -> bool {
    document.pointer(place).is_some()
}

#[test]
fn attributes_and_relationships_are_objects() {
    for wrong in [json!(null), json!([]), json!("name"), json!(1)] {
        for member in ["attributes", "relationships"] {
            let mut data = json!({"type": "people"});
            data[member] = wrong.clone();
            let place = format!("/data/{member}");
            is_refused(parse(&data), &place, 400, "invalid_document");
        }
    }
}

#[test]
fn whatever_is_not_taken_is_unknown() {
    let mut resource = parse(&json!({
        "type": "people",
        "attributes": {"name": "Ada", "colour": "blue", "a/b~c": 1},
        "relationships": {"friend": {"data": null}, "enemy": {"data": null}}
    }))
    .unwrap();
    assert_eq!(
        resource.attributes.take("name").unwrap().string().unwrap(),
        "Ada"
    );
    assert!(resource.relationships.take("friend").is_some());
    assert!(
        resource.attributes.take("Colour").is_none(),
        "names have case"
    );
    let errors = resource.finish().unwrap_err();
    let mut found = places(&errors);
    found.sort_unstable();
    assert_eq!(
        found,
        [
            ("/data/attributes/a~1b~0c", 422, "unknown_attribute"),
            ("/data/attributes/colour", 422, "unknown_attribute"),
            ("/data/relationships/enemy", 422, "unknown_relationship"),
        ]
    );
}

#[test]
fn missing_members_are_told_from_null() {
    let mut resource = parse(&json!({"type": "people", "attributes": {"name": null}})).unwrap();
    let name = resource.attributes.take("name").unwrap();
    assert_eq!(name.nullable_string().unwrap(), None);
    assert!(resource.attributes.take("age").is_none());
    let mut sent = parse(&json!({"type": "people", "attributes": {"name": "Ada"}})).unwrap();
    let name = sent.attributes.take("name").unwrap();
    assert_eq!(name.nullable_string().unwrap().as_deref(), Some("Ada"));
    assert!(resource.relationships.take("friend").is_none());
    resource.finish().unwrap();
}

#[test]
fn an_attribute_of_the_wrong_sort_is_refused() {
    let attribute = |value: Value| {
        let mut resource =
            parse(&json!({"type": "people", "attributes": {"name": value}})).unwrap();
        resource.attributes.take("name").unwrap()
    };
    for wrong in [json!(1), json!(true), json!([]), json!({})] {
        let string = attribute(wrong.clone()).string();
        is_refused(string, "/data/attributes/name", 422, "invalid_attribute");
        let nullable = attribute(wrong).nullable_string();
        is_refused(nullable, "/data/attributes/name", 422, "invalid_attribute");
    }
    is_refused(
        attribute(json!(null)).string(),
        "/data/attributes/name",
        422,
        "invalid_attribute",
    );
}

#[test]
fn a_pointer_leads_to_what_exists() {
    for data in [
        json!({"type": "people"}),
        json!({"type": "people", "attributes": {}}),
        json!({"type": "people", "relationships": {}}),
        json!({"type": "people", "attributes": {"age": 1}, "relationships": {"foe": {"data": null}}}),
    ] {
        let mut resource = parse(&data).unwrap();
        let mut errors = Errors::new();
        assert!(errors.check(resource.attributes.require("name")).is_none());
        assert!(
            errors
                .check(resource.relationships.require("friend"))
                .is_none()
        );
        let codes: Vec<_> = places(&errors)
            .iter()
            .map(|(_, status, code)| (*status, *code))
            .collect();
        assert_eq!(
            codes,
            [(422, "missing_attribute"), (422, "missing_relationship")]
        );
        let document = json!({ "data": data });
        for (place, ..) in places(&errors) {
            assert!(exists(&document, place), "{place} in {document}");
        }
    }
}

#[test]
fn a_required_member_is_taken() {
    let mut resource = parse(&json!({
        "type": "people",
        "attributes": {"name": "Ada"},
        "relationships": {"friend": {"data": null}}
    }))
    .unwrap();
    assert_eq!(
        resource
            .attributes
            .require("name")
            .unwrap()
            .string()
            .unwrap(),
        "Ada"
    );
    let friend = resource.relationships.require("friend").unwrap();
    assert_eq!(friend.pointer.as_str(), "/data/relationships/friend/data");
    resource.finish().unwrap();
}
