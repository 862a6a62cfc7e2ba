//! Finds out which commit is built, for `--version`: `WELLHEAD_COMMIT` and `WELLHEAD_COMMIT_DATE` say so or, in a checkout, git does.
//! A program that can send traces says that, too.

use std::env;
use std::path::Path;
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let said = ["WELLHEAD_COMMIT", "WELLHEAD_COMMIT_DATE"].map(said);
    let found = match said {
        [Some(commit), date] => Some((commit, date)),
        _ => checked_out(),
    };
    let version = env!("CARGO_PKG_VERSION");
    let commit = found.map(|(commit, date)| match date {
        Some(date) => format!("{commit} {date}"),
        None => commit,
    });
    let otel = env::var_os("CARGO_FEATURE_OTEL").map(|_| "with otel".to_owned());
    let known: Vec<_> = commit.into_iter().chain(otel).collect();
    let version = match &*known.join(", ") {
        "" => version.to_owned(),
        known => format!("{version} ({known})"),
    };
    println!("cargo::rustc-env=WELLHEAD_VERSION={version}");
}

/// What the environment says.
fn said(variable: &str) -> Option<String> {
    println!("cargo::rerun-if-env-changed={variable}");
    env::var(variable)
        .ok()
        .filter(|said| !said.trim().is_empty())
}

/// The commit that is checked out, and its day.
fn checked_out() -> Option<(String, Option<String>)> {
    // The sources may be a folder of somebody else's repository, whose commit says nothing of them.
    if git(&["rev-parse", "--show-prefix"])? != "crates/wellhead/" {
        return None;
    }
    // A line is added to the log whenever another commit is checked out or made.
    for name in ["HEAD", "logs/HEAD"] {
        let path = git(&["rev-parse", "--git-path", name])?;
        if Path::new(&path).exists() {
            println!("cargo::rerun-if-changed={path}");
        }
    }
    let commit = git(&["rev-parse", "--short=12", "HEAD"])?;
    Some((commit, git(&["log", "-1", "--format=%cs"])))
}

/// What git answers, if it is here and has an answer.
fn git(arguments: &[&str]) -> Option<String> {
    let done = Command::new("git").args(arguments).output().ok()?;
    let answer = String::from_utf8(done.stdout).ok()?;
    done.status.success().then(|| answer.trim().to_owned())
}
