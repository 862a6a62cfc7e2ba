//! `wellhead import` on a terminal: it shows how it understood the files, and asks.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::ffi::OsStrExt;
use std::process::{Child, Stdio};
use std::thread::{self, JoinHandle};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use serde_json::{Value, json};

use crate::support::{Engine, on_both_engines};

on_both_engines![
    shows_the_first_rows_and_asks_once,
    answering_no_writes_nothing,
    the_question_can_be_skipped,
];

/// A command at a pseudo-terminal.
struct Session {
    child: Child,
    keyboard: File,
    screen: JoinHandle<String>,
}

impl Session {
    fn start(engine: &Engine, arguments: &[&str]) -> Self {
        let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY;
        let keyboard = openpt(flags).unwrap();
        grantpt(&keyboard).unwrap();
        unlockpt(&keyboard).unwrap();
        let name = ptsname(&keyboard, Vec::new()).unwrap();
        let path = std::ffi::OsStr::from_bytes(name.as_bytes());
        let terminal = OpenOptions::new().read(true).write(true).open(path);
        let terminal = terminal.unwrap();
        let end = || Stdio::from(terminal.try_clone().unwrap());
        let mut command = engine.command(arguments);
        command.stdin(end()).stdout(end()).stderr(end());
        let child = command.spawn().unwrap();
        let keyboard = File::from(keyboard);
        let mut screen = keyboard.try_clone().unwrap();
        let screen = thread::spawn(move || {
            let mut shown = Vec::new();
            // Reading fails once no process has the terminal open.
            screen.read_to_end(&mut shown).ok();
            String::from_utf8(shown).unwrap()
        });
        Self {
            child,
            keyboard,
            screen,
        }
    }

    fn types(&mut self, text: &str) {
        self.keyboard.write_all(text.as_bytes()).unwrap();
    }

    /// The exit code, and everything that was shown.
    fn end(mut self) -> (Option<i32>, String) {
        let status = self.child.wait().unwrap();
        (status.code(), self.screen.join().unwrap())
    }
}

const FOUR: &str = "external_person_id,full_name\nA,Ada\u{1b}[31m\n,Nobody\nC,Cleo\nD,Dora\n";

fn import<'a>(workspace: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let mut arguments = vec!["import", "--workspace", workspace];
    arguments.extend(["--connector", "crm", "--direction", "input"]);
    arguments.extend(more);
    arguments
}

fn shows_the_first_rows_and_asks_once(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    let [one, two] = ["one.csv", "two.csv"].map(|name| engine.file(name, FOUR));
    for yes in ["\n", "y\n"] {
        let mut session = Session::start(engine, &import(&workspace, &[&one, &two]));
        session.types(yes);
        let (status, shown) = session.end();
        assert_eq!(status, Some(3), "{shown}");
        for part in [
            "one.csv: CSV; external_person_id is 'external_person_id', full_name is 'full_name'",
            "two.csv: CSV; external_person_id",
            "line  external_person_id  first_name  last_name  full_name",
            "Ada\\u{1b}[31m",
            "rejected: external_person_id is missing",
            "Cleo",
        ] {
            assert!(shown.contains(part), "{part}: {shown}");
        }
        assert!(!shown.contains("Dora"), "three are shown: {shown}");
        let question = "Import these people into 'crm', input? [Y/n]";
        assert_eq!(shown.matches(question).count(), 1, "{shown}");
        assert_eq!(shown.matches("one.csv: CSV").count(), 1, "{shown}");
        // The progress bar may use control sequences.
        assert!(!shown.contains("\u{1b}[31m"), "{shown:?}");
    }
}

fn answering_no_writes_nothing(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    let file = engine.file("four.csv", FOUR);
    // The last is Ctrl-D: the end of the input.
    for no in ["n\n", "what?\n", "\u{4}"] {
        let mut session = Session::start(engine, &import(&workspace, &[&file]));
        session.types(no);
        let (status, shown) = session.end();
        assert_eq!(status, Some(1), "{shown}");
        assert!(shown.contains("nothing was imported"), "{shown}");
    }
    assert_eq!(engine.json(&["connector", "list"]), json!([]));
    // An unreadable file is reported without a question.
    let headless = engine.file("headless.csv", "id\n1\n");
    let (status, shown) = Session::start(engine, &import(&workspace, &[&headless])).end();
    assert_eq!(status, Some(1), "{shown}");
    assert!(!shown.contains("[Y/n]"), "{shown}");
}

fn the_question_can_be_skipped(engine: &Engine) {
    let workspace = engine.workspace("Acme");
    let file = engine.file("four.csv", FOUR);
    for settled in [&["--yes"][..], &["--dry-run"], &["--output", "json"]] {
        let more = [settled, &[&file]].concat();
        let (status, shown) = Session::start(engine, &import(&workspace, &more)).end();
        assert_eq!(status, Some(3), "{shown}");
        assert!(!shown.contains("[Y/n]"), "{shown}");
        assert!(shown.contains("four.csv: CSV; "), "{shown}");
    }
    // Nor does it ask without a terminal.
    let (done, said) = engine.ends(3, &import(&workspace, &[&file]));
    assert_eq!(done["read"], Value::from(4));
    assert!(said.starts_with(&file), "{said}");
    assert!(said.contains("four.csv: CSV; external_person_id"), "{said}");
}
