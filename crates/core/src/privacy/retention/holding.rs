use std::fmt;
use std::str::FromStr;

use crate::labels::labels;
use crate::record::Kind;

labels! {
    /// What is kept for a time.
    Category, InvalidCategory, "not a category; there are journal, links, history, tombstones, rejections and runs";
    /// The changes that the journal tells of.
    Journal => "journal",
    /// Ended links, with their history.
    Links => "links",
    /// The states that links were in before.
    History => "history",
    /// What stays of records that are gone.
    Tombstones => "tombstones",
    /// The rejected lines of closed runs.
    Rejections => "rejections",
    /// Closed runs, with their deliveries and rejected lines.
    Runs => "runs",
}

impl Category {
    /// Whether each kind of record has its own.
    #[must_use]
    pub const fn is_by_kind(self) -> bool {
        !matches!(self, Self::Journal)
    }

    /// Whether its rows can hold names, or what a delivery said of somebody.
    #[must_use]
    pub const fn has_names(self) -> bool {
        matches!(self, Self::Tombstones | Self::Rejections | Self::Runs)
    }
}

/// A category, of one kind of record if it is by kind. Retention goes through them in their order: what refers to
/// something goes before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Holding {
    category: Category,
    kind: Option<Kind>,
}

impl Holding {
    /// The journal.
    pub const JOURNAL: Self = Self {
        category: Category::Journal,
        kind: None,
    };

    /// A category of a kind; `None` if the category is by kind and none is given, or the other way round.
    #[must_use]
    pub fn new(category: Category, kind: Option<Kind>) -> Option<Self> {
        (category.is_by_kind() == kind.is_some()).then_some(Self { category, kind })
    }

    /// Those of a category, in order.
    pub fn each(category: Category) -> impl Iterator<Item = Self> {
        let by_kind = category.is_by_kind();
        let kinds = Kind::ALL.into_iter().filter(move |_| by_kind).map(Some);
        let none = (!by_kind).then_some(None);
        let all = kinds.chain(none);
        all.map(move |kind| Self { category, kind })
    }

    /// All of them, in order.
    pub fn all() -> impl Iterator<Item = Self> {
        let categories = Category::ALL.iter();
        categories.flat_map(|category| Self::each(*category))
    }

    /// The runs of the same kind.
    #[must_use]
    pub const fn of_runs(self) -> Self {
        Self {
            category: Category::Runs,
            ..self
        }
    }

    /// The category.
    #[must_use]
    pub const fn category(self) -> Category {
        self.category
    }

    /// The kind of record; none for the journal.
    #[must_use]
    pub const fn kind(self) -> Option<Kind> {
        self.kind
    }
}

/// As `links/people`, or `journal`.
impl fmt::Display for Holding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            Some(kind) => write!(f, "{}/{kind}", self.category),
            None => self.category.fmt(f),
        }
    }
}

/// The text is no [`Holding`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not something that is kept for a time; write it as links/people, or as journal")]
pub struct InvalidHolding;

impl FromStr for Holding {
    type Err = InvalidHolding;

    fn from_str(text: &str) -> Result<Self, InvalidHolding> {
        let (category, kind) = match text.split_once('/') {
            Some((category, kind)) => (category, Some(kind.parse().map_err(|_| InvalidHolding)?)),
            None => (text, None),
        };
        let category = category.parse().map_err(|_| InvalidHolding)?;
        Self::new(category, kind).ok_or(InvalidHolding)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_read_as_it_is_written() {
        let all: Vec<_> = Holding::all().collect();
        assert_eq!(all.len(), 1 + 5 * Kind::ALL.len());
        assert!(all.is_sorted());
        for holding in all {
            assert_eq!(holding.to_string().parse(), Ok(holding));
        }
        for text in [
            "",
            "links",
            "journal/people",
            "links/",
            "links/dogs",
            "dogs",
        ] {
            assert_eq!(text.parse::<Holding>(), Err(InvalidHolding), "{text}");
        }
    }
}
