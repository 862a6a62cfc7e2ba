//! What packages are made of, besides the binary.

use std::fs;

use crate::support::Engine;

#[track_caller]
fn prints(arguments: &[&str]) -> String {
    let output = Engine::nothing().run(arguments);
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn completions_know_the_commands() {
    for shell in ["bash", "zsh", "fish"] {
        let script = prints(&["completions", shell]);
        assert!(
            script.contains("serve") && script.contains("trusted-proxy"),
            "{shell}"
        );
    }
}

#[test]
fn every_command_has_a_manual_page() {
    let engine = Engine::nothing();
    let directory = engine.directory.path().join("man/man1");
    let output = engine.run(&["man", directory.to_str().unwrap()]);
    assert!(output.status.success(), "{output:?}");
    for page in ["wellhead.1", "wellhead-serve.1", "wellhead-key-create.1"] {
        let page = fs::read_to_string(directory.join(page)).unwrap();
        assert!(page.starts_with(".ie"), "{page}");
    }
    let page = fs::read_to_string(directory.join("wellhead-serve.1")).unwrap();
    assert!(page.contains("WELLHEAD_LISTEN"), "{page}");
}

/// A build outside of a checkout knows no commit.
#[test]
fn the_version_has_the_commit_and_its_day_and_whether_traces_are_sent() {
    let said = prints(&["--version"]);
    let said = said.trim_end();
    let known = said.strip_prefix(concat!("wellhead ", env!("CARGO_PKG_VERSION")));
    let known = known.unwrap_or_else(|| panic!("{said}"));
    assert_eq!(
        known.contains("with otel"),
        cfg!(feature = "otel"),
        "{said}"
    );
    let known = known.replace(", with otel", "").replace(" (with otel)", "");
    let Some(commit) = known.strip_prefix(" (") else {
        return assert_eq!(known, "");
    };
    let (commit, day) = commit.trim_end_matches(')').split_once(' ').unwrap();
    assert!(commit.len() >= 12, "{said}");
    assert_eq!(
        day.split('-').map(str::len).collect::<Vec<_>>(),
        [4, 2, 2],
        "{said}"
    );
}
