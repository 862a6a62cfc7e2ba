//! What must hold for every kind, checked over [`Kind::ALL`].

use std::collections::BTreeSet;

use serde_json::json;

use super::*;
use crate::id::LinkId;

/// Names that every record's table, document or line already has besides its fields.
const TAKEN: [&str; 6] = [
    "pk",
    "id",
    "workspace_pk",
    "created_at",
    "updated_at",
    "deleted_at",
];

fn is_snake(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    name.starts_with(|first: char| first.is_ascii_lowercase()) && name.bytes().all(plain)
}

#[test]
fn no_two_kinds_share_a_name() {
    let names = |of: fn(&Declaration) -> &'static str| {
        let names: BTreeSet<_> = Kind::ALL.map(|kind| of(kind.declaration())).into();
        assert_eq!(names.len(), Kind::COUNT, "{names:?}");
        names
    };
    let sql = [
        names(|it| it.sql.records),
        names(|it| it.sql.record_id),
        names(|it| it.sql.links),
        names(|it| it.sql.link_id),
        names(|it| it.sql.record_pk),
        names(|it| it.sql.named),
        names(|it| it.external_id),
    ];
    for name in sql.iter().flatten() {
        // PostgreSQL truncates longer names, and an index's name is longer still.
        assert!(is_snake(name) && name.len() < 45, "{name}");
    }
    let paths = [
        names(|it| it.wire.records_path),
        names(|it| it.wire.links_path),
    ];
    for path in paths.iter().flatten() {
        assert!(path.starts_with("/v1/"), "{path}");
    }
    names(|it| it.wire.record);
    names(|it| it.wire.link);
    names(|it| it.wire.links);
    names(|it| it.wire.provenance);
    names(|it| it.wire.record_id);
    names(|it| it.words.noun);
    names(|it| it.words.many);
}

#[test]
fn a_kind_is_found_by_its_name() {
    for kind in Kind::ALL {
        assert_eq!(kind.as_str().parse(), Ok(kind));
        assert_eq!(
            kind.declaration().wire.link,
            format!("{kind}_workspace_connector")
        );
    }
    let message = "person".parse::<Kind>().unwrap_err().to_string();
    for kind in Kind::ALL {
        assert!(message.contains(kind.as_str()), "{message}");
    }
}

#[test]
fn every_field_is_described_and_its_example_is_of_its_type() {
    for kind in Kind::ALL {
        let Declaration {
            fields,
            external_id,
            examples,
            sql,
            ..
        } = kind.declaration();
        let mut names: BTreeSet<_> = fields.iter().map(|field| field.name).collect();
        names.extend(TAKEN);
        names.extend([*external_id, sql.record_id]);
        assert_eq!(
            names.len(),
            fields.len() + TAKEN.len() + 2,
            "{kind}: {names:?}"
        );
        for field in *fields {
            assert!(is_snake(field.name), "{kind}: {}", field.name);
            assert!(field.about.ends_with('.'), "{kind}: {}", field.about);
            // Not normalised, because it is shown as it is.
            assert_eq!(
                field.parse(field.example).unwrap().to_string(),
                field.example
            );
        }
        let example = Values::example(kind);
        assert!(example.lacking(kind).is_none());
        assert_eq!(example.clone().completed(kind), example);
        assert!(examples.record.parse::<RecordId>().is_ok());
        assert!(examples.link.parse::<LinkId>().is_ok());
        assert!(ExternalId::parse(examples.external_id).is_ok());
    }
}

#[test]
fn display_fields_are_text_and_searchable() {
    for kind in Kind::ALL {
        let declaration = kind.declaration();
        let records = declaration.sql.records;
        assert_eq!(
            declaration.sql.name_index,
            format!("idx_{records}_name_key")
        );
        for key in declaration.search {
            assert_eq!(key.index, format!("idx_{records}_{}", key.field));
        }
        let searched = declaration.search.iter().map(|key| &key.field);
        let telling = declaration.telling.iter().copied().flatten();
        assert!(
            telling.clone().next().is_some(),
            "{kind}: no name is enough"
        );
        for name in telling {
            assert!(declaration.field(name).is_some(), "{kind}: {name}");
        }
        for name in searched.chain(declaration.display) {
            let of = declaration.field(name).unwrap().of;
            assert!(
                matches!(of, Type::Text(..=500)),
                "an index takes no more: {name}"
            );
        }
    }
}

#[test]
fn defaults_of_a_new_record() {
    for kind in Kind::ALL {
        let fields = kind.declaration().fields;
        let values = Values::none(kind).completed(kind);
        for (field, value) in fields.iter().zip(values.iter()) {
            let expected = match field.absent {
                Absent::Value(text) => Some(field.parse(text).unwrap()),
                Absent::Empty | Absent::Refused | Absent::Joined(_) => None,
            };
            assert_eq!(value, expected.as_ref(), "{kind}: {}", field.name);
            assert_eq!(field.parse_json(&json!(null)).is_ok(), field.is_nullable());
        }
        let required = fields.iter().find(|field| field.is_required());
        let lacking = values.lacking(kind).map(|field| field.name);
        assert_eq!(lacking, required.map(|field| field.name));
    }
}

