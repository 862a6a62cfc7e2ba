use super::*;
use crate::resource::Name;

const ANYBODY: &str = "d1e4b7f0-3c2a-4891-a5f6-0b9e8c7d6e5f";

fn external(id: &str, names: PersonNames) -> Person {
    Person::External(ExternalId::parse(id).unwrap(), names)
}

#[test]
fn people_by_either_id() {
    let line = format!(" {{\"people_id\":\"{ANYBODY}\"}}\r");
    let person = Person::from_line(line.as_bytes()).unwrap();
    assert_eq!(person, Person::Id(ANYBODY.parse().unwrap()));
    let line =
        r#"{"external_person_id":" E-1 ","people_id":null,"first_name":"Ada","last_name":""}"#;
    let names = PersonNames {
        first: Some(Name::parse("Ada").unwrap()),
        ..PersonNames::default()
    };
    assert_eq!(
        Person::from_line(line.as_bytes()),
        Ok(external("E-1", names))
    );
}

#[test]
fn an_id_may_be_a_whole_number() {
    for id in ["7", "0", "-1", "18446744073709551615"] {
        let line = format!("{{\"external_person_id\":{id}}}");
        let person = external(id, PersonNames::default());
        assert_eq!(Person::from_line(line.as_bytes()), Ok(person));
    }
    for id in ["1e5", "1.0", "-0", "18446744073709551616", "true", "[7]"] {
        let line = format!("{{\"external_person_id\":{id}}}");
        let refused = Person::from_line(line.as_bytes()).unwrap_err();
        assert_eq!(refused.code, "invalid_value", "{id}");
        assert!(refused.detail.contains("whole number"), "{refused:?}");
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
        ("{}", "missing_member", "neither"),
        (
            r#"{"external_person_id":null}"#,
            "missing_member",
            "neither",
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
            "ambiguous_person",
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
        let refused = Person::from_line(line.as_bytes()).unwrap_err();
        assert_eq!(refused.code, code, "{line:.80}");
        assert!(refused.detail.contains(word), "{refused:?}");
        assert!(refused.detail.len() < 200, "{refused:?}");
    }
    let refused = Person::from_line(b"{\"a\": \"\xff\"}").unwrap_err();
    assert_eq!(refused.code, "not_utf8");
}
