use super::*;
use crate::error::{Error, Source};

const EXTENSION: &str = "https://example.com/ext";
const PROFILE: &str = "https://example.com/profile";
const OTHER_PROFILE: &str = "https://example.com/other-profile";

const SUPPORTED: Supported = Supported {
    ext: &[ATOMIC, EXTENSION],
    required: &[],
    profiles: &[CURSOR_PAGINATION, PROFILE, OTHER_PROFILE],
};

fn with(parameters: &str) -> String {
    format!("{JSON_API};{parameters}")
}

#[track_caller]
fn sent(header: &str) -> Applied {
    SUPPORTED.content_type(Some(header)).unwrap()
}

#[track_caller]
fn accepted(header: &str) -> Applied {
    SUPPORTED.accept([header]).unwrap()
}

#[track_caller]
fn is(error: &Error, status: u16, header: &'static str) {
    assert_eq!(error.kind.status, status, "{error}");
    assert_eq!(error.source, Some(Source::Header(header)));
}

#[track_caller]
fn is_unsupported(header: &str) {
    let error = SUPPORTED.content_type(Some(header)).expect_err(header);
    is(&error, 415, "content-type");
}

#[track_caller]
fn is_not_acceptable(header: &str) {
    let error = SUPPORTED.accept([header]).expect_err(header);
    is(&error, 406, "accept");
}

#[test]
fn a_request_document_without_a_media_type_is_unsupported() {
    is(
        &SUPPORTED.content_type(None).unwrap_err(),
        415,
        "content-type",
    );
    for header in ["", "json", "application", "application/", "/json", "?"] {
        is_unsupported(header);
    }
}

#[test]
fn a_request_document_of_another_media_type_is_unsupported() {
    for header in [
        "text/plain",
        "text/html; charset=utf-8",
        "application/x-www-form-urlencoded",
        "application/vnd.api",
        "application/vnd.api+xml",
        "application/vnd.api+json+json",
        "application/*",
        "*/*",
        "application/vnd.api+json, application/json",
    ] {
        is_unsupported(header);
    }
}

#[test]
fn a_request_document_may_be_json_api_without_parameters() {
    for header in [
        JSON_API,
        " application/vnd.api+json ",
        "application/vnd.api+json;",
    ] {
        assert_eq!(sent(header), Applied::default());
    }
}

#[test]
fn a_request_document_may_be_plain_json() {
    for header in [
        JSON,
        "application/json; charset=utf-8",
        "application/json; ext=\"https://example.com/unknown\"",
    ] {
        assert_eq!(sent(header), Applied::default());
    }
}

#[test]
fn a_request_document_with_a_foreign_parameter_is_unsupported() {
    for parameter in ["charset=utf-8", "version=1.1", "q=1", "supported-ext=bulk"] {
        is_unsupported(&with(parameter));
        is_unsupported(&with(&format!("{parameter};ext=\"{ATOMIC}\"")));
        is_unsupported(&with(&format!("profile=\"{PROFILE}\"; {parameter}")));
    }
}

#[test]
fn a_request_document_with_an_unsupported_extension_is_unsupported() {
    is_unsupported(&with("ext=\"https://example.com/unknown\""));
    is_unsupported(&with(&format!(
        "ext=\"{ATOMIC} https://example.com/unknown\""
    )));
    let error = Supported::NOTHING.content_type(Some(&with(&format!("ext=\"{ATOMIC}\""))));
    assert_eq!(error.unwrap_err().kind.status, 415);
}

#[test]
fn a_request_document_applies_the_extensions_it_names() {
    let applied = sent(&with(&format!("ext=\"{ATOMIC} {EXTENSION}\"")));
    assert!(applied.has_ext(ATOMIC) && applied.has_ext(EXTENSION));
    assert!(!sent(JSON_API).has_ext(ATOMIC));
    assert_eq!(sent(&with("ext=\"\"")), Applied::default());
}

#[test]
fn unknown_profiles_are_ignored() {
    for header in [
        with("profile=\"https://example.com/unknown\""),
        with(&format!(
            "profile=\"https://example.com/unknown {PROFILE}\""
        )),
    ] {
        for applied in [sent(&header), accepted(&header)] {
            assert_eq!(applied.has_profile(PROFILE), header.contains(PROFILE));
            assert!(!applied.has_profile("https://example.com/unknown"));
        }
    }
}

#[test]
fn names_of_media_types_and_parameters_have_no_case() {
    let header = format!("Application/VND.API+JSON;EXT=\"{ATOMIC}\";Profile=\"{PROFILE}\"");
    for applied in [sent(&header), accepted(&header)] {
        assert!(applied.has_ext(ATOMIC) && applied.has_profile(PROFILE));
    }
}

