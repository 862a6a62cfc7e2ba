use crate::record::{Kind, Named, Values};
use crate::resource::{ExternalId, InvalidText};
use crate::sync::Refused;

impl Named {
    /// The record that a row of a table names: its external id, and the text of each field in the order of the
    /// kind's declaration. An empty or missing text means no value.
    ///
    /// # Errors
    /// `missing_member` without an external id, `invalid_value` for a text that is not of the field's type.
    pub fn from_cells<'a>(
        kind: Kind,
        external_id: &str,
        cells: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self, Refused> {
        let member = kind.declaration().external_id;
        let id = match ExternalId::parse(external_id) {
            Ok(id) => id,
            Err(InvalidText::Empty) => {
                let detail = format!("{member} is missing");
                return Err(Refused::new("missing_member", detail));
            }
            Err(why) => return Err(Refused::value(member, why)),
        };
        let values = Values::from_texts(kind, cells)
            .map_err(|(field, why)| Refused::value(field.name, why))?;
        Ok(Self::External(id, values))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Value;

    #[test]
    fn an_empty_text_is_absent() {
        let named = Named::from_cells(Kind::People, " E-1 ", ["Ada", " "]);
        let mut values = Values::none(Kind::People);
        values.set(0, Some(Value::Text("Ada".to_owned())));
        let id = ExternalId::parse("E-1").unwrap();
        assert_eq!(named, Ok(Named::External(id, values)));
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
            let refused = Named::from_cells(kind, external_id, cells).unwrap_err();
            assert_eq!(refused.code, code);
            assert!(refused.detail.starts_with(detail), "{refused:?}");
        }
    }
}
