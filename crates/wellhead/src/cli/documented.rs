//! `docs/operations/configure.md` has every setting, and `--help` every variable: ours, and those that OpenTelemetry has.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use clap::{Command, CommandFactory};

use super::Cli;

const PAGE: &str = include_str!("../../../../docs/operations/configure.md");
const TRACING: &str = include_str!("../../../../docs/operations/tracing.md");

/// Whether the page has it as code: a longer name does not count.
fn is_on_the_page(name: &str) -> bool {
    PAGE.contains(&format!("`{name}`")) || PAGE.contains(&format!("`{name} "))
}

fn all(command: &Command, each: &mut impl FnMut(&Command)) {
    each(command);
    for command in command.get_subcommands() {
        all(command, each);
    }
}

fn cli() -> Command {
    let mut cli = Cli::command();
    cli.build();
    cli
}

/// The names in `text` that begin like variables, other than a beginning that many have, such as `OTEL_…`.
fn variables(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, _) in ["WELLHEAD_", "OTEL_"]
        .into_iter()
        .flat_map(|start| text.match_indices(start))
    {
        let rest = &text[at..];
        let end = rest.find(|it: char| !it.is_ascii_uppercase() && it != '_');
        let name = &rest[..end.unwrap_or(rest.len())];
        if !name.ends_with('_') {
            found.insert(name.to_owned());
        }
    }
    found
}

#[test]
fn the_page_has_every_flag_of_serve() {
    let cli = cli();
    let serve = cli.find_subcommand("serve").unwrap();
    let flags = serve.get_arguments().filter_map(|it| it.get_long());
    let missing: Vec<_> = flags
        .filter(|flag| !["help", "version"].contains(flag))
        .filter(|flag| !is_on_the_page(&format!("--{flag}")))
        .collect();
    assert!(
        missing.is_empty(),
        "docs/operations/configure.md lacks these flags of 'wellhead serve': {missing:?}"
    );
}

#[test]
fn the_page_has_every_variable() {
    let mut variables = BTreeSet::new();
    all(&cli(), &mut |command| {
        let arguments = command.get_arguments().filter_map(|it| it.get_env());
        variables.extend(arguments.map(|it| it.to_string_lossy().into_owned()));
    });
    // Those that no flag has, and those that OpenTelemetry's parts read for themselves.
    variables.extend(self::variables(TRACING));
    variables.extend(self::variables(super::serve::TRACES));
    read(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut variables,
    );
    let missing: Vec<_> = variables
        .iter()
        .filter(|name| !is_on_the_page(name))
        .collect();
    assert!(
        missing.is_empty(),
        "docs/operations/configure.md lacks these variables: {missing:?}"
    );
}

/// Adds the variables that the sources name, other than those of builds and tests.
fn read(directory: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(&path, found);
        } else {
            let named = variables(&fs::read_to_string(&path).unwrap());
            let of_users =
                |name: &String| !name.starts_with("WELLHEAD_TEST_") && name != "WELLHEAD_VERSION";
            found.extend(named.into_iter().filter(of_users));
        }
    }
}

#[test]
fn the_help_has_every_variable() {
    let mut help = String::new();
    all(&cli(), &mut |command| {
        help += &command.clone().render_long_help().to_string();
    });
    let helped = variables(&help);
    let missing: Vec<_> = variables(PAGE)
        .into_iter()
        .filter(|name| !helped.contains(name))
        .collect();
    assert!(
        missing.is_empty(),
        "no --help names these variables of docs/operations/configure.md: {missing:?}"
    );
}
