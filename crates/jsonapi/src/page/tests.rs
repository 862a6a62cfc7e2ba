use super::*;
use crate::error::Source;
use crate::query::QuerySpec;

const PAGES: PageSpec = PageSpec {
    default_size: 20,
    max_size: 500,
    reach: Reach::Counted,
};

const LIST: QuerySpec = QuerySpec {
    page: Some(PAGES),
    filters: &["name"],
    ..QuerySpec::NONE
};

const HERE: Cursor = Cursor {
    micros: 1_778_423_520_123_456,
    id: [9; 16],
};

#[track_caller]
fn page(raw: &str) -> Page {
    LIST.parse(Some(raw)).unwrap().page
}

#[track_caller]
fn error(raw: &str) -> Error {
    let errors = LIST.parse(Some(raw)).expect_err(raw);
    assert_eq!(errors.as_slice().len(), 1, "{errors:?}");
    assert_eq!(errors.status(), 400);
    errors.into_iter().next().unwrap()
}

/// Cursors of all sorts, from a small linear congruential generator.
fn cursors() -> impl Iterator<Item = Cursor> {
    let mut state = 1_u64;
    let random = std::iter::repeat_with(move || {
        let mut next = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            state.to_be_bytes()
        };
        Cursor {
            micros: i64::from_be_bytes(next()),
            id: [next(), next()].concat().try_into().unwrap(),
        }
    });
    let extremes = [i64::MIN, -1, 0, 1, i64::MAX].map(|micros| Cursor {
        micros,
        id: [if micros < 0 { 0xff } else { 0 }; 16],
    });
    extremes.into_iter().chain(random.take(500))
}

#[test]
fn the_size_is_a_positive_whole_number() {
    for (value, size) in [("1", 1), ("20", 20), ("500", 500), ("007", 7)] {
        assert_eq!(page(&format!("page[size]={value}")).size, size);
    }
    for value in [
        "", "0", "00", "-1", "%2B1", "1.0", "1e2", " 1", "0x10", "many", "१",
    ] {
        let error = error(&format!("page[size]={value}"));
        assert_eq!(error.kind.code, "invalid_parameter", "{value}");
        assert_eq!(error.source, Some(Source::Parameter("page[size]".into())));
    }
}

#[test]
fn the_size_has_a_default() {
    assert_eq!(page("").size, 20);
    assert_eq!(page(&format!("page[after]={HERE}")).size, 20);
    assert_eq!(page(&format!("page[before]={HERE}")).size, 20);
}

#[test]
fn a_size_over_the_maximum_is_refused_with_the_maximum() {
    let beyond_any_number = "9".repeat(100);
    for value in [
        "501",
        "4294967297",
        "18446744073709551617",
        &*beyond_any_number,
    ] {
        let error = error(&format!("page[size]={value}"));
        assert_eq!(error.kind.code, "page_size_exceeded", "{value}");
        assert_eq!(error.source, Some(Source::Parameter("page[size]".into())));
        assert_eq!(error.type_link, Some(MAX_SIZE_EXCEEDED));
        let meta = error.meta().unwrap();
        assert_eq!(meta["page"], serde_json::json!({"maxSize": 500}));
    }
}

#[test]
fn a_range_has_the_maximum_as_its_default_size() {
    let range = page(&format!("page[after]={HERE}&page[before]={HERE}"));
    assert_eq!((range.after, range.before), (Some(HERE), Some(HERE)));
    assert_eq!(range.size, 500);
    let sized = page(&format!(
        "page[after]={HERE}&page[size]=3&page[before]={HERE}"
    ));
    assert_eq!(sized.size, 3);
}

#[test]
fn an_invalid_cursor_names_its_parameter() {
    let cut = &HERE.to_string()[1..];
    let padded = format!("{HERE}==");
    for value in ["", "1", "pk-17", cut, &padded] {
        for parameter in ["page[after]", "page[before]"] {
            let error = error(&format!("{parameter}={value}"));
            assert_eq!(error.kind.code, "invalid_cursor");
            assert_eq!(error.source, Some(Source::Parameter(parameter.into())));
        }
    }
}

#[test]
fn a_total_is_counted_only_on_request() {
    assert!(!page("").total);
    assert!(!page("page[total]=false").total);
    assert!(page("page[total]=true").total);
    for value in ["", "1", "yes", "TRUE"] {
        let error = error(&format!("page[total]={value}"));
        assert_eq!(error.source, Some(Source::Parameter("page[total]".into())));
    }
}

