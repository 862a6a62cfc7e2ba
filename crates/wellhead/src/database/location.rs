//! Where a ledger is. A URL may have a password, so no error quotes more of it than its scheme.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Location {
    Sqlite(PathBuf),
    Postgres(String),
}

impl Location {
    pub(super) fn parse(url: &str) -> anyhow::Result<Self> {
        let Some((scheme, rest)) = url.split_once(':').filter(|(it, _)| is_scheme(it)) else {
            if url.contains('=') {
                bail!("the database is given by keywords such as host=…; {FORMS}");
            }
            if url.contains('@') {
                bail!("the database's URL has no scheme; {FORMS}");
            }
            bail!("the database '{url}' has no scheme; {FORMS}");
        };
        match scheme {
            "sqlite" => {
                let path = rest.strip_prefix("//").unwrap_or(rest);
                // SQLite takes 'file:' for a URI, whose parameters say other things than a path.
                if path.is_empty() || path.starts_with(':') || path.starts_with("file:") {
                    bail!("the database '{url}' is no file; {FORMS}");
                }
                Ok(Self::Sqlite(path.into()))
            }
            "postgres" | "postgresql" => Ok(Self::Postgres(url.to_owned())),
            _ => bail!("a database '{scheme}:' is not supported; {FORMS}"),
        }
    }
}

fn is_scheme(text: &str) -> bool {
    let is_of_scheme = |char: char| char.is_ascii_alphanumeric() || "+-.".contains(char);
    !text.is_empty() && text.chars().all(is_of_scheme)
}

const FORMS: &str =
    "use sqlite:PATH, such as sqlite:wellhead.db, or postgres://USER:PASSWORD@HOST:PORT/DATABASE";

/// Reads a URL from a file, such as a mounted secret.
pub(crate) fn read_url(file: &Path) -> anyhow::Result<String> {
    let text = fs::read_to_string(file);
    let text = text.context("cannot read the file of WELLHEAD_DATABASE_FILE (--database-file)")?;
    let url = text.trim();
    ensure!(
        !url.is_empty() && !url.contains(['\r', '\n']),
        "the file of WELLHEAD_DATABASE_FILE (--database-file) has to have one line, the database's URL; {FORMS}"
    );
    Ok(url.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls() {
        let sqlite = |path: &str| Location::Sqlite(path.into());
        assert_eq!(Location::parse("sqlite:a.db").unwrap(), sqlite("a.db"));
        assert_eq!(
            Location::parse("sqlite:///tmp/a.db").unwrap(),
            sqlite("/tmp/a.db")
        );
        assert!(matches!(
            Location::parse("postgresql://localhost/a").unwrap(),
            Location::Postgres(_)
        ));
        for bad in [
            "",
            "a.db",
            "sqlite:",
            "sqlite::memory:",
            "sqlite:file:a.db?mode=memory",
            "mysql://localhost",
        ] {
            assert!(Location::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn passwords_are_not_quoted() {
        for bad in [
            "host=db password=SECRET",
            "host=db password=a:SECRET",
            "SECRET@db/a",
            "me@SECRET:5432/a",
            "mysql://me:SECRET@db/a",
            "me:SECRET@db/a",
        ] {
            let said = Location::parse(bad).unwrap_err().to_string();
            assert!(!said.contains("SECRET"), "{bad}: {said}");
        }
    }
}
