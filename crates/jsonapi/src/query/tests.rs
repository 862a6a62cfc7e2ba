use super::*;
use crate::error::{Errors, Source};
use crate::page::{Reach, UNSUPPORTED_SORT};

const PAGES: PageSpec = PageSpec {
    default_size: 20,
    max_size: 500,
    reach: Reach::Counted,
};

const LIST: QuerySpec = QuerySpec {
    include: &["author", "editor", "editor.employer"],
    fields: &[
        ("articles", &["title", "created_at", "author"]),
        ("people", &["name"]),
    ],
    sort: &["created_at", "title"],
    filters: &["author", "created_at[gte]", "created_at[lt]"],
    page: Some(PAGES),
    custom: &["dry_run"],
};

#[track_caller]
fn parse(raw: &str) -> Query {
    LIST.parse(Some(raw)).unwrap()
}

#[track_caller]
fn refused(spec: &QuerySpec, raw: &str) -> Error {
    let errors = spec.parse(Some(raw)).expect_err(raw);
    assert_eq!(errors.status(), 400);
    assert_eq!(errors.as_slice().len(), 1, "{errors:?}");
    errors.into_iter().next().unwrap()
}

#[track_caller]
fn is_refused(raw: &str, code: &str, parameter: &'static str) {
    let error = refused(&LIST, raw);
    assert_eq!(error.kind.code, code, "{raw}");
    assert_eq!(error.source, Some(Source::Parameter(parameter.into())));
}

#[test]
fn no_query_asks_for_nothing_special() {
    for raw in [None, Some(""), Some("&"), Some("&&")] {
        let query = LIST.parse(raw).unwrap();
        assert_eq!(query.include, None);
        assert_eq!(query.fields.of("articles"), Fieldset::ALL);
        assert!(query.sort.is_empty() && query.filters.is_empty());
    }
}

#[test]
fn include_is_a_comma_separated_list_of_relationship_paths() {
    let query = parse("include=author,editor.employer,author");
    assert_eq!(query.include, Some(vec!["author", "editor.employer"]));
    assert_eq!(
        parse("include=author%2Ceditor").include,
        Some(vec!["author", "editor"])
    );
}

#[test]
fn include_of_a_path_includes_what_is_on_the_way() {
    let query = parse("include=editor.employer");
    assert!(query.includes("editor.employer") && query.includes("editor"));
    assert!(!query.includes("author") && !query.includes("edit") && !query.includes("employer"));
    assert!(!parse("include=editor").includes("editor.employer"));
    assert!(!parse("").includes("editor"));
}

#[test]
fn include_of_nothing_asks_for_an_empty_list() {
    assert_eq!(parse("include=").include, Some(vec![]));
    assert_eq!(parse("include").include, Some(vec![]));
    assert!(!parse("include=").includes("author"));
}

#[test]
fn include_is_one_list_in_any_form() {
    for raw in [
        "include=author&include=editor.employer",
        "include[]=author&include%5B%5D=editor.employer",
        "include[0]=author&include[1]=editor.employer",
        "include[]=author,editor.employer",
        "include=author&include=author&include=editor.employer,author",
    ] {
        assert_eq!(
            parse(raw).include,
            Some(vec!["author", "editor.employer"]),
            "{raw}"
        );
    }
    assert_eq!(parse("include[]=").include, Some(vec![]));
    for (raw, name) in [
        ("include=author&include[]=editor", "include[]"),
        ("include[0]=author&include=editor", "include"),
        ("include[]=author&include[1]=editor", "include[1]"),
        ("include[1]=author&include[1]=editor", "include[1]"),
        ("include=author&include=", "include"),
        ("include[]=&include[]=author", "include[]"),
    ] {
        is_refused(raw, "repeated_parameter", name);
    }
    is_refused(
        "include[]=author&include[]=nobody",
        "unsupported_include",
        "include[]",
    );
    is_refused("include[7]=nobody", "unsupported_include", "include[7]");
}

#[test]
fn include_of_an_unknown_path_is_refused() {
    for path in [
        "colour",
        "author.employer",
        "editor.",
        ".editor",
        "Author",
        "author,,editor",
        " author",
    ] {
        is_refused(&format!("include={path}"), "unsupported_include", "include");
    }
    let errors = LIST.parse(Some("include=one,author,two")).unwrap_err();
    assert_eq!(errors.as_slice().len(), 2, "each path that is wrong");
}

