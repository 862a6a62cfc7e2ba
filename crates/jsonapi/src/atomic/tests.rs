use serde_json::{Value, json};

use super::*;
use crate::JsonApi;
use crate::document::{Meta, Resource};
use crate::error::{Error, Errors, Source};
use crate::media_type::{ATOMIC, Applied};
use crate::request::Identity;

const MAX: usize = 10;

fn parse(operations: &Value) -> Result<Vec<Operation>, Errors> {
    let body = json!({ "atomic:operations": operations });
    Operations::parse(body.to_string().as_bytes(), MAX)
}

#[track_caller]
fn one(operation: &Value) -> Operation {
    let mut operations = parse(&json!([operation])).unwrap();
    assert_eq!(operations.len(), 1);
    operations.remove(0)
}

fn places(errors: &Errors) -> Vec<String> {
    let place = |error: &Error| match &error.source {
        Some(Source::Pointer(pointer)) => pointer.to_string(),
        _ => panic!("{error:?} points nowhere"),
    };
    errors.as_slice().iter().map(place).collect()
}

#[track_caller]
fn is_refused<T>(read: Result<T, impl Into<Errors>>, place: &str, code: &str) {
    let Err(errors) = read else {
        panic!("this was taken, not refused at {place}");
    };
    let errors = errors.into();
    assert_eq!(places(&errors), [place]);
    let kind = errors.as_slice()[0].kind;
    let status = if code == "too_many_operations" {
        413
    } else {
        400
    };
    assert_eq!((kind.code, kind.status), (code, status));
}

#[test]
fn a_document_has_an_array_of_operations() {
    for body in [
        "{}",
        "[]",
        "null",
        r#"{"data": []}"#,
        r#"{"operations": []}"#,
    ] {
        is_refused(
            Operations::parse(body.as_bytes(), MAX),
            "",
            "invalid_document",
        );
    }
    for wrong in [json!(null), json!({}), json!("add"), json!([])] {
        is_refused(parse(&wrong), "/atomic:operations", "invalid_document");
    }
    let errors = Operations::parse(b"{", MAX).unwrap_err();
    assert_eq!(errors.as_slice()[0].kind.code, "invalid_json");
}

#[test]
fn the_number_of_operations_is_limited() {
    let remove = json!({"op": "remove", "href": "/people/1"});
    let many = |count| Value::Array(vec![remove.clone(); count]);
    assert_eq!(parse(&many(MAX)).unwrap().len(), MAX);
    is_refused(
        parse(&many(MAX + 1)),
        "/atomic:operations",
        "too_many_operations",
    );
}

#[test]
fn operations_keep_their_order_and_know_their_place() {
    let hrefs: Vec<_> = (0..MAX).map(|i| format!("/people/{i}")).collect();
    let operations: Vec<_> = hrefs
        .iter()
        .map(|href| json!({"op": "remove", "href": href}))
        .collect();
    let read = parse(&json!(operations)).unwrap();
    for (i, (operation, href)) in read.iter().zip(&hrefs).enumerate() {
        let place = format!("/atomic:operations/{i}");
        assert_eq!(operation.pointer.as_str(), place);
        let Target::Href(target) = &operation.target else {
            panic!("{operation:?} has a href");
        };
        assert_eq!(&target.url, href);
        assert_eq!(target.pointer.as_str(), format!("{place}/href"));
    }
}

#[test]
fn an_operation_is_an_object_with_an_op() {
    for wrong in [
        json!(null),
        json!("add"),
        json!([]),
        json!({}),
        json!({"Op": "add"}),
    ] {
        is_refused(
            parse(&json!([wrong])),
            "/atomic:operations/0",
            "invalid_document",
        );
    }
    for op in [
        json!("create"),
        json!("Add"),
        json!(""),
        json!(1),
        json!(null),
    ] {
        let operation = json!({"op": op, "href": "/people/1"});
        is_refused(
            parse(&json!([operation])),
            "/atomic:operations/0/op",
            "invalid_document",
        );
    }
    for (name, op) in [
        ("add", Op::Add),
        ("update", Op::Update),
        ("remove", Op::Remove),
    ] {
        assert_eq!(one(&json!({"op": name, "href": "/people/1"})).op, op);
    }
}

