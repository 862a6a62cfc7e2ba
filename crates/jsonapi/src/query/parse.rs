use std::collections::HashSet;

use super::include::{Includes, is_include};
use super::{Custom, Filter, Query, QuerySpec, Sort};
use crate::error::{Error, Errors, kind};
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
            let read = self.read(&name, &value, &mut query, &mut page);
            if is_include(&name) {
                if errors.check(includes.add(&name, &value)).is_some() {
                    errors.check(read);
                }
            } else if seen.contains(&name) {
                errors.push(
                    Error::new(&kind::REPEATED_PARAMETER, "give it once")
                        .in_parameter(name.into_owned()),
                );
            } else {
                errors.check(read);
                seen.insert(name);
            }
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
    ) -> Result<(), Errors> {
        if !is_parameter_name(name) {
            let detail = "use letters and digits, with - and _ inside, then members in []";
            return Err(Error::new(&kind::INVALID_PARAMETER_NAME, detail)
                .in_parameter(name.to_owned())
                .into());
        }
        if is_include(name) {
            let paths = self.include(name, value)?;
            let all = query.include.get_or_insert_default();
            all.extend(paths);
            let mut seen = HashSet::new();
            all.retain(|path| seen.insert(*path));
        } else if name == "sort" {
            query.sort = self.sort(value)?;
        } else if let Some(of) = within(name, "fields") {
            query.fields.0.push(self.fields(name, of, value)?);
        } else if let Some(filter) = self.filters.iter().find(|filter| is_filter(name, filter)) {
            query.filters.push(Filter {
                name: filter,
                value: value.to_owned(),
            });
        } else if let Some(spec) = self
            .page
            .filter(|spec| spec.parameters().any(|known| known == name))
        {
            spec.read(name, value, page)?;
        } else if let Some(custom) = self.custom.iter().find(|custom| **custom == name) {
            query.custom.push(Custom {
                name: custom,
                value: value.to_owned(),
            });
        } else {
            return Err(self.unknown(name).into());
        }
        Ok(())
    }

    fn include(&self, name: &str, value: &str) -> Result<Vec<&'static str>, Errors> {
        let unsupported = |detail: String| {
            Error::new(&kind::UNSUPPORTED_INCLUDE, detail).in_parameter(name.to_owned())
        };
        // Even an empty list is refused: the endpoint does not take the parameter at all.
        if self.include.is_empty() {
            return Err(unsupported("nothing can be included here".to_owned()).into());
        }
        list(value, |path| {
            let known = self.include.iter().copied().find(|known| *known == path);
            known.ok_or_else(|| {
                let paths = self.include.join(", ");
                unsupported(format!("{path:?} cannot be included here, only {paths}"))
            })
        })
    }

    fn sort(&self, value: &str) -> Result<Vec<Sort>, Errors> {
        let unsupported = |detail: String| {
            let error = Error::new(&kind::UNSUPPORTED_SORT, detail).in_parameter("sort");
            match self.page {
                Some(_) => error.with_type_link(UNSUPPORTED_SORT),
                None => error,
            }
        };
        if value.is_empty() {
            return Err(unsupported("name a field to sort by".to_owned()).into());
        }
        let sort = list(value, |field| {
            let (descending, field) = field
                .strip_prefix('-')
                .map_or((false, field), |field| (true, field));
            let known = self.sort.iter().copied().find(|known| *known == field);
            known
                .map(|field| Sort { field, descending })
                .ok_or_else(|| {
                    unsupported(match self.sort {
                        [] => "the order here is fixed".to_owned(),
                        fields => format!(
                            "this list cannot be sorted by {field:?}, only by {}",
                            fields.join(", ")
                        ),
                    })
                })
        })?;
        if sort
            .iter()
            .enumerate()
            .any(|(i, one)| sort[..i].iter().any(|other| other.field == one.field))
        {
            return Err(unsupported("a field is listed twice".to_owned()).into());
        }
        Ok(sort)
    }

    fn fields(
        &self,
        name: &str,
        of: &str,
        value: &str,
    ) -> Result<(&'static str, Vec<&'static str>), Errors> {
        let Some((of, known)) = self.fields.iter().find(|(known, _)| *known == of) else {
            return Err(self.unknown(name).into());
        };
        let fields = list(value, |field| {
            known
                .iter()
                .copied()
                .find(|known| *known == field)
                .ok_or_else(|| {
                    let detail = format!("{of} has no field {field:?}, only {}", known.join(", "));
                    Error::new(&kind::UNKNOWN_FIELD, detail).in_parameter(name.to_owned())
                })
        })?;
        Ok((of, fields))
    }

    fn unknown(&self, name: &str) -> Error {
        if !is_defined_family(name) && !is_custom_parameter_name(name) {
            let detail = "JSON:API reserves names of only lower-case letters";
            return Error::new(&kind::INVALID_PARAMETER_NAME, detail).in_parameter(name.to_owned());
        }
        let known: Vec<_> = self.parameters().collect();
        let detail = match &*known {
            [] => "this endpoint takes no query parameters".to_owned(),
            known => format!(
                "there is no parameter {name} here, only {}",
                known.join(", ")
            ),
        };
        Error::new(&kind::UNKNOWN_PARAMETER, detail).in_parameter(name.to_owned())
    }
}

/// The items of a comma-separated list, each once; an empty value is an empty list.
fn list<T: PartialEq>(
    value: &str,
    read: impl Fn(&str) -> Result<T, Error>,
) -> Result<Vec<T>, Errors> {
    let mut errors = Errors::new();
    let mut items = Vec::new();
    for item in value.split(',').take_while(|_| !value.is_empty()) {
        if let Some(item) = errors.check(read(item))
            && !items.contains(&item)
        {
            items.push(item);
        }
    }
    errors.or(items)
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
