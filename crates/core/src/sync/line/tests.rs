use super::*;

const ANYBODY: &str = "d1e4b7f0-3c2a-4891-a5f6-0b9e8c7d6e5f";

/// A record named by its external id, with the texts of some fields.
fn external(kind: Kind, id: &str, fields: &[(&str, &str)]) -> Named {
    let mut values = Values::none(kind);
    for (name, text) in fields {
        let position = kind.declaration().position(name).unwrap();
        let value = kind.fields()[position].parse(text).unwrap();
        values.set(position, Some(value));
    }
    Named::by_external_id(ExternalId::parse(id).unwrap(), values)
}

fn named(line: &str) -> Result<Named, Refused> {
    Named::from_line(Kind::People, line.as_bytes())
}

#[test]
fn people_by_either_id() {
    let line = format!(" {{\"people_id\":\"{ANYBODY}\"}}\r");
    assert_eq!(
        named(&line),
        Ok(Named::by_id(Kind::People, ANYBODY.parse().unwrap()))
    );
    let line =
        r#"{"external_person_id":" E-1 ","people_id":null,"first_name":"Ada","last_name":""}"#;
    let ada = external(Kind::People, "E-1", &[("first_name", "Ada")]);
    assert_eq!(named(line), Ok(ada));
}

#[test]
fn an_id_may_be_a_whole_number() {
    for id in ["7", "0", "-1", "18446744073709551615"] {
        let line = format!("{{\"external_person_id\":{id}}}");
        assert_eq!(named(&line), Ok(external(Kind::People, id, &[])));
    }
    for (why, ids) in [
        (
            "is neither a string nor a whole number",
            ["1e5", "1.0", "-0", "true", "[7]"].as_slice(),
        ),
        (
            "is too large for a number: write it as a string",
            &[
                "18446744073709551616",
                "12345678901234567890123",
                "-9223372036854775809",
            ],
        ),
    ] {
        for id in ids {
            let line = format!("{{\"external_person_id\":{id}}}");
            let refused = named(&line).unwrap_err();
            assert_eq!(refused.code, "invalid_value", "{id}");
            assert_eq!(refused.detail, format!("external_person_id {why}"), "{id}");
        }
    }
}