#[test]
fn a_request_document_must_name_a_required_extension() {
    const OPERATIONS: Supported = Supported {
        required: &[ATOMIC],
        ..SUPPORTED
    };
    let named = with(&format!("ext=\"{EXTENSION} {ATOMIC}\""));
    let other = with(&format!("ext=\"{EXTENSION}\""));
    assert!(
        OPERATIONS
            .content_type(Some(&named))
            .unwrap()
            .has_ext(ATOMIC)
    );
    assert!(OPERATIONS.accept([&*named]).unwrap().has_ext(ATOMIC));
    for header in [JSON_API, &other] {
        let error = OPERATIONS.content_type(Some(header)).unwrap_err();
        is(&error, 415, "content-type");
        is(&OPERATIONS.accept([header]).unwrap_err(), 406, "accept");
        let either = OPERATIONS.accept([header, &named]);
        assert!(either.unwrap().has_ext(ATOMIC));
    }
    // A plain JSON request need not name the required extension.
    assert!(OPERATIONS.content_type(Some(JSON)).is_ok());
    assert!(OPERATIONS.accept(["*/*"]).is_ok());
}

#[test]
fn without_accept_everything_is_acceptable() {
    assert_eq!(SUPPORTED.accept([]).unwrap(), Applied::default());
    assert_eq!(accepted(" "), Applied::default());
}

#[test]
fn json_api_and_plain_json_and_their_ranges_are_acceptable() {
    for header in [
        JSON_API,
        JSON,
        "application/*",
        "*/*",
        "text/html, */*;q=0.1",
        "text/html, application/json;q=0.5",
    ] {
        assert_eq!(accepted(header), Applied::default(), "{header}");
    }
}

#[test]
fn other_media_types_are_not_acceptable() {
    for header in [
        "text/html",
        "text/*, image/png",
        "application/xml",
        "nonsense",
        ", ,",
    ] {
        is_not_acceptable(header);
    }
}

#[test]
fn instances_with_foreign_parameters_are_ignored() {
    let header = format!(
        "{JSON_API};charset=utf-8, {}",
        with(&format!("ext=\"{ATOMIC}\""))
    );
    assert!(accepted(&header).has_ext(ATOMIC));
}

#[test]
fn nothing_but_instances_with_foreign_parameters_is_not_acceptable() {
    is_not_acceptable(&with("charset=utf-8"));
    is_not_acceptable(&format!("{JSON_API};version=1, {JSON_API};charset=utf-8"));
    is_not_acceptable(&with(&format!("profile=\"{PROFILE}\";charset=utf-8")));
    // Even next to acceptable ranges: the rule concerns JSON:API's media type alone.
    is_not_acceptable(&format!("{JSON_API};charset=utf-8, */*, {JSON}"));
}

#[test]
fn nothing_but_instances_with_unsupported_extensions_is_not_acceptable() {
    let unknown = "https://example.com/unknown";
    is_not_acceptable(&with(&format!("ext=\"{unknown}\"")));
    is_not_acceptable(&format!(
        "{JSON_API};ext=\"{unknown}\", {JSON_API};ext=\"{ATOMIC} {unknown}\""
    ));
}

#[test]
fn a_406_is_given_exactly_when_no_instance_can_be_sent() {
    let instances = [
        (JSON_API.to_owned(), true),
        (with(&format!("ext=\"{ATOMIC}\"")), true),
        (with("profile=\"https://example.com/unknown\""), true),
        (with("ext=\"https://example.com/unknown\""), false),
        (with("charset=utf-8"), false),
        (with("q=0"), false),
    ];
    for (one, one_can) in &instances {
        for (two, two_can) in &instances {
            for (three, three_can) in &instances {
                let together = SUPPORTED.accept([&*format!("{one}, {two},{three}")]);
                let apart = SUPPORTED.accept([&**one, two, three]);
                assert_eq!(together, apart);
                let can = *one_can || *two_can || *three_can;
                assert_eq!(together.is_ok(), can, "{one}, {two}, {three}");
            }
        }
    }
}

#[test]
fn accept_must_name_a_required_extension() {
    const OPERATIONS: Supported = Supported {
        required: &[ATOMIC],
        ..SUPPORTED
    };
    let atomic = with(&format!("ext=\"{ATOMIC}\""));
    for sent in [&*atomic, JSON] {
        assert!(OPERATIONS.content_type(Some(sent)).is_ok(), "{sent}");
    }
    let other = with(&format!("ext=\"{EXTENSION}\""));
    for sent in [JSON_API, &other] {
        let error = OPERATIONS.content_type(Some(sent)).unwrap_err();
        is(&error, 415, "content-type");
        is(&OPERATIONS.accept([sent]).unwrap_err(), 406, "accept");
    }
    for accept in [&*atomic, "*/*", JSON, &format!("{JSON_API}, {atomic}")] {
        assert!(OPERATIONS.accept([accept]).is_ok(), "{accept}");
    }
}

