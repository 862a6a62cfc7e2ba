use std::collections::HashSet;

use super::include::{Includes, is_include};
use super::{Custom, Filter, Query, QuerySpec, Sort};
use crate::error::{Error, Errors, Kind, kind};
use crate::member_name::{base_name, is_custom_parameter_name, is_parameter_name};
use crate::page::{PageParameters, UNSUPPORTED_SORT};

impl QuerySpec {
    /// Reads a query string: the part of the URL after the question mark.
    ///
    /// # Errors
    /// 400, listing every parameter that is unknown, misnamed, repeated or invalid.
    pub fn parse(&self, raw: Option<&str>) -> Result<Query, Errors> {
        let mut errors = Errors::new();
        let mut query = Query::default();
        let mut page = PageParameters::default();
        let (mut seen, mut includes) = (HashSet::new(), Includes::default());
        for (name, value) in form_urlencoded::parse(raw.unwrap_or_default().as_bytes()) {
            if is_include(&name) {
                if errors.check(includes.add(&name, &value)).is_none() {
                    continue;
                }
            } else if seen.contains(&name) {
                errors.add(&kind::REPEATED_PARAMETER, |kind| {
                    Error::new(kind, "give it once").in_parameter(name.into_owned())
                });
                continue;
            }
            self.read(&name, &value, &mut query, &mut page, &mut errors);
            seen.insert(name);
        }
        if let Some(spec) = self.page {
            query.page = spec.page(page);
        }
        errors.or(query)
    }

    fn read(
        &self,
        name: &str,
        value: &str,
        query: &mut Query,
        page: &mut PageParameters,
        errors: &mut Errors,
    ) {
        if !is_parameter_name(name) {
            errors.add(&kind::INVALID_PARAMETER_NAME, |kind| {
                let detail = "use letters and digits, with - and _ inside, then members in []";
                Error::new(kind, detail).in_parameter(name.to_owned())
            });
        } else if is_include(name) {
            let paths = self.include(name, value, errors);
            let all = query.include.get_or_insert_default();
            all.extend(paths);
            let mut seen = HashSet::new();
            all.retain(|path| seen.insert(*path));
        } else if name == "sort" {
            query.sort = errors.check(self.sort(value)).unwrap_or_default();
        } else if let Some((of, known)) = self.fields_of(name) {
            let fields = fields(name, of, known, value, errors);
            query.fields.0.push((of, fields));
        } else if let Some(filter) = self.filters.iter().find(|filter| is_filter(name, filter)) {
            query.filters.push(Filter {
                name: filter,
                value: value.to_owned(),
            });
        } else if let Some(spec) = self
            .page
            .filter(|spec| spec.parameters().any(|known| known == name))
        {
            errors.check(spec.read(name, value, page));
        } else if let Some(custom) = self.custom.iter().find(|custom| **custom == name) {
            query.custom.push(Custom {
                name: custom,
                value: value.to_owned(),
            });
        } else {
            self.refuse(name, errors);
        }
    }