#[test]
fn an_operation_has_a_ref_or_a_href_but_not_both() {
    let reference = json!({"type": "people", "id": "1"});
    let both = json!({"op": "update", "ref": reference, "href": "/people/1", "data": null});
    is_refused(
        parse(&json!([both])),
        "/atomic:operations/0",
        "invalid_document",
    );
    let neither = json!({"op": "update", "data": {"type": "people", "id": "1"}});
    assert_eq!(one(&neither).target, Target::Data);
    let number = json!({"op": "update", "href": 1});
    is_refused(
        parse(&json!([number])),
        "/atomic:operations/0/href",
        "invalid_document",
    );
}

#[test]
fn a_remove_operation_has_a_target() {
    let remove = json!({"op": "remove", "data": {"type": "people", "id": "1"}});
    is_refused(
        parse(&json!([remove])),
        "/atomic:operations/0",
        "invalid_document",
    );
}

#[test]
fn a_ref_names_a_resource_or_one_of_its_relationships() {
    for (reference, identity, relationship) in [
        (
            json!({"type": "people", "id": "1"}),
            Identity::Id("1".into()),
            None,
        ),
        (
            json!({"type": "people", "lid": "a"}),
            Identity::Lid("a".into()),
            None,
        ),
        (
            json!({"type": "people", "id": "1", "relationship": "friend"}),
            Identity::Id("1".into()),
            Some("friend"),
        ),
    ] {
        let operation = one(&json!({"op": "update", "ref": reference}));
        let Target::Ref(target) = operation.target else {
            panic!("{operation:?} has a ref");
        };
        assert_eq!(target.identifier.of, "people");
        assert_eq!(target.identifier.identity, identity);
        assert_eq!(
            target.identifier.pointer.as_str(),
            "/atomic:operations/0/ref"
        );
        assert_eq!(target.relationship.as_deref(), relationship);
    }
}

#[test]
fn a_ref_that_names_nothing_is_refused() {
    for (reference, place) in [
        (json!(null), "ref"),
        (json!("people/1"), "ref"),
        (json!({}), "ref"),
        (json!({"type": "people"}), "ref"),
        (json!({"id": "1"}), "ref"),
        (json!({"type": "people", "id": "1", "lid": "a"}), "ref"),
        (json!({"type": "people", "id": 1}), "ref/id"),
        (
            json!({"type": "people", "id": "1", "relationship": 1}),
            "ref/relationship",
        ),
    ] {
        let operation = json!({"op": "remove", "ref": reference});
        let place = format!("/atomic:operations/0/{place}");
        is_refused(parse(&json!([operation])), &place, "invalid_document");
    }
}

#[test]
fn every_bad_operation_is_named_at_once() {
    let fine = json!({"op": "add", "data": {"type": "people"}});
    let errors = parse(&json!([fine, 7, fine, {"op": "remove"}, {"op": "x"}])).unwrap_err();
    let expected = [
        "/atomic:operations/1",
        "/atomic:operations/3",
        "/atomic:operations/4/op",
    ];
    assert_eq!(places(&errors), expected);
}

#[test]
fn data_is_read_as_what_the_target_asks_for() {
    let place = "/atomic:operations/0/data";
    let add = one(&json!({"op": "add", "data": {"type": "people", "lid": "a"}}));
    let resource = add.data.resource().unwrap();
    assert_eq!(
        (resource.pointer.as_str(), resource.lid.as_deref()),
        (place, Some("a"))
    );

    let empty = one(&json!({"op": "update", "href": "/x", "data": null}));
    is_refused(empty.data.clone().resource(), place, "invalid_document");
    let to_one = empty.data.relationship().unwrap().to_one("people").unwrap();
    assert_eq!((to_one.target, to_one.pointer.as_str()), (None, place));

    let many = json!([{"type": "people", "id": "1"}, {"type": "people", "lid": "a"}]);
    let many = one(&json!({"op": "add", "href": "/x", "data": many}));
    let many = many.data.relationship().unwrap().to_many("people").unwrap();
    assert_eq!(
        many.targets[1].identity_pointer().as_str(),
        format!("{place}/1/lid")
    );
}

#[test]
fn missing_data_points_at_its_operation() {
    let operation = one(&json!({"op": "add", "href": "/people"}));
    let place = "/atomic:operations/0";
    is_refused(operation.data.clone().resource(), place, "invalid_document");
    is_refused(operation.data.relationship(), place, "invalid_document");
}

