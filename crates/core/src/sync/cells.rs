use crate::record::{Kind, Named, RecordKey, Values};
use crate::resource::ExternalId;
use crate::sync::Refused;

/// The names of a record in a row of a table; `None` where the table has no such column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NameCells<'a> {
    /// What the connector calls it.
    pub known_as: Option<&'a str>,
    /// What the workspace's connectors call it.
    pub external_id: Option<&'a str>,
}

impl Named {
    /// The record that a row of a table names: its names, and the text of each field in the order of the kind's
    /// declaration. An empty or missing text means no value.
    ///
    /// # Errors
    /// `missing_member` without a name, `invalid_value` for a text that is not of the field's type.
    pub fn from_cells<'a>(
        kind: Kind,
        names: NameCells<'_>,
        cells: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self, Refused> {
        let key_member = kind.declaration().external_id;
        let known_as = name(Self::MEMBER, names.known_as)?;
        let key = name(key_member, names.external_id)?.map(RecordKey::External);
        if known_as.is_none() && key.is_none() {
            let member = match names.known_as {
                Some(_) => Self::MEMBER,
                None => key_member,
            };
            return Err(Refused::new(
                "missing_member",
                format!("{member} is missing"),
            ));
        }
        let values = Values::from_texts(kind, cells)
            .map_err(|(field, why)| Refused::value(field.name, why))?;
        Ok(Self {
            known_as,
            key,
            values,
        })
    }
}

fn name(member: &str, text: Option<&str>) -> Result<Option<ExternalId>, Refused> {
    let text = text.filter(|text| !text.trim().is_empty());
    text.map(ExternalId::parse)
        .transpose()
        .map_err(|why| Refused::value(member, why))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Value;

    #[test]
    fn an_empty_text_is_absent() {
        let keyed = |id| NameCells {
            external_id: Some(id),
            ..NameCells::default()
        };
        let named = Named::from_cells(Kind::People, keyed(" E-1 "), ["Ada", " "]);
        let mut values = Values::none(Kind::People);
        values.set(0, Some(Value::Text("Ada".to_owned())));
        let id = ExternalId::parse("E-1").unwrap();
        assert_eq!(named, Ok(Named::by_external_id(id.clone(), values)));
        let both = NameCells {
            known_as: Some("E-1"),
            external_id: Some(""),
        };
        let named = Named::from_cells(Kind::People, both, []);
        assert_eq!(
            named,
            Ok(Named::by_identity(id, Values::none(Kind::People)))
        );
        let neither = NameCells {
            known_as: Some(" "),
            ..both
        };
        let refused = Named::from_cells(Kind::People, neither, []).unwrap_err();
        assert_eq!(refused.detail, "external_id is missing");
    }

    #[test]
    fn says_which_text_is_wrong() {
        let long = "x".repeat(501);
        for (kind, external_id, cells, code, detail) in [
            (
                Kind::People,
                " ",
                ["", "", "", "", ""],
                "missing_member",
                "external_person_id is missing",
            ),
            (
                Kind::People,
                &*long,
                ["", "", "", "", ""],
                "invalid_value",
                "external_person_id is longer",
            ),
            (
                Kind::People,
                "a",
                ["", "", "b\0", "", ""],
                "invalid_value",
                "full_name holds",
            ),
            (
                Kind::Invoice,
                "a",
                ["F-1", "paid", "2026-02-30", "", ""],
                "invalid_value",
                "issue_date is not a day in the calendar",
            ),
            (
                Kind::Account,
                "a",
                ["Main", "deposit", "EURO", "", ""],
                "invalid_value",
                "currency is not",
            ),
        ] {
            let names = NameCells {
                external_id: Some(external_id),
                ..NameCells::default()
            };
            let refused = Named::from_cells(kind, names, cells).unwrap_err();
            assert_eq!(refused.code, code);
            assert!(refused.detail.starts_with(detail), "{refused:?}");
        }
    }
}
