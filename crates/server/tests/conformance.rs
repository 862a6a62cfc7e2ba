//! Checks that `docs/conformance.md` covers every statement of the specification, and names only tests that exist.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The level and id of each statement, from the specification's own list.
const STATEMENTS: &str = include_str!("normative-statements.txt");

/// How many of the statements are absolute requirements.
const MUSTS: usize = 126;

/// A row of one of the tables.
struct Row<'a> {
    id: &'a str,
    level: &'a str,
    rule: &'a str,
    shown_by: &'a str,
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn page() -> String {
    fs::read_to_string(repository().join("docs/conformance.md")).unwrap()
}

/// The rows of all tables, without their headers.
fn rows(page: &str) -> impl Iterator<Item = Row<'_>> {
    page.lines().filter_map(|line| {
        let cells = line.strip_prefix("| ")?.strip_suffix(" |")?;
        let cells: Vec<_> = cells.split(" | ").collect();
        let [id, level, rule, shown_by] = cells[..] else {
            panic!("not a row of four cells: {line}");
        };
        let id = id.strip_prefix('`')?.strip_suffix('`')?;
        Some(Row {
            id,
            level,
            rule,
            shown_by,
        })
    })
}

/// The tests that a row names: crate, place in the crate, name.
fn tests<'a>(row: &Row<'a>) -> Vec<&'a str> {
    let quoted = row.shown_by.split('`').skip(1).step_by(2);
    quoted.filter(|it| it.starts_with("wellhead-")).collect()
}

/// The file of a test and its name.
fn find(test: &str) -> (PathBuf, &str) {
    let (package, place) = test
        .split_once(' ')
        .unwrap_or_else(|| panic!("{test} names no test"));
    let package = package.strip_prefix("wellhead-").unwrap();
    let home = repository().join("crates").join(package);
    // An integration test is named by its file, any other by its module.
    if let Some((file, name)) = place.split_once(' ') {
        return (home.join(file), name);
    }
    let (module, name) = place.rsplit_once("::").unwrap();
    let path = home.join("src").join(module.replace("::", "/"));
    let own_file = path.with_extension("rs");
    if own_file.exists() {
        (own_file, name)
    } else {
        (path.parent().unwrap().with_extension("rs"), name)
    }
}

/// Whether the code has a test with this name that is run, by itself or on both engines.
fn is_run(code: &str, name: &str) -> bool {
    let lines: Vec<_> = code.lines().map(str::trim).collect();
    let is_test = lines.windows(2).any(|two| {
        ["#[test]", "#[tokio::test]"].contains(&two[0])
            && two[1]
                .split_once("fn ")
                .is_some_and(|(_, rest)| rest.starts_with(&format!("{name}(")))
    });
    let on_both_engines = code
        .split_once("on_both_engines![")
        .is_some_and(|(_, rest)| {
            let (cases, _) = rest.split_once("];").unwrap();
            cases.split(',').any(|case| case.trim() == name)
        });
    is_test || on_both_engines
}

#[test]
fn every_statement_has_a_row() {
    let page = page();
    let (base, _) = page.split_once("\n## Beyond the list").unwrap();
    let rows: Vec<_> = rows(base)
        .map(|row| format!("{} {}", row.level, row.id))
        .collect();
    let found: BTreeSet<_> = rows.iter().map(String::as_str).collect();
    assert_eq!(rows.len(), found.len(), "a statement has two rows");
    let expected: BTreeSet<_> = STATEMENTS.lines().collect();
    let missing: Vec<_> = expected.difference(&found).collect();
    assert!(missing.is_empty(), "without a row: {missing:?}");
    let invented: Vec<_> = found.difference(&expected).collect();
    assert!(invented.is_empty(), "not in the list: {invented:?}");
    let musts = expected.iter().filter(|it| it.starts_with("MUST "));
    assert_eq!(musts.count(), MUSTS);
}

#[test]
fn every_row_has_a_test_or_a_reason() {
    for row in rows(&page()) {
        assert!(!row.rule.is_empty(), "{} says nothing", row.id);
        let reason = row.shown_by.strip_prefix("n/a: ");
        assert_ne!(
            reason.is_some_and(|it| it.len() > 10),
            !tests(&row).is_empty(),
            "{} has neither a test nor a reason, or both: {}",
            row.id,
            row.shown_by
        );
    }
}

#[test]
fn every_named_test_exists_and_is_run() {
    let page = page();
    let mut count = 0;
    for row in rows(&page) {
        for test in tests(&row) {
            count += 1;
            let (path, name) = find(test);
            let code = fs::read_to_string(&path)
                .unwrap_or_else(|error| panic!("{}: {test}: {}: {error}", row.id, path.display()));
            assert!(
                is_run(&code, name),
                "{}: {} has no {name}",
                row.id,
                path.display()
            );
        }
    }
    assert!(count > 100, "only {count} tests are named");
}

#[test]
fn a_test_that_is_not_run_does_not_count() {
    let alone = "#[test]\nfn there() {}\nfn helper() {}\n#[test]\nfn longer_name() {}";
    assert!(is_run(alone, "there") && is_run(alone, "longer_name"));
    assert!(!is_run(alone, "helper") && !is_run(alone, "longer"));
    let both = "on_both_engines![\n    there,\n];\nasync fn there(api: &Api) {}\nasync fn forgotten(api: &Api) {}";
    assert!(is_run(both, "there"));
    assert!(!is_run(both, "forgotten"));
}
