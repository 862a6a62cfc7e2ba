use serde_json::json;

use super::*;

fn linkage(data: &Value) -> Result<Relationship, Errors> {
    Relationship::parse(json!({ "data": data }).to_string().as_bytes())
}

#[test]
fn a_relationship_is_an_object_with_data() {
    for wrong in [json!(null), json!([]), json!("9"), json!({})] {
        let data = json!({"type": "people", "relationships": {"friend": wrong}});
        let place = "/data/relationships/friend";
        is_refused(parse(&data), place, 400, "invalid_document");
    }
}

#[test]
fn a_relationship_without_data_is_one_to_leave() {
    for without in [json!({"links": {}}), json!({"meta": {}})] {
        let data = json!({"type": "people", "id": "7", "relationships": {"friend": without}});
        let body = json!({ "data": data }).to_string();
        let update = || ResourceObject::update(body.as_bytes(), "people", &7).unwrap();
        let mut left = update();
        assert!(!left.is_empty() && left.relationships.get("friend").is_none());
        assert!(left.relationships.take("friend").is_none());
        assert!(left.is_empty());
        left.finish().unwrap();
        // An unknown one is a mistake all the same.
        let place = "/data/relationships/friend";
        is_refused(update().finish(), place, 422, "unknown_relationship");
        // A new resource has nothing to be left.
        let created = ResourceObject::create(body.as_bytes(), "people");
        is_refused(created, place, 400, "invalid_document");
    }
}

#[test]
fn linkage_is_null_or_an_identifier_or_an_array_of_them() {
    let one = json!({"type": "people", "id": "9"});
    assert_eq!(linkage(&json!(null)).unwrap().linkage, Linkage::ToOne(None));
    let Linkage::ToOne(Some(identifier)) = linkage(&one).unwrap().linkage else {
        panic!("an object is linkage of a to-one relationship");
    };
    assert_eq!(identifier.identity, Identity::Id("9".to_owned()));
    assert_eq!(
        linkage(&json!([])).unwrap().linkage,
        Linkage::ToMany(vec![])
    );
    let Linkage::ToMany(identifiers) = linkage(&json!([one, one])).unwrap().linkage else {
        panic!("an array is linkage of a to-many relationship");
    };
    let places = identifiers
        .iter()
        .map(|identifier| identifier.pointer.as_str());
    assert_eq!(places.collect::<Vec<_>>(), ["/data/0", "/data/1"]);
    for wrong in [json!("9"), json!(9), json!(true)] {
        is_refused(linkage(&wrong), "/data", 400, "invalid_document");
    }
}

#[test]
fn an_identifier_has_a_type_and_an_id_or_a_lid() {
    for wrong in [
        json!({}),
        json!({"type": "people"}),
        json!({"id": "9"}),
        json!({"lid": "ada"}),
        json!({"type": "people", "id": "9", "lid": "ada"}),
    ] {
        is_refused(linkage(&wrong), "/data", 400, "invalid_document");
        is_refused(linkage(&json!([wrong])), "/data/0", 400, "invalid_document");
    }
    is_refused(linkage(&json!([7])), "/data/0", 400, "invalid_document");
    let wrong = json!({"type": "people", "id": 9});
    is_refused(linkage(&wrong), "/data/id", 400, "invalid_document");
}

#[test]
fn an_identifier_may_have_meta() {
    let with_meta = json!({"type": "people", "id": "9", "meta": {"since": 1833}});
    assert!(linkage(&with_meta).is_ok());
}

#[test]
fn an_unassigned_lid_is_refused() {
    let relationship = linkage(&json!({"type": "people", "lid": "ada"})).unwrap();
    let identifier = relationship.to_one("people").unwrap().required().unwrap();
    is_refused(identifier.id(), "/data/lid", 400, "unknown_lid");
}

#[test]
fn linkage_of_the_wrong_sort_is_refused() {
    let one = json!({"type": "people", "id": "9"});
    let to_one = linkage(&json!([one])).unwrap().to_one("people");
    is_refused(to_one, "/data", 422, "invalid_relationship");
    for wrong in [&one, &json!(null)] {
        let to_many = linkage(wrong).unwrap().to_many("people");
        is_refused(to_many, "/data", 422, "invalid_relationship");
    }
    let empty = linkage(&json!(null)).unwrap().to_one("people").unwrap();
    is_refused(empty.required(), "/data", 422, "invalid_relationship");
}

#[test]
fn linkage_to_another_type_is_a_conflict() {
    let dog = json!({"type": "dogs", "id": "1"});
    let to_one = linkage(&dog).unwrap().to_one("people");
    is_refused(to_one, "/data/type", 409, "type_mismatch");
    let person = json!({"type": "people", "id": "9"});
    let errors = linkage(&json!([dog, person, dog]))
        .unwrap()
        .to_many("people")
        .unwrap_err();
    assert_eq!(
        places(&errors),
        [
            ("/data/0/type", 409, "type_mismatch"),
            ("/data/2/type", 409, "type_mismatch")
        ]
    );
    let fine = linkage(&json!([person]))
        .unwrap()
        .to_many("people")
        .unwrap();
    assert_eq!(fine.targets[0].id().unwrap(), "9");
}
