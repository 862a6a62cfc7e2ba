use std::collections::HashSet;

use serde_json::{Value, json};

use super::*;
use crate::applied::{Applied, CURSOR_PAGINATION};
use crate::page::UNSUPPORTED_SORT;

static TEAPOT: Kind = Kind::new(418, "teapot", "This is a teapot");
static BROKEN: Kind = Kind::new(500, "broken", "Something broke");
static AWAY: Kind = Kind::new(503, "away", "Something is away");

fn written(error: &Error) -> Value {
    serde_json::to_value(error).unwrap()
}

fn status(kinds: &[&'static Kind]) -> u16 {
    let errors: Errors = kinds.iter().map(|kind| Error::new(kind, "")).collect();
    errors.status()
}

#[test]
fn errors_are_an_array_at_the_top_level_and_there_is_no_data() {
    let errors: Errors = [Error::new(&TEAPOT, "short"), Error::new(&TEAPOT, "stout")]
        .into_iter()
        .collect();
    let document = serde_json::to_value(errors.document()).unwrap();
    let members: Vec<_> = document.as_object().unwrap().keys().collect();
    assert_eq!(members, ["jsonapi", "errors"]);
    assert_eq!(document["jsonapi"], json!({"version": "1.1"}));
    let errors = document["errors"].as_array().unwrap().iter();
    let details: Vec<_> = errors.map(|error| &error["detail"]).collect();
    assert_eq!(details, ["short", "stout"]);
}

#[test]
fn the_first_errors_are_listed_and_the_others_counted() {
    let mut errors: Errors = (0..Errors::MOST)
        .map(|n| Error::new(&TEAPOT, n.to_string()))
        .collect();
    let document = serde_json::to_value(errors.document()).unwrap();
    assert_eq!(document.get("meta"), None, "all are listed");
    errors.push(Error::new(&AWAY, "late"));
    let mut more = Errors::from(Error::new(&TEAPOT, "later"));
    more.extend((0..2 * Errors::MOST).map(|_| Error::new(&TEAPOT, "latest")));
    errors.check::<()>(Err(more));
    let document = serde_json::to_value(errors.document()).unwrap();
    let listed = document["errors"].as_array().unwrap();
    assert_eq!(listed.len(), Errors::MOST);
    assert_eq!(listed.last().unwrap()["detail"], "19");
    assert_eq!(document["meta"], json!({"errors_left_out": 42}));
    assert_eq!(errors.status(), 500, "of all, listed or not");
}

#[test]
fn an_error_has_a_status_as_a_string_a_code_a_title_and_a_detail() {
    assert_eq!(
        written(&Error::new(&TEAPOT, "no coffee")),
        json!({
            "status": "418", "code": "teapot", "title": "This is a teapot",
            "detail": "no coffee"
        })
    );
}

#[test]
fn an_errors_source_is_one_pointer_or_parameter_or_header() {
    let error = || Error::new(&TEAPOT, "");
    let pointer = Pointer::data().member("attributes");
    for (error, source) in [
        (
            error().at(pointer.clone()),
            json!({"pointer": "/data/attributes"}),
        ),
        (error().at(Pointer::root()), json!({"pointer": ""})),
        (
            error().in_parameter("page[size]"),
            json!({"parameter": "page[size]"}),
        ),
        (error().in_header("accept"), json!({"header": "accept"})),
        (
            error().at(pointer).in_header("accept"),
            json!({"header": "accept"}),
        ),
    ] {
        assert_eq!(written(&error)["source"], source);
    }
    assert_eq!(error().source, None);
}

#[test]
fn an_errors_type_is_a_link() {
    let uri = "https://example.com/errors/teapot";
    let error = Error::new(&TEAPOT, "").with_type_link(uri);
    assert_eq!(written(&error)["links"], json!({ "type": uri }));
}

#[test]
fn an_errors_meta_is_an_object_of_any_members() {
    let mut error = Error::new(&TEAPOT, "").with_meta("page", json!({"maxSize": 500}));
    error.set_meta("trace_id", "1");
    error.set_meta("trace_id", "2");
    let expected = json!({"page": {"maxSize": 500}, "trace_id": "2"});
    assert_eq!(written(&error)["meta"], expected);
    assert_eq!(Error::new(&TEAPOT, "").meta(), None);
}

#[test]
fn the_title_stays_the_same_from_occurrence_to_occurrence() {
    let [one, other] = ["one", "other"].map(|detail| written(&Error::new(&TEAPOT, detail)));
    assert_eq!(one["title"], other["title"]);
    assert_ne!(one["detail"], other["detail"]);
}

#[test]
fn the_most_general_status_covers_all_errors() {
    assert_eq!(status(&[&TEAPOT]), 418);
    assert_eq!(status(&[&TEAPOT, &TEAPOT]), 418);
    assert_eq!(status(&[&TEAPOT, &kind::NOT_ACCEPTABLE]), 400);
    assert_eq!(
        status(&[&kind::INVALID_JSON, &kind::INVALID_ATTRIBUTE]),
        400
    );
    assert_eq!(status(&[&kind::NOT_ACCEPTABLE, &kind::INVALID_JSON]), 400);
    assert_eq!(status(&[&AWAY, &AWAY]), 503);
    assert_eq!(status(&[&AWAY, &BROKEN]), 500);
    assert_eq!(status(&[&TEAPOT, &AWAY]), 500);
    assert_eq!(
        status(&[&TEAPOT, &kind::NOT_ACCEPTABLE, &TEAPOT, &AWAY]),
        500
    );
}

#[test]
fn every_problem_is_noted_before_the_request_is_refused() {
    let mut errors = Errors::new();
    assert_eq!(errors.check(Ok::<_, Error>(7)), Some(7));
    assert!(errors.is_empty());
    assert_eq!(errors.clone().or("fine"), Ok("fine"));

    assert_eq!(errors.check(Err::<(), _>(Error::new(&TEAPOT, "one"))), None);
    let two: Errors = [Error::new(&TEAPOT, "two"), Error::new(&TEAPOT, "three")]
        .into_iter()
        .collect();
    assert_eq!(errors.check(Err::<(), _>(two)), None);
    errors.push(Error::new(&TEAPOT, "four"));
    errors.extend([Error::new(&TEAPOT, "five")]);
    for error in &mut errors {
        error.set_meta("seen", true);
    }
    let refused = errors.or("fine").unwrap_err();
    let details: Vec<_> = refused
        .as_slice()
        .iter()
        .map(|error| &*error.detail)
        .collect();
    assert_eq!(details, ["one", "two", "three", "four", "five"]);
    assert!(refused.into_iter().all(|error| error.meta().is_some()));
}

#[test]
fn every_kind_has_a_code_of_its_own_and_a_client_status() {
    let mut codes = HashSet::new();
    for kind in kind::ALL {
        assert!(codes.insert(kind.code), "{} is used twice", kind.code);
        assert!((400..500).contains(&kind.status), "{}", kind.code);
        assert!(
            kind.code
                .bytes()
                .all(|byte| byte == b'_' || byte.is_ascii_lowercase())
        );
        assert!(!kind.title.is_empty());
    }
}

#[test]
fn errors_of_the_profile_declare_it() {
    let sort = Error::new(&kind::UNSUPPORTED_SORT, "no").with_type_link(UNSUPPORTED_SORT);
    let errors = Errors::from(sort);
    let document = serde_json::to_value(errors.document()).unwrap();
    assert_eq!(document["jsonapi"]["profile"], json!([CURSOR_PAGINATION]));
    assert!(errors.applied().has_profile(CURSOR_PAGINATION));

    let errors = Errors::from(Error::new(&kind::INVALID_JSON, "no"));
    let document = serde_json::to_value(errors.document()).unwrap();
    assert_eq!(document["jsonapi"], json!({"version": "1.1"}));
    assert_eq!(errors.applied(), Applied::default());
}