#[test]
fn a_feed_has_no_end_to_read_from() {
    const FEED: QuerySpec = QuerySpec {
        page: Some(PageSpec {
            reach: Reach::Forwards,
            ..PAGES
        }),
        ..QuerySpec::NONE
    };
    assert_eq!(FEED.parse(Some("page[size]=3")).unwrap().page.size, 3);
    for backwards in ["page[before]=x", "page[total]=true"] {
        let errors = FEED.parse(Some(backwards)).unwrap_err();
        assert_eq!(errors.as_slice()[0].kind, &kind::UNKNOWN_PARAMETER);
    }
}

#[test]
fn an_endpoint_without_pages_has_no_page_parameters() {
    for name in PAGES.parameters() {
        let errors = QuerySpec::NONE
            .parse(Some(&format!("{name}=1")))
            .unwrap_err();
        assert_eq!(errors.as_slice()[0].kind.code, "unknown_parameter");
    }
    assert_eq!(QuerySpec::NONE.parse(None).unwrap().page, Page::default());
}

#[test]
fn a_cursor_survives_a_round_trip() {
    for cursor in cursors() {
        let text = cursor.to_string();
        assert_eq!(text.parse(), Ok(cursor));
        let query = page(&format!("page[after]={text}"));
        assert_eq!(query.after, Some(cursor), "it needs no escaping: {text}");
    }
}

#[test]
fn a_cursor_has_one_spelling() {
    let text = HERE.to_string();
    for at in 0..text.len() {
        for byte in 0..=0x7f_u8 {
            let mut changed = text.clone().into_bytes();
            changed[at] = byte;
            let changed = String::from_utf8(changed).unwrap();
            match changed.parse::<Cursor>() {
                Ok(cursor) => assert_eq!(cursor.to_string(), changed),
                Err(InvalidCursor) => assert_ne!(changed, text),
            }
        }
    }
}

#[test]
fn text_of_any_length_is_either_a_cursor_or_refused() {
    let long = HERE.to_string().repeat(3);
    for end in 0..long.len() {
        let is_cursor = long[..end].parse::<Cursor>().is_ok();
        assert_eq!(is_cursor, end == HERE.to_string().len());
    }
    // As many bytes as a cursor, but not ASCII.
    assert_eq!("é".repeat(17).parse::<Cursor>(), Err(InvalidCursor));
    assert_eq!("=".repeat(34).parse::<Cursor>(), Err(InvalidCursor));
}

#[test]
fn a_cursor_of_another_version_is_refused() {
    // The first six bits are the version's high bits.
    let text = HERE.to_string();
    assert_eq!(&text[..1], "A");
    for version in ["B", "C", "_"] {
        assert_eq!(
            format!("{version}{}", &text[1..]).parse::<Cursor>(),
            Err(InvalidCursor)
        );
    }
}

#[test]
fn cursors_tell_microseconds_and_ids_apart() {
    let later = Cursor {
        micros: HERE.micros + 1,
        ..HERE
    };
    let other = Cursor {
        id: [8; 16],
        ..HERE
    };
    assert_ne!(HERE.to_string(), later.to_string());
    assert_ne!(HERE.to_string(), other.to_string());
}

#[test]
fn a_link_turns_the_page_and_keeps_all_other_parameters() {
    let raw = format!(
        "filter[name]=a%26b+c&page[after]={HERE}&page%5Bsize%5D=2&page[before]={HERE}&page[total]=true"
    );
    let there = Cursor { micros: 1, ..HERE };
    for (turn, after, before) in [
        (Turn::After(there), Some(there), None),
        (Turn::Before(there), None, Some(there)),
    ] {
        let url = link("/v1/people", Some(&raw), turn);
        let (path, query) = url.split_once('?').unwrap();
        assert_eq!(path, "/v1/people");
        let query = LIST.parse(Some(query)).unwrap();
        assert_eq!(query.filter("name").unwrap().value, "a&b c");
        let expected = Page {
            size: 2,
            after,
            before,
            total: true,
        };
        assert_eq!(query.page, expected);
    }
}

#[test]
fn a_link_of_a_list_without_parameters_has_only_its_cursor() {
    let url = link("/v1/people", None, Turn::Before(HERE));
    assert_eq!(url, format!("/v1/people?page%5Bbefore%5D={HERE}"));
}

#[test]
fn a_list_that_takes_too_long_to_count_is_not_counted() {
    const LIST: QuerySpec = QuerySpec {
        page: Some(PageSpec {
            reach: Reach::Both,
            ..PAGES
        }),
        ..QuerySpec::NONE
    };
    let cursor = Cursor {
        micros: 1,
        id: [7; 16],
    };
    let before = format!("page[before]={cursor}");
    assert_eq!(LIST.parse(Some(&before)).unwrap().page.before, Some(cursor));
    let errors = LIST.parse(Some("page[total]=true")).unwrap_err();
    assert_eq!(errors.as_slice()[0].kind, &kind::UNKNOWN_PARAMETER);
}
