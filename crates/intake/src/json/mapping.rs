use csv::StringRecord;
use serde_json::{Map, Value};
use wellhead_core::record::{Field, Kind, Named, Value as Known};
use wellhead_core::sync::{Refused, id_text, members};

use crate::columns::{Columns, Wanted, first_of};
use crate::recipe::{RECIPES, Recipe, is_alike, is_same};

/// Which members of the objects hold a record's fields.
#[derive(Debug)]
pub(crate) enum Mapping {
    /// The ledger's own lines, in which an unknown member is an error.
    Own {
        record: Kind,
        /// The kind's members that the first object has.
        members: Vec<&'static str>,
        /// What to say if it has none that we know.
        problem: Option<String>,
    },
    /// Another system's objects, whose other members are ignored.
    Foreign(Box<Foreign>),
}

#[derive(Debug)]
pub(crate) struct Foreign {
    pub(crate) recipe: Option<&'static Recipe>,
    record: Kind,
    /// Where the external id is. It has only one place, so that a record has only one id.
    id: Path,
    /// Where each field may be, in the order of the declaration.
    fields: Vec<Vec<Path>>,
}

/// The place of a member: at the top, or in other objects, with dots between the names.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Path(String);

/// A hint for a line that is not the ledger's own.
const OF_ANOTHER: &str =
    "; if this is another system's file, say which member is the id: --id MEMBER";

impl Mapping {
    /// The mapping for objects whose first one has these members.
    pub(crate) fn of(first: &Map<String, Value>, wanted: &Wanted) -> Self {
        let record = wanted.record;
        let external_id = record.declaration().external_id;
        let names = names(first);
        let header: Vec<_> = names.iter().map(|name| &**name).collect();
        let fitting = Recipe::fitting(record, &header);
        let is_own = fitting.is_none_or(Recipe::is_own);
        if wanted.from.is_none() && wanted.map.is_empty() && is_own {
            let is_other = fitting.is_none()
                && !first.is_empty()
                && !first.contains_key(record.wire().record_id);
            let fields = record.fields().iter().map(|field| field.name);
            let members = [external_id].into_iter().chain(fields);
            return Self::Own {
                record,
                members: members
                    .filter(|member| first.contains_key(*member))
                    .collect(),
                problem: is_other.then(|| problem(&names, wanted)).flatten(),
            };
        }
        let recipe = wanted.from.or(fitting);
        let usual = recipe.map_or(&[][..], |recipe| recipe.external_id);
        // A forced recipe takes precedence.
        let is_forced = wanted.from.is_some_and(|recipe| !recipe.is_own());
        let own_id = (!is_forced).then(|| Path::own(external_id, &names, recipe));
        let mut ids = paths(external_id, usual, own_id, &names, wanted);
        let place = ids.iter().position(|path| path.find(first).is_some());
        let fields = record.fields().iter().map(|field| {
            let usual = recipe.map_or(&[][..], |recipe| recipe.columns(field.name));
            let own = Path::own(field.name, &names, recipe);
            paths(field.name, usual, Some(own), &names, wanted)
        });
        Self::Foreign(Box::new(Foreign {
            recipe,
            record,
            fields: fields.collect(),
            id: ids.swap_remove(place.unwrap_or(0)),
        }))
    }

    /// The record that an object names.
    pub(crate) fn record(&self, object: &[u8]) -> Result<Named, Refused> {
        let named = match self {
            Self::Own { record, .. } => Named::from_line(*record, object),
            Self::Foreign(foreign) => members(object).and_then(|it| foreign.record(&it)),
        };
        named.map_err(|mut refused| {
            match (&*refused.code, self) {
                ("invalid_json", _) => refused.detail.insert_str(0, "not a JSON object: "),
                ("unknown_member" | "missing_member", Self::Own { .. }) => {
                    refused.detail += OF_ANOTHER;
                }
                _ => {}
            }
            refused
        })
    }

    /// What to say about a source that is not the ledger's own and that no recipe fits.
    pub(crate) fn problem(&self) -> Option<&str> {
        match self {
            Self::Own { problem, .. } => problem.as_deref(),
            Self::Foreign(_) => None,
        }
    }

