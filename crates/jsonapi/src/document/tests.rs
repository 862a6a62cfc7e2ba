use serde::Serialize;
use serde_json::{Map, Value, json};

use super::*;
use crate::media_type::{ATOMIC, Applied, CURSOR_PAGINATION};
use crate::query::Fieldset;

#[derive(Debug, Clone, Serialize)]
struct Person {
    first_name: &'static str,
    last_name: Option<&'static str>,
    age: u8,
}

const ADA: Person = Person {
    first_name: "Ada",
    last_name: None,
    age: 36,
};

const FIELDS: [&str; 5] = ["first_name", "last_name", "age", "employer", "friends"];

fn ada<'a>() -> Resource<'a, Person> {
    Resource::new("people", "1", ADA)
        .with_relationship("employer", Relationship::to_one(None))
        .with_relationship(
            "friends",
            Relationship::linked(Links::to("related", "/people/1/friends")),
        )
        .with_links(Links::to("self", "/people/1"))
}

fn written(value: &impl Serialize) -> Value {
    serde_json::to_value(value).unwrap()
}

fn members(value: &Value) -> Vec<&str> {
    value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

#[test]
fn a_document_is_an_object_with_data() {
    let document = written(&Document::of(ada()));
    assert_eq!(members(&document), ["jsonapi", "data"]);
}

#[test]
fn the_link_to_the_document_says_what_it_speaks() {
    let plain = Links::default().and_self("/people", &Applied::default());
    assert_eq!(written(&plain), json!({"self": "/people"}));

    let applied = Applied::default().with_profile(CURSOR_PAGINATION);
    let links = Links::default().and_self("/people", &applied);
    assert_eq!(
        written(&links),
        json!({"self": {"href": "/people", "type": applied.content_type()}})
    );
    assert_eq!(links.get("self"), Some("/people"));
}

#[test]
fn a_document_has_no_members_but_those_of_the_specification() {
    let document = Document::of(ada())
        .with_links(Links::to("self", "/people/1"))
        .with_included(Some(Included::<Person>::new()))
        .with_meta(Meta::default());
    let document = written(&document);
    assert_eq!(
        members(&document),
        ["jsonapi", "links", "data", "included", "meta"]
    );
    let expected = ["type", "id", "attributes", "relationships", "links"];
    assert_eq!(members(&document["data"]), expected);
}

#[test]
fn a_document_tells_the_version_the_extensions_and_the_profiles() {
    let plain = written(&Document::of(ada()));
    assert_eq!(plain["jsonapi"], json!({"version": "1.1"}));
    let applied = Applied::default()
        .with_ext(ATOMIC)
        .with_profile(CURSOR_PAGINATION);
    let document = written(&Document::of(ada()).with_jsonapi(applied.jsonapi()));
    assert_eq!(
        document["jsonapi"],
        json!({"version": "1.1", "ext": [ATOMIC], "profile": [CURSOR_PAGINATION]})
    );
}

#[test]
fn primary_data_is_a_resource_or_an_identifier_or_null() {
    let one = written(&Document::of(Some(ada())));
    assert_eq!(one["data"]["id"], "1");
    let identifier = written(&Document::of(ada().identifier()));
    assert_eq!(identifier["data"], json!({"type": "people", "id": "1"}));
    let none = written(&Document::of(None::<Identifier<'_>>));
    assert_eq!(members(&none), ["jsonapi", "data"]);
    assert_eq!(none["data"], Value::Null);
}

#[test]
fn a_collection_is_an_array_of_any_length() {
    for length in 0..3 {
        let document = written(&Document::of(vec![ada(); length]));
        assert_eq!(document["data"].as_array().unwrap().len(), length);
    }
}

#[test]
fn a_resource_has_a_type_and_an_id_that_are_strings() {
    let data = written(&ada());
    assert_eq!(
        (&data["type"], &data["id"]),
        (&json!("people"), &json!("1"))
    );
    let bare = written(&ada().with_fields(Fieldset::only(&[])));
    assert_eq!(
        members(&bare),
        ["type", "id", "links"],
        "whatever is asked for"
    );
}

#[test]
fn attributes_and_relationships_are_objects() {
    let data = written(&ada());
    assert_eq!(
        data["attributes"],
        json!({"first_name": "Ada", "last_name": null, "age": 36})
    );
    assert_eq!(
        data["relationships"],
        json!({
            "employer": {"data": null},
            "friends": {"links": {"related": "/people/1/friends"}}
        })
    );
}

#[test]
fn linkage_is_null_or_an_identifier_or_an_array() {
    let employer = || Identifier::new("companies", "2");
    for (linkage, expected) in [
        (Linkage::ToOne(None), json!(null)),
        (
            Linkage::ToOne(Some(employer())),
            json!({"type": "companies", "id": "2"}),
        ),
        (Linkage::ToMany(vec![]), json!([])),
        (
            Linkage::ToMany(vec![employer()]),
            json!([{"type": "companies", "id": "2"}]),
        ),
    ] {
        assert_eq!(written(&linkage), expected);
    }
}

#[test]
fn a_relationship_has_linkage_or_links_or_both() {
    let links = || Links::to("self", "/a").and("related", "/b");
    let linked = Relationship::linked(links());
    assert_eq!(
        written(&linked),
        json!({"links": {"self": "/a", "related": "/b"}})
    );
    let both = Relationship::to_one(None).with_links(links());
    assert_eq!(members(&written(&both)), ["links", "data"]);
}

#[test]
fn an_identifier_may_have_meta() {
    let identifier = ada().identifier().with_meta(Meta::cursor("c"));
    assert_eq!(
        written(&identifier),
        json!({"type": "people", "id": "1", "meta": {"page": {"cursor": "c"}}})
    );
}

#[test]
fn a_link_is_a_string_or_null() {
    let links = Links::to("self", "/a")
        .and_maybe("prev", None::<&str>)
        .and_maybe("next", Some("/b"));
    assert_eq!(
        written(&links),
        json!({"self": "/a", "prev": null, "next": "/b"})
    );
    assert_eq!((links.get("next"), links.get("prev")), (Some("/b"), None));
    assert_eq!(written(&Links::default()), json!({}));
}

#[test]
fn meta_is_an_object_of_the_profiles_member_and_any_others() {
    assert_eq!(written(&Meta::default()), json!({}));
    let total = Meta::page(PageMeta {
        total: Some(0),
        ..PageMeta::default()
    });
    assert_eq!(written(&total), json!({"page": {"total": 0}}));
    let truncated = PageMeta {
        range_truncated: true,
        ..PageMeta::default()
    };
    let meta = Meta::page(truncated).and("took", 1).and("took", 2);
    assert_eq!(
        written(&meta),
        json!({"page": {"rangeTruncated": true}, "took": 2})
    );
    let item = written(&ada().with_meta(Meta::cursor("c")));
    assert_eq!(item["meta"], json!({"page": {"cursor": "c"}}));
}

#[test]
fn a_document_may_have_meta_alone() {
    let document = MetaDocument {
        jsonapi: JsonApi::default(),
        meta: Meta::default().and("would_delete", 7),
    };
    let expected = json!({"jsonapi": {"version": "1.1"}, "meta": {"would_delete": 7}});
    assert_eq!(written(&document), expected);
}

#[test]
fn included_is_there_just_when_it_was_asked_for() {
    let without = written(&Document::of(ada()).with_included(None::<Included<'_, Person>>));
    assert_eq!(without.get("included"), None);
    let empty = Document::of(ada()).with_included(Some(Included::<Person>::new()));
    assert_eq!(written(&empty)["included"], json!([]));
}

#[test]
fn included_has_each_resource_once() {
    let mut included = Included::new();
    for id in ["1", "2", "1", "3", "2"] {
        included.push(Resource::new("people", id, ADA));
    }
    included.push(Resource::new("companies", "1", ADA));
    let document = written(&Document::of(None::<Identifier<'_>>).with_included(Some(included)));
    let found: Vec<_> = document["included"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| (item["type"].as_str().unwrap(), item["id"].as_str().unwrap()))
        .collect();
    assert_eq!(
        found,
        [
            ("people", "1"),
            ("people", "2"),
            ("people", "3"),
            ("companies", "1")
        ]
    );
}

#[test]
fn included_does_not_repeat_primary_data() {
    let mut included = Included::new();
    assert!(included.mark("people", "1"));
    assert!(!included.mark("people", "1"));
    included.push(Resource::new("people", "1", ADA));
    assert!(included.as_slice().is_empty());
    included.push(Resource::new("people", "2", ADA));
    assert_eq!(included.as_slice().len(), 1);
}

#[test]
fn resources_of_several_types_are_included_together() {
    #[derive(Serialize)]
    #[serde(untagged)]
    enum Any {
        Person(Person),
        Company { name: &'static str },
    }
    let fields = &["name", "age"];
    let mut included = Included::new();
    included.push(ada().with_fields(Fieldset::only(fields)).map(Any::Person));
    let company = Any::Company {
        name: "Analytical Engines",
    };
    included.push(Resource::new("companies", "2", company).with_fields(Fieldset::only(fields)));
    assert_eq!(
        written(&included),
        json!([
            {"type": "people", "id": "1", "attributes": {"age": 36}, "links": {"self": "/people/1"}},
            {"type": "companies", "id": "2", "attributes": {"name": "Analytical Engines"}}
        ])
    );
}

/// What a fieldset leaves of an object.
fn left(object: &Value, fields: &[&str]) -> Map<String, Value> {
    let members = object.as_object().unwrap().iter();
    let asked = members.filter(|(name, _)| fields.contains(&&***name));
    asked
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

#[test]
fn a_fieldset_sends_just_the_fields_asked_for() {
    let whole = written(&ada());
    for subset in 0..1 << FIELDS.len() {
        let chosen = (0..FIELDS.len()).filter(|i| subset & 1 << i != 0);
        let fields: Vec<_> = chosen.map(|i| FIELDS[i]).collect();
        let sparse = written(&ada().with_fields(Fieldset::only(&fields)));
        for part in ["attributes", "relationships"] {
            let sent = sparse.get(part).cloned().unwrap_or_else(|| json!({}));
            assert_eq!(
                sent,
                Value::Object(left(&whole[part], &fields)),
                "{fields:?}"
            );
        }
        assert_eq!(sparse["links"], whole["links"]);
    }
}

#[test]
fn a_fieldset_applies_to_maps_and_options_and_flattened_structs() {
    #[derive(Serialize)]
    struct Flattened {
        #[serde(flatten)]
        person: Person,
        id_card: u8,
    }
    #[derive(Serialize)]
    struct Wrapped(Option<Person>);

    let fields = Fieldset::only(&["age", "b"]);
    let flattened = Flattened {
        person: ADA,
        id_card: 7,
    };
    let sparse = written(&Resource::new("people", "1", flattened).with_fields(fields));
    assert_eq!(sparse["attributes"], json!({"age": 36}));
    let wrapped = Wrapped(Some(ADA));
    let sparse = written(&Resource::new("people", "1", wrapped).with_fields(fields));
    assert_eq!(sparse["attributes"], json!({"age": 36}));
    let map = std::collections::BTreeMap::from([('a', "one"), ('b', "two")]);
    let sparse = written(&Resource::new("people", "1", map).with_fields(fields));
    assert_eq!(sparse["attributes"], json!({"b": "two"}));
}

#[test]
fn attributes_other_than_objects_are_refused() {
    let fields = Fieldset::only(&["age"]);
    let resource = |attributes: Value| Resource::new("people", "1", attributes).with_fields(fields);
    for attributes in [
        json!(null),
        json!(1),
        json!("age"),
        json!(["age"]),
        json!(true),
    ] {
        let error = serde_json::to_value(resource(attributes)).unwrap_err();
        assert!(error.to_string().contains("struct or a map"), "{error}");
    }
    assert!(serde_json::to_value(resource(json!({"age": 1}))).is_ok());
}