#[test]
fn at_members_and_unknown_members_are_ignored() {
    let body = json!({
        "@context": 1, "meta": {}, "jsonapi": {}, "colour": "blue",
        "atomic:operations": [{"@op": 1, "op": "remove", "href": "/x", "meta": {}, "colour": 1}]
    });
    assert!(Operations::parse(body.to_string().as_bytes(), MAX).is_ok());
}

fn added(of: &str, lid: Option<&str>) -> crate::request::ResourceObject {
    let mut data = json!({ "type": of });
    if let Some(lid) = lid {
        data["lid"] = json!(lid);
    }
    one(&json!({"op": "add", "data": data}))
        .data
        .resource()
        .unwrap()
}

fn referred(of: &str, identity: &str, value: &str) -> crate::request::Identifier {
    let operation = one(&json!({"op": "remove", "ref": {"type": of, identity: value}}));
    let Target::Ref(target) = operation.target else {
        panic!("{operation:?} has a ref");
    };
    target.identifier
}

#[test]
fn a_lid_stands_for_what_an_earlier_operation_added() {
    let mut lids = Lids::<u32>::new();
    let place = "/atomic:operations/0/ref/lid";
    let ada = referred("people", "lid", "ada");
    is_refused(lids.resolve(&ada, |_| 0_u32), place, "unknown_lid");
    lids.assign(&added("people", Some("ada")), 7).unwrap();
    lids.assign(&added("people", None), 8).unwrap();
    assert_eq!(lids.resolve(&ada, |_| 0_u32).unwrap(), 7);
    let other = referred("people", "lid", "Ada");
    is_refused(lids.resolve(&other, |_| 0_u32), place, "unknown_lid");
}

#[test]
fn a_lid_is_of_one_type() {
    let mut lids = Lids::<u32>::new();
    lids.assign(&added("people", Some("a")), 7).unwrap();
    lids.assign(&added("dogs", Some("a")), 8).unwrap();
    for (of, id) in [("people", 7), ("dogs", 8)] {
        let found = lids.resolve(&referred(of, "lid", "a"), |_| 0_u32);
        assert_eq!(found.unwrap(), id);
    }
    let cat = lids.resolve(&referred("cats", "lid", "a"), |_| 0_u32);
    is_refused(cat, "/atomic:operations/0/ref/lid", "unknown_lid");
}

#[test]
fn a_lid_is_given_once() {
    let mut lids = Lids::<u32>::default();
    lids.assign(&added("people", Some("a")), 7).unwrap();
    let again = lids.assign(&added("people", Some("a")), 8);
    is_refused(again, "/atomic:operations/0/data/lid", "repeated_lid");
}

#[test]
fn lids_do_not_affect_ids() {
    let mut lids = Lids::<u32>::new();
    lids.assign(&added("people", Some("9")), 7).unwrap();
    let found = lids.resolve(&referred("people", "id", "9"), |id| id.parse().ok());
    assert_eq!(found.unwrap(), Some(9));
}

#[test]
fn results_are_as_many_as_operations_and_in_their_order() {
    let applied = Applied::default().with_ext(ATOMIC);
    let results = Results {
        jsonapi: applied.jsonapi(),
        outcomes: vec![
            Outcome::of(Resource::new("people", "1", json!({"name": "Ada"}))),
            Outcome::empty(),
            Outcome {
                data: None,
                meta: Some(Meta::default().and("took", 1)),
            },
        ],
    };
    assert_eq!(
        serde_json::to_value(&results).unwrap(),
        json!({
            "jsonapi": {"version": "1.1", "ext": [ATOMIC]},
            "atomic:results": [
                {"data": {"type": "people", "id": "1", "attributes": {"name": "Ada"}}},
                {},
                {"meta": {"took": 1}}
            ]
        })
    );
}

#[test]
fn a_document_of_results_has_neither_data_nor_errors() {
    let results = Results::<'_, Value> {
        jsonapi: JsonApi::default(),
        outcomes: vec![],
    };
    let document = serde_json::to_value(&results).unwrap();
    let members: Vec<_> = document.as_object().unwrap().keys().collect();
    assert_eq!(members, ["jsonapi", "atomic:results"]);
}
