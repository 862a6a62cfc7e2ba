use std::path::Path;

use anyhow::Context;

/// The document without figures.
const TEMPLATE: &str = include_str!("../../../../docs/performance.md");

/// A document with sections between markers, which are replaced. The rest is written by hand.
#[derive(Debug)]
pub(crate) struct Document(String);

impl Document {
    /// The document at `path`, or a new one based on the repository's.
    pub(crate) fn open(path: &Path) -> anyhow::Result<Self> {
        match std::fs::read_to_string(path) {
            Ok(text) => Ok(Self(text)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                Ok(Self(TEMPLATE.to_owned()))
            }
            Err(error) => Err(error).with_context(|| format!("{} cannot be read", path.display())),
        }
    }

    /// Replaces the content of the section `name`.
    pub(crate) fn replace(&mut self, name: &str, content: &str) -> anyhow::Result<()> {
        let (begin, end) = (format!("<!-- bench: {name} -->"), "<!-- /bench -->");
        let (before, rest) = self
            .0
            .split_once(&begin)
            .with_context(|| format!("the document has no '{begin}'"))?;
        let (_, after) = rest
            .split_once(end)
            .with_context(|| format!("'{begin}' has no '{end}'"))?;
        self.0 = format!("{before}{begin}\n{}\n{end}{after}", content.trim_end());
        Ok(())
    }

    pub(crate) fn write(&self, path: &Path) -> anyhow::Result<()> {
        let directory = path.parent().unwrap_or(path);
        std::fs::create_dir_all(directory)
            .and_then(|()| std::fs::write(path, &self.0))
            .with_context(|| format!("{} cannot be written", path.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_around_a_section_stays() {
        let text =
            "a\n<!-- bench: x -->\nold\n<!-- /bench -->\nb\n<!-- bench: y -->\n<!-- /bench -->\n";
        let mut document = Document(text.to_owned());
        document.replace("x", "new\n").unwrap();
        document.replace("y", "other").unwrap();
        assert_eq!(
            document.0,
            "a\n<!-- bench: x -->\nnew\n<!-- /bench -->\nb\n<!-- bench: y -->\nother\n<!-- /bench -->\n"
        );
        assert!(document.replace("z", "").is_err());
    }

    #[test]
    fn the_repositorys_document_has_every_section() {
        let mut document = Document(TEMPLATE.to_owned());
        for name in [
            "targets",
            "machine",
            "postgresql",
            "sqlite",
            "delivery",
            "feed",
            "bytes",
            "growth",
            "row-level security",
            "peers",
            "cold",
            "steady",
            "neighbours",
            "processes",
        ] {
            document.replace(name, "").unwrap();
        }
    }
}