#[test]
fn bad_lines_say_what_is_wrong() {
    let long = "x".repeat(501);
    let deep = "[".repeat(100_000);
    for (line, code, word) in [
        ("nonsense", "invalid_json", "at column 2"),
        ("{", "invalid_json", "at column 1"),
        ("{} {}", "invalid_json", "trailing"),
        (&deep, "invalid_json", "recursion"),
        ("[]", "not_an_object", "object"),
        ("\"E-1\"", "not_an_object", "object"),
        ("{}", "missing_member", "has no external_id"),
        (
            r#"{"external_person_id":null}"#,
            "missing_member",
            "has no external_id",
        ),
        (
            r#"{"external_person_id":" "}"#,
            "invalid_value",
            "external_person_id must not be empty",
        ),
        (
            r#"{"people_id":"me"}"#,
            "invalid_value",
            "people_id is not a UUID",
        ),
        (r#"{"people_id":7}"#, "invalid_value", "people_id is not"),
        (
            &format!(r#"{{"external_person_id":"{long}"}}"#),
            "invalid_value",
            "500",
        ),
        (
            r#"{"external_person_id":"\u0000"}"#,
            "invalid_value",
            "U+0000",
        ),
        (
            r#"{"external_person_id":"a","first_name":["A"]}"#,
            "invalid_value",
            "first_name",
        ),
        (
            &format!(r#"{{"external_person_id":"a","full_name":"{long}"}}"#),
            "invalid_value",
            "full_name",
        ),
        (
            r#"{"external_person_id":"a","frist_name":"A"}"#,
            "unknown_member",
            "frist_name",
        ),
        (
            &format!(r#"{{"people_id":"{ANYBODY}","first_name":"A"}}"#),
            "unknown_member",
            "first_name",
        ),
        (
            &format!(r#"{{"people_id":"{ANYBODY}","external_person_id":"a"}}"#),
            "ambiguous_record",
            "exclude",
        ),
        (
            r#"{"external_person_id":"a","external_person_id":"b"}"#,
            "repeated_member",
            r#""external_person_id" is given more than once"#,
        ),
        (
            r#"{"external_person_id":"a","first_name":{"b":1,"b":2}}"#,
            "repeated_member",
            r#""b""#,
        ),
    ] {
        let refused = named(line).unwrap_err();
        assert_eq!(refused.code, code, "{line:.80}");
        assert!(refused.detail.contains(word), "{refused:?}");
        assert!(refused.detail.len() < 200, "{refused:?}");
    }
    let refused = Named::from_line(Kind::People, b"{\"a\": \"\xff\"}").unwrap_err();
    assert_eq!(refused.code, "not_utf8");
}

#[test]
fn every_kind_is_read_by_its_declaration() {
    for kind in Kind::ALL {
        let (id, external_id) = (kind.wire().record_id, kind.declaration().external_id);
        let line = format!("{{\"{id}\":\"{ANYBODY}\"}}");
        let known = Named::from_line(kind, line.as_bytes());
        assert_eq!(known, Ok(Named::by_id(kind, ANYBODY.parse().unwrap())));

        let mut members = Map::new();
        members.insert(external_id.to_owned(), "X-1".into());
        for field in kind.fields() {
            let value = field.parse(field.example).unwrap();
            members.insert(field.name.to_owned(), serde_json::to_value(value).unwrap());
        }
        let line = serde_json::to_vec(&members).unwrap();
        let id = ExternalId::parse("X-1").unwrap();
        let expected = Named::by_external_id(id.clone(), Values::example(kind));
        assert_eq!(
            Named::from_line(kind, &line).as_ref(),
            Ok(&expected),
            "{kind}"
        );

        members.insert(Named::MEMBER.to_owned(), 501.into());
        let line = serde_json::to_vec(&members).unwrap();
        let both = Named {
            known_as: Some(ExternalId::parse("501").unwrap()),
            ..expected
        };
        assert_eq!(Named::from_line(kind, &line).as_ref(), Ok(&both), "{kind}");
        members.remove(external_id);
        let line = serde_json::to_vec(&members).unwrap();
        let own = Named { key: None, ..both };
        assert_eq!(Named::from_line(kind, &line), Ok(own), "{kind}");
    }
}

#[test]
fn values_are_held_to_their_types() {
    for (kind, line, detail) in [
        (
            Kind::Invoice,
            r#"{"external_invoice_id":1,"due_date":"2026-02-30"}"#,
            "due_date",
        ),
        (
            Kind::Invoice,
            r#"{"external_invoice_id":1,"grand_total":1.5}"#,
            "grand_total",
        ),
        (
            Kind::Transaction,
            r#"{"transaction_external_id":1,"currency":"EURO"}"#,
            "currency",
        ),
        (
            Kind::Document,
            r#"{"external_document_id":1,"content_checksum":"ab"}"#,
            "content_checksum",
        ),
        (
            Kind::Document,
            r#"{"external_document_id":1,"size":"12"}"#,
            "size",
        ),
        (
            Kind::Account,
            r#"{"account_external_id":1,"type":"purse"}"#,
            "type",
        ),
        (
            Kind::Company,
            r#"{"external_company_id":1,"country":"UK "}"#,
            "country",
        ),
    ] {
        let refused = Named::from_line(kind, line.as_bytes()).unwrap_err();
        assert_eq!(refused.code, "invalid_value", "{line}");
        assert!(refused.detail.starts_with(detail), "{refused:?}");
    }
    // Each kind has members of its own.
    let line = r#"{"external_person_id":"a"}"#;
    let refused = Named::from_line(Kind::Company, line.as_bytes()).unwrap_err();
    assert_eq!(refused.code, "missing_member");
    assert_eq!(
        refused.detail,
        "the line has no external_id, external_company_id or company_id"
    );
}
