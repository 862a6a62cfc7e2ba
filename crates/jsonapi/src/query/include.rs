//! The forms in which clients write several paths to include.
//!
//! JSON:API has a list with commas. Builders of query strings turn an array into several parameters instead: `include`
//! again and again, `include[]`, or `include[0]`, `include[1]`. All of them mean one list. Two forms in one request, or an
//! empty value beside others, could mean several things and are refused.

use std::collections::HashSet;

use crate::error::{Error, kind};

/// How a parameter says that it is a part of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// `include`
    Plain,
    /// `include[]`
    Array,
    /// `include[0]`
    Indexed,
}

impl Form {
    fn of(name: &str) -> Option<Self> {
        let brackets = name.strip_prefix("include")?;
        let within = brackets
            .strip_prefix('[')
            .and_then(|it| it.strip_suffix(']'));
        match within {
            None => brackets.is_empty().then_some(Self::Plain),
            Some("") => Some(Self::Array),
            Some(index) => {
                let is_number = index.bytes().all(|byte| byte.is_ascii_digit());
                is_number.then_some(Self::Indexed)
            }
        }
    }
}

/// Whether a parameter is the list of what to include, or a part of it.
pub(super) fn is_include(name: &str) -> bool {
    Form::of(name).is_some()
}

/// The parts of the list that have come.
#[derive(Debug, Default)]
pub(super) struct Includes {
    form: Option<Form>,
    has_empty: bool,
    /// Their names, with an index.
    indexed: HashSet<String>,
}

impl Includes {
    /// Takes one more part.
    ///
    /// # Errors
    /// If it does not go with those before.
    pub(super) fn add(&mut self, name: &str, value: &str) -> Result<(), Error> {
        let (form, is_empty) = (Form::of(name), value.is_empty());
        let is_first = self.form.is_none();
        let goes = is_first || self.form == form && !is_empty && !self.has_empty;
        if !goes || !self.is_new(form, name) {
            let detail = "give it once, or each path in a parameter of the same form";
            return Err(Error::new(&kind::REPEATED_PARAMETER, detail).in_parameter(name.to_owned()));
        }
        (self.form, self.has_empty) = (form, is_empty);
        Ok(())
    }

    fn is_new(&mut self, form: Option<Form>, name: &str) -> bool {
        form != Some(Form::Indexed) || self.indexed.insert(name.to_owned())
    }
}