#[test]
fn a_persons_full_name_is_made_of_the_others() {
    let full = |first: &str, last: &str, full: &str| {
        let values = Values::from_texts(Kind::People, [first, last, full]);
        let values = values.unwrap().completed(Kind::People);
        values.of(Kind::People, "full_name").map(Value::to_string)
    };
    assert_eq!(full("Ada", "Lovelace", "").as_deref(), Some("Ada Lovelace"));
    assert_eq!(full("", "Lovelace", "").as_deref(), Some("Lovelace"));
    assert_eq!(
        full("Ada", "", "The Countess").as_deref(),
        Some("The Countess")
    );
    assert_eq!(full("", "", ""), None);
    assert_eq!(full(&"a".repeat(300), &"b".repeat(300), ""), None);
}

fn refused(of: Type, text: &str) -> String {
    of.parse(text).unwrap_err().to_string()
}

#[test]
fn values_have_one_spelling() {
    let digest = "0123456789ABCDEF".repeat(4);
    for (of, text, value) in [
        (Type::Text(5), " Åda ", "Åda"),
        (Type::Currency, "eur", "EUR"),
        (Type::Country, " gb", "GB"),
        (Type::OneOf(&["draft", "paid"]), "Paid", "paid"),
        (Type::Contact(20), " dpo@x.example ", "dpo@x.example"),
        (Type::Contact(20), "http://x/y@z", "http://x/y@z"),
        (Type::IbanLast4, "x300", "X300"),
        (Type::Size, "007", "7"),
        (Type::Sha256, &digest, &digest.to_lowercase()),
    ] {
        assert_eq!(of.parse(text).unwrap().to_string(), value);
    }
}

#[test]
fn invalid_values_say_why() {
    for (of, text, why) in [
        (Type::Text(5), "", "must not be empty"),
        (Type::Text(5), "sixsix", "is longer than 5 characters"),
        (
            Type::Text(5),
            "a\0",
            "holds the character U+0000, which cannot be stored",
        ),
        (
            Type::Currency,
            "EURO",
            "is not an ISO 4217 currency, such as EUR",
        ),
        (
            Type::Country,
            "UK",
            "is not a two-letter ISO 3166-1 country, such as GB",
        ),
        (Type::Date, "2026-02-30", "is not a day in the calendar"),
        (
            Type::OneOf(&["draft", "paid"]),
            "open",
            "is not one of draft, paid",
        ),
        (
            Type::Contact(500),
            "dpo@x",
            "is neither an e-mail address nor a URL that begins with https:// or http://",
        ),
        (
            Type::Contact(500),
            "https://x.example and more",
            "is neither an e-mail address nor a URL that begins with https:// or http://",
        ),
        (
            Type::IbanLast4,
            "DE3000",
            "is not the last four letters and digits of an IBAN",
        ),
        (
            Type::Size,
            "-1",
            "is not a number of bytes from 0 to 9223372036854775807",
        ),
        (
            Type::Size,
            "9223372036854775808",
            "is not a number of bytes from 0 to 9223372036854775807",
        ),
        (
            Type::Sha256,
            "9f86d0",
            "is not a SHA-256: write 64 hexadecimal digits",
        ),
        (Type::Money, " ", "must not be empty"),
    ] {
        assert_eq!(refused(of, text), why, "{text}");
    }
}

#[test]
fn json_of_the_right_type() {
    let read = |of: Type, json: serde_json::Value| of.parse_json(&json).map(|it| json!(it));
    assert_eq!(read(Type::Size, json!(42)), Ok(json!(42)));
    assert_eq!(read(Type::Money, json!(-42)), Ok(json!("-42")));
    assert_eq!(read(Type::Money, json!(-333.0)), Ok(json!("-333")));
    assert_eq!(read(Type::Money, json!(-0.0)), Ok(json!("0")));
    assert_eq!(read(Type::Money, json!("42.10")), Ok(json!("42.10")));
    assert_eq!(
        read(Type::Date, json!("2026-05-10")),
        Ok(json!("2026-05-10"))
    );
    for (of, json, why) in [
        (Type::Size, json!("42"), "is not a number"),
        (
            Type::Size,
            json!(1.5),
            "is not a number of bytes from 0 to 9223372036854775807",
        ),
        (
            Type::Size,
            json!(-1),
            "is not a number of bytes from 0 to 9223372036854775807",
        ),
        (
            Type::Money,
            json!(1e300),
            "has decimals, which a JSON number cannot hold exactly: write a string",
        ),
        (
            Type::Money,
            json!(42.1),
            "has decimals, which a JSON number cannot hold exactly: write a string",
        ),
        (Type::Text(5), json!(7), "is not a string"),
        (Type::Text(5), json!(["a"]), "is not a string"),
        (Type::Currency, json!(true), "is not a string"),
    ] {
        assert_eq!(read(of, json).unwrap_err().to_string(), why);
    }
}