#[test]
fn include_is_refused_where_it_is_not_supported() {
    for raw in ["include=author", "include="] {
        let error = refused(&QuerySpec::NONE, raw);
        assert_eq!(error.kind.code, "unsupported_include");
        assert_eq!(error.source, Some(Source::Parameter("include".into())));
    }
}

#[test]
fn fields_are_a_comma_separated_list_by_type() {
    let query = parse("fields[articles]=author,title,title");
    let articles = query.fields.of("articles");
    assert!(articles.has("title") && articles.has("author") && !articles.has("created_at"));
    assert!(!articles.is_all() && !articles.is_empty());
    assert!(
        query.fields.of("people").is_all(),
        "other types are sent whole"
    );
}

#[test]
fn fields_of_nothing_mean_no_fields() {
    let query = parse("fields[articles]=&fields[people]=name");
    assert!(query.fields.of("articles").is_empty());
    assert!(!query.fields.of("articles").has("title"));
    assert!(query.fields.of("people").has("name"));
}

#[test]
fn fields_that_a_type_does_not_have_are_refused() {
    for field in ["name", "Title", "title,,author", "id", "type"] {
        let raw = format!("fields[articles]={field}");
        is_refused(&raw, "unknown_field", "fields[articles]");
    }
}

#[test]
fn fields_of_a_type_that_the_response_does_not_have_are_refused() {
    is_refused("fields[dogs]=name", "unknown_parameter", "fields[dogs]");
    is_refused("fields=title", "unknown_parameter", "fields");
    is_refused("fields[]=title", "unknown_parameter", "fields[]");
}

#[test]
fn sort_is_ascending_unless_a_minus_says_descending() {
    let by = |field, descending| Sort { field, descending };
    assert_eq!(parse("sort=title").sort, [by("title", false)]);
    assert_eq!(parse("sort=-title").sort, [by("title", true)]);
}

#[test]
fn sort_fields_keep_their_order() {
    for (raw, fields) in [
        (
            "sort=created_at,-title",
            [("created_at", false), ("title", true)],
        ),
        (
            "sort=-title,created_at",
            [("title", true), ("created_at", false)],
        ),
    ] {
        let sort = parse(raw).sort;
        let found: Vec<_> = sort
            .iter()
            .map(|sort| (sort.field, sort.descending))
            .collect();
        assert_eq!(found, fields);
    }
}

#[test]
fn sort_that_is_not_supported_is_refused() {
    for value in [
        "",
        "-",
        "colour",
        "--title",
        "%2Btitle",
        "Title",
        "title,",
        "title,-title",
    ] {
        is_refused(&format!("sort={value}"), "unsupported_sort", "sort");
    }
    let error = refused(&QuerySpec::NONE, "sort=title");
    assert_eq!(error.kind.code, "unsupported_sort");
}

#[test]
fn sort_of_a_paged_list_is_refused_with_the_profiles_type() {
    assert_eq!(
        refused(&LIST, "sort=colour").type_link,
        Some(UNSUPPORTED_SORT)
    );
    assert_eq!(refused(&QuerySpec::NONE, "sort=colour").type_link, None);
}

#[test]
fn filters_are_of_the_filter_family() {
    let query = parse("filter[created_at][lt]=2026&filter[author]=9");
    let names: Vec<_> = query.filters.iter().map(|filter| filter.name).collect();
    assert_eq!(names, ["created_at[lt]", "author"]);
    assert_eq!(query.filter("author").unwrap().value, "9");
    assert_eq!(query.filter("created_at[gte]"), None);
    let error = query.filter("created_at[lt]").unwrap().invalid("no");
    assert_eq!(
        error.source,
        Some(Source::Parameter("filter[created_at][lt]".into()))
    );
}

#[test]
fn unknown_members_of_the_specifications_families_are_refused() {
    for name in [
        "filter",
        "filter[]",
        "filter[colour]",
        "filter[created_at]",
        "filter[created_at][gte][lt]",
        "filter[created_at.gte]",
        "filter[author][]",
        "page",
        "page[number]",
        "page[size][]",
        "sort[title]",
        "include[author]",
        "include[][]",
        "include[0][]",
        "fields[articles][title]",
    ] {
        is_refused(&format!("{name}=title"), "unknown_parameter", name);
    }
}

