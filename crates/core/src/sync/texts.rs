use crate::record::PersonNames;
use crate::resource::{ExternalId, InvalidText, Name};
use crate::sync::{Person, Refused};

/// The four texts that a row of a table has for a person; an empty one is absent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Texts<'a> {
    /// `external_person_id`
    pub external_id: &'a str,
    /// `first_name`
    pub first_name: &'a str,
    /// `last_name`
    pub last_name: &'a str,
    /// `full_name`
    pub full_name: &'a str,
}

impl Texts<'_> {
    /// The person whom they name.
    ///
    /// # Errors
    /// `missing_member` without an id, `invalid_value` for a text that cannot be stored.
    pub fn person(self) -> Result<Person, Refused> {
        let id = match ExternalId::parse(self.external_id) {
            Ok(id) => id,
            Err(InvalidText::Empty) => {
                let detail = "external_person_id is missing";
                return Err(Refused::new("missing_member", detail));
            }
            Err(why) => return Err(Refused::value("external_person_id", why)),
        };
        let names = PersonNames {
            first: name("first_name", self.first_name)?,
            last: name("last_name", self.last_name)?,
            full: name("full_name", self.full_name)?,
        };
        Ok(Person::External(id, names))
    }
}

/// A name; systems that do not know one may say so with an empty text.
pub(super) fn name(member: &str, text: &str) -> Result<Option<Name>, Refused> {
    match Name::parse(text) {
        Ok(name) => Ok(Some(name)),
        Err(InvalidText::Empty) => Ok(None),
        Err(why) => Err(Refused::value(member, why)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_text_is_absent() {
        let texts = Texts {
            external_id: " E-1 ",
            first_name: "Ada",
            last_name: " ",
            ..Texts::default()
        };
        let names = PersonNames {
            first: Some(Name::parse("Ada").unwrap()),
            ..PersonNames::default()
        };
        let id = ExternalId::parse("E-1").unwrap();
        assert_eq!(texts.person(), Ok(Person::External(id, names)));
    }

    #[test]
    fn says_which_text_is_wrong() {
        let long = "x".repeat(501);
        for (external_id, full_name, code, detail) in [
            (" ", "", "missing_member", "external_person_id is missing"),
            (&*long, "", "invalid_value", "external_person_id is longer"),
            ("a", "b\0", "invalid_value", "full_name holds"),
        ] {
            let texts = Texts {
                external_id,
                full_name,
                ..Texts::default()
            };
            let refused = texts.person().unwrap_err();
            assert_eq!(refused.code, code);
            assert!(refused.detail.starts_with(detail), "{refused:?}");
        }
    }
}
