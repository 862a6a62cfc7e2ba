use std::str::FromStr;

use anyhow::{anyhow, bail};

/// Which column, or member, holds which field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mapping {
    pub(super) external_id: String,
    pub(super) first: String,
    pub(super) last: String,
    pub(super) full: String,
}

impl Default for Mapping {
    fn default() -> Self {
        Self {
            external_id: EXTERNAL_ID.to_owned(),
            first: "first_name".to_owned(),
            last: "last_name".to_owned(),
            full: "full_name".to_owned(),
        }
    }
}

const EXTERNAL_ID: &str = "external_person_id";

impl Mapping {
    /// The default, with some fields elsewhere.
    pub(crate) fn with(entries: &[Entry]) -> Self {
        let mut mapping = Self::default();
        for Entry { field, column } in entries {
            let place = match field {
                Field::ExternalId => &mut mapping.external_id,
                Field::First => &mut mapping.first,
                Field::Last => &mut mapping.last,
                Field::Full => &mut mapping.full,
            };
            place.clone_from(column);
        }
        mapping
    }
}

/// `FIELD=COLUMN`
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    field: Field,
    column: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    ExternalId,
    First,
    Last,
    Full,
}

impl FromStr for Entry {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> anyhow::Result<Self> {
        let (field, column) = text
            .split_once('=')
            .ok_or_else(|| anyhow!("write FIELD=COLUMN, such as {EXTERNAL_ID}=email"))?;
        let field = match field {
            EXTERNAL_ID => Field::ExternalId,
            "first_name" => Field::First,
            "last_name" => Field::Last,
            "full_name" => Field::Full,
            _ => bail!(
                "no field '{field}'; there are {EXTERNAL_ID}, first_name, last_name and full_name"
            ),
        };
        if column.is_empty() {
            bail!("a column has a name");
        }
        Ok(Self {
            field,
            column: column.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps() {
        let entry: Entry = "external_person_id=Email = address".parse().unwrap();
        let mapping = Mapping::with(&[entry]);
        assert_eq!(mapping.external_id, "Email = address");
        assert_eq!(mapping.first, "first_name");
        for bad in ["", "email", "email=x", "first_name="] {
            assert!(bad.parse::<Entry>().is_err(), "{bad}");
        }
    }
}