#[test]
fn custom_parameters_are_read_where_the_endpoint_has_them() {
    let query = parse("dry_run=maybe");
    let custom = query.custom("dry_run").unwrap();
    assert_eq!(custom.value, "maybe");
    let error = custom.invalid("use true or false");
    assert_eq!(error.kind, &kind::INVALID_PARAMETER);
    assert_eq!(error.source, Some(Source::Parameter("dry_run".into())));
    is_refused("dry_run=true&dry_run=true", "repeated_parameter", "dry_run");
    is_refused("dry_run[x]=true", "unknown_parameter", "dry_run[x]");
    assert_eq!(parse("").custom("dry_run"), None);
}

#[test]
fn custom_parameters_that_the_endpoint_does_not_have_are_refused() {
    for name in [
        "pageSize",
        "page-size",
        "camelCase",
        "snake_case",
        "Limit",
        "v2",
        "limité",
    ] {
        is_refused(&format!("{name}=3"), "unknown_parameter", name);
    }
    is_refused("pageSize[x][]=3", "unknown_parameter", "pageSize[x][]");
}

#[test]
fn names_of_only_lower_case_letters_are_reserved() {
    for name in [
        "limit",
        "q",
        "sorting",
        "includes",
        "pages",
        "limit[max]",
        "limit[]",
    ] {
        is_refused(&format!("{name}=3"), "invalid_parameter_name", name);
    }
}

#[test]
fn names_that_break_the_rules_for_member_names_are_refused() {
    for (raw, name) in [
        ("_x=1", "_x"),
        ("x_=1", "x_"),
        ("x%2By=1", "x+y"),
        ("=1", ""),
        ("%00=1", "\0"),
        ("[x]=1", "[x]"),
        ("atomic:x=1", "atomic:x"),
        ("filter[_]=1", "filter[_]"),
        ("filter[author=1", "filter[author"),
        ("filter[author]x=1", "filter[author]x"),
        ("page.size=1", "page.size"),
    ] {
        is_refused(raw, "invalid_parameter_name", name);
    }
}

#[test]
fn names_have_case() {
    is_refused("Sort=title", "unknown_parameter", "Sort");
    is_refused("filter[Author]=9", "unknown_parameter", "filter[Author]");
}

#[test]
fn a_parameter_is_given_once() {
    for (raw, name) in [
        ("sort=title&sort=title", "sort"),
        ("filter[author]=1&filter%5Bauthor%5D=2", "filter[author]"),
        ("page[size]=1&page[size]=2", "page[size]"),
        ("fields[people]=&fields[people]=name", "fields[people]"),
    ] {
        is_refused(raw, "repeated_parameter", name);
    }
}

#[test]
fn brackets_are_the_same_escaped_or_not() {
    let bare = "filter[created_at][gte]=1&fields[people]=name&page[size]=7";
    let escaped = bare.replace('[', "%5B").replace(']', "%5d");
    assert_eq!(parse(bare), parse(&escaped));
}

#[test]
fn every_bad_parameter_is_named_at_once() {
    let raw = "include=x&limit=1&sort=x&filter[x]=1&page[size]=0&fields[people]=x";
    let errors = LIST.parse(Some(raw)).unwrap_err();
    let parameters: Vec<_> = errors
        .as_slice()
        .iter()
        .map(|error| &error.source)
        .collect();
    let expected = [
        "include",
        "limit",
        "sort",
        "filter[x]",
        "page[size]",
        "fields[people]",
    ];
    let expected = expected.map(|name| Some(Source::Parameter(name.into())));
    assert_eq!(parameters, expected.iter().collect::<Vec<_>>());
}

#[test]
fn an_endpoint_takes_just_the_parameters_that_it_declares() {
    let is_known = |errors: &Errors| {
        let known = |error: &Error| error.kind.code != "unknown_parameter";
        errors.as_slice().iter().all(known)
    };
    let declared: Vec<_> = LIST.parameters().collect();
    assert_eq!(declared.len(), 12);
    for name in &declared {
        let read = LIST.parse(Some(&format!("{name}=x")));
        assert!(read.as_ref().err().is_none_or(is_known), "{name}: {read:?}");
        assert!(QuerySpec::NONE.parse(Some(&format!("{name}=x"))).is_err());
    }
    assert_eq!(QuerySpec::NONE.parameters().count(), 0);
}