#[test]
fn requested_profiles_are_applied() {
    let one = with(&format!("profile=\"{PROFILE}\""));
    let both = with(&format!("profile=\"{OTHER_PROFILE} {PROFILE}\""));
    assert!(accepted(&one).has_profile(PROFILE));
    assert!(!accepted(&one).has_profile(OTHER_PROFILE));
    let applied = accepted(&both);
    assert!(applied.has_profile(PROFILE) && applied.has_profile(OTHER_PROFILE));
    // Of equals the one that asks for more wins, in either order.
    for header in [format!("{JSON_API}, {one}"), format!("{one}, {JSON_API}")] {
        assert!(accepted(&header).has_profile(PROFILE), "{header}");
    }
}

#[test]
fn the_weight_decides_between_instances() {
    let light = with(&format!("ext=\"{ATOMIC}\";q=0.5"));
    let heavy = with(&format!("q=0.6;profile=\"{PROFILE}\""));
    for header in [format!("{light}, {heavy}"), format!("{heavy}, {light}")] {
        let applied = accepted(&header);
        assert!(applied.has_profile(PROFILE) && !applied.has_ext(ATOMIC));
    }
    assert!(accepted(&format!("{JSON_API};q=0.4, {light}")).has_ext(ATOMIC));
    // Of equals the first one wins.
    let [one, other] = [PROFILE, OTHER_PROFILE].map(|it| with(&format!("profile=\"{it}\"")));
    assert!(accepted(&format!("{one}, {other}")).has_profile(PROFILE));
    assert!(accepted(&format!("{other}, {one}")).has_profile(OTHER_PROFILE));
}

#[test]
fn a_weight_of_zero_rules_out() {
    for header in [
        "application/vnd.api+json;q=0, */*",
        "application/json;q=0",
        "*/*;q=0.0",
        "application/*;q=0, */*",
    ] {
        is_not_acceptable(header);
    }
    assert!(SUPPORTED.accept(["text/html;q=0, */*"]).is_ok());
}

#[test]
fn a_range_with_an_invalid_weight_matches_nothing() {
    for weight in ["", "x", "-1", "2", "NaN", "inf"] {
        is_not_acceptable(&format!("*/*;q={weight}"));
        is_not_acceptable(&with(&format!("q={weight}")));
    }
}

#[test]
fn a_comma_in_a_parameter_separates_nothing() {
    is_not_acceptable("text/html;title=\"a, application/vnd.api+json, b\"");
}

#[test]
fn the_content_type_declares_what_is_applied() {
    let none = Applied::default();
    assert_eq!(none.content_type(), JSON_API);
    assert_eq!(
        serde_json::to_string(&none.jsonapi()).unwrap(),
        r#"{"version":"1.1"}"#
    );

    for (one, parameter) in [
        (none.clone().with_ext(ATOMIC), format!("ext=\"{ATOMIC}\"")),
        (
            none.clone().with_profile(PROFILE),
            format!("profile=\"{PROFILE}\""),
        ),
    ] {
        assert_eq!(one.content_type(), with(&parameter));
    }
    let all = none
        .with_ext(ATOMIC)
        .with_ext(EXTENSION)
        .with_profile(PROFILE)
        .with_profile(PROFILE);
    assert_eq!(
        all.content_type(),
        format!("{JSON_API};ext=\"{ATOMIC} {EXTENSION}\";profile=\"{PROFILE}\"")
    );
    assert_eq!(
        serde_json::to_value(all.jsonapi()).unwrap(),
        serde_json::json!({
            "version": "1.1", "ext": [ATOMIC, EXTENSION], "profile": [PROFILE]
        })
    );
    assert_eq!(
        sent(&all.content_type()),
        all,
        "what was sent is accepted back"
    );
    assert_eq!(accepted(&all.content_type()), all);
}

#[test]
fn a_profile_is_known_by_each_of_its_spellings() {
    for spelling in [
        CURSOR_PAGINATION,
        "https://jsonapi.org/profiles/ethanresnick/cursor-pagination",
        "http://jsonapi.org/profiles/ethanresnick/cursor-pagination/",
    ] {
        let applied = accepted(&with(&format!("profile=\"{spelling}\"")));
        assert!(applied.has_profile(CURSOR_PAGINATION), "{spelling}");
    }
    let other = "https://jsonapi.org/profiles/ethanresnick/cursor";
    let applied = accepted(&with(&format!("profile=\"{other}\"")));
    assert_eq!(applied, Applied::default());
}