    fn include(&self, name: &str, value: &str, errors: &mut Errors) -> Vec<&'static str> {
        let kind = &kind::UNSUPPORTED_INCLUDE;
        // Even an empty list is refused: the endpoint does not take the parameter at all.
        if self.include.is_empty() {
            errors.add(kind, |kind| {
                Error::new(kind, "nothing can be included here").in_parameter(name.to_owned())
            });
            return Vec::new();
        }
        let known = |path: &str| self.include.iter().copied().find(|known| *known == path);
        list(value, known, errors, kind, |kind, path| {
            let paths = self.include.join(", ");
            let detail = format!("{path:?} cannot be included here, only {paths}");
            Error::new(kind, detail).in_parameter(name.to_owned())
        })
    }

    fn sort(&self, value: &str) -> Result<Vec<Sort>, Errors> {
        let kind = &kind::UNSUPPORTED_SORT;
        let unsupported = |kind, detail: String| {
            let error = Error::new(kind, detail).in_parameter("sort");
            match self.page {
                Some(_) => error.with_type_link(UNSUPPORTED_SORT),
                None => error,
            }
        };
        if value.is_empty() {
            return Err(unsupported(kind, "name a field to sort by".to_owned()).into());
        }
        let known = |field: &str| {
            let (descending, field) = direction(field);
            let known = self.sort.iter().copied().find(|known| *known == field);
            known.map(|field| Sort { field, descending })
        };
        let mut errors = Errors::new();
        let sort = list(value, known, &mut errors, kind, |kind, field| {
            let (_, field) = direction(field);
            let detail = match self.sort {
                [] => "the order here is fixed".to_owned(),
                fields => format!(
                    "this list cannot be sorted by {field:?}, only by {}",
                    fields.join(", ")
                ),
            };
            unsupported(kind, detail)
        });
        let sort = errors.or(sort)?;
        if sort
            .iter()
            .enumerate()
            .any(|(i, one)| sort[..i].iter().any(|other| other.field == one.field))
        {
            return Err(unsupported(kind, "a field is listed twice".to_owned()).into());
        }
        Ok(sort)
    }

    /// The resource type that `fields[TYPE]` names, and its fields.
    fn fields_of(&self, name: &str) -> Option<(&'static str, &'static [&'static str])> {
        let of = within(name, "fields")?;
        self.fields.iter().copied().find(|(known, _)| *known == of)
    }

    fn refuse(&self, name: &str, errors: &mut Errors) {
        if !is_defined_family(name) && !is_custom_parameter_name(name) {
            return errors.add(&kind::INVALID_PARAMETER_NAME, |kind| {
                let detail = "JSON:API reserves names of only lower-case letters";
                Error::new(kind, detail).in_parameter(name.to_owned())
            });
        }
        errors.add(&kind::UNKNOWN_PARAMETER, |kind| {
            let known: Vec<_> = self.parameters().collect();
            let detail = match &*known {
                [] => "this endpoint takes no query parameters".to_owned(),
                known => format!(
                    "there is no parameter {name} here, only {}",
                    known.join(", ")
                ),
            };
            Error::new(kind, detail).in_parameter(name.to_owned())
        });
    }
}

/// The fields of the type `of` that a value lists.
fn fields(
    name: &str,
    of: &str,
    known: &[&'static str],
    value: &str,
    errors: &mut Errors,
) -> Vec<&'static str> {
    let one = |field: &str| known.iter().copied().find(|known| *known == field);
    list(value, one, errors, &kind::UNKNOWN_FIELD, |kind, field| {
        let detail = format!("{of} has no field {field:?}, only {}", known.join(", "));
        Error::new(kind, detail).in_parameter(name.to_owned())
    })
}

/// Whether the greatest value of a field to sort by comes first, and the field.
fn direction(field: &str) -> (bool, &str) {
    field
        .strip_prefix('-')
        .map_or((false, field), |field| (true, field))
}

/// The items of a comma-separated list that are known, each once; an empty value is an empty list. An unknown one is an error of
/// this kind.
fn list<T: PartialEq>(
    value: &str,
    known: impl Fn(&str) -> Option<T>,
    errors: &mut Errors,
    kind: &'static Kind,
    word: impl Fn(&'static Kind, &str) -> Error,
) -> Vec<T> {
    let mut items = Vec::new();
    for item in value.split(',').take_while(|_| !value.is_empty()) {
        match known(item) {
            Some(known) if items.contains(&known) => {}
            Some(known) => items.push(known),
            None => errors.add(kind, |kind| word(kind, item)),
        }
    }
    items
}

/// Whether a parameter belongs to one of the families that JSON:API itself defines.
fn is_defined_family(name: &str) -> bool {
    ["include", "fields", "sort", "page", "filter"].contains(&base_name(name))
}

/// `x` of `family[x]`.
fn within<'n>(name: &'n str, family: &str) -> Option<&'n str> {
    name.strip_prefix(family)?
        .strip_prefix('[')?
        .strip_suffix(']')
}

/// Whether a parameter is the one that [`super::filter_parameter`] makes of the filter.
fn is_filter(name: &str, filter: &str) -> bool {
    let (first, rest) = filter.split_at(filter.find('[').unwrap_or(filter.len()));
    name.strip_prefix("filter[")
        .and_then(|name| name.strip_prefix(first))
        .and_then(|name| name.strip_prefix(']'))
        .is_some_and(|name| name == rest)
}