    pub(crate) fn recipe(&self) -> Option<&'static Recipe> {
        match self {
            Self::Own { .. } => Some(&RECIPES[0]),
            Self::Foreign(foreign) => foreign.recipe,
        }
    }

    /// Each member, and where it is looked for.
    pub(crate) fn members(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Own { members, .. } => {
                let own = members.iter().map(|member| (*member, (*member).to_owned()));
                own.collect()
            }
            Self::Foreign(foreign) => {
                let id = (
                    foreign.record.declaration().external_id,
                    foreign.id.0.clone(),
                );
                let fields = foreign.record.fields().iter().zip(&foreign.fields);
                let fields = fields.map(|(field, paths)| {
                    let paths: Vec<_> = paths.iter().map(|path| &*path.0).collect();
                    (field.name, paths.join(" or "))
                });
                [id].into_iter().chain(fields).collect()
            }
        }
    }
}

impl Foreign {
    fn record(&self, members: &Map<String, Value>) -> Result<Named, Refused> {
        let Path(place) = &self.id;
        let id = self.id.find(members).map_or(Ok(String::new()), |value| {
            id_text(value.clone())
                .map_err(|why| Refused::new("invalid_value", format!("{place} {why}")))
        })?;
        let external_id = match self.recipe.and_then(|recipe| recipe.parted_by) {
            Some(parted_by) => first_of(&id, parted_by),
            None => &id,
        };
        if external_id.trim().is_empty() {
            let member = self.record.declaration().external_id;
            let detail = format!("{member} is missing: there is no {place}");
            return Err(Refused::new("missing_member", detail));
        }
        let mut named = Named::from_cells(self.record, external_id, [])?;
        if let Named::External(_, values) = &mut named {
            let fields = self.record.fields().iter().zip(&self.fields);
            for (position, (field, paths)) in fields.enumerate() {
                values.set(position, value(field, paths, members)?);
            }
        }
        Ok(named)
    }
}

/// The first value of a field found in these places. An empty text counts as missing.
fn value(
    field: &Field,
    paths: &[Path],
    members: &Map<String, Value>,
) -> Result<Option<Known>, Refused> {
    for path in paths {
        let found = match path.find(members) {
            None => continue,
            Some(Value::String(text)) if text.trim().is_empty() => continue,
            Some(found) => found,
        };
        let value = field.of.parse_json(found).map(Some);
        return value.map_err(|why| Refused::new("invalid_value", format!("{} {why}", field.name)));
    }
    Ok(None)
}

/// Where a member may be, the likeliest place first: the requested one, or else the usual ones and its own.
fn paths(
    member: &str,
    usual: &[&str],
    own: Option<Path>,
    names: &[String],
    wanted: &Wanted,
) -> Vec<Path> {
    let mapped = wanted.map.iter().find(|(mapped, _)| mapped == member);
    if let Some((_, path)) = mapped {
        return vec![Path::spelt(path, names)];
    }
    let usual = usual.iter().map(|path| Path::spelt(path, names));
    let mut paths: Vec<_> = usual.collect();
    paths.extend(own.filter(|own| !paths.contains(own)));
    paths
}

impl Path {
    /// A path, spelt as in the objects that have these names.
    fn spelt(path: &str, names: &[String]) -> Self {
        let spelt = names.iter().find(|name| is_same(name, path));
        Self(spelt.map_or(path, String::as_str).to_owned())
    }

    /// The path of the member's own name. A system's objects have other names, and one that is only alike is another.
    fn own(member: &str, names: &[String], recipe: Option<&Recipe>) -> Self {
        let own = Self::spelt(member, names);
        if names.contains(&own.0) || recipe.is_some_and(|recipe| !recipe.is_own()) {
            return own;
        }
        let alike = names.iter().find(|name| is_alike(name, member));
        alike.map_or(own, |alike| Self(alike.clone()))
    }

    /// The value there. Null counts as missing.
    fn find<'a>(&self, members: &'a Map<String, Value>) -> Option<&'a Value> {
        let value = members.get(&self.0).or_else(|| {
            let mut names = self.0.split('.');
            let outer = members.get(names.next()?)?;
            names.try_fold(outer, |value, name| value.get(name))
        });
        value.filter(|value| !value.is_null())
    }
}

/// The names of the members, including nested ones.
fn names(members: &Map<String, Value>) -> Vec<String> {
    let mut names = Vec::new();
    for (name, value) in members {
        names.push(name.clone());
        if let Value::Object(inner) = value {
            names.extend(inner.keys().map(|inner| format!("{name}.{inner}")));
        }
    }
    names
}

/// What is missing, and what to type next.
fn problem(names: &[String], wanted: &Wanted) -> Option<String> {
    let header: StringRecord = names.iter().collect();
    Columns::locate(&[header], wanted)
        .err()
        .map(|problem| problem.0)
}
