use csv::StringRecord;
use serde_json::{Map, Value};
use wellhead_core::record::{Field, Kind, Named, Value as Known};
use wellhead_core::sync::{NameCells, Refused, id_text, members};

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
    /// Where the system's own id is. It has only one place, so that a record has only one.
    known_as: Option<Path>,
    /// The same of the id that the workspace's connectors share.
    external_id: Option<Path>,
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
            let members = [Named::MEMBER, external_id].into_iter().chain(fields);
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
        let name = |member: &str, usual: &[&str]| {
            let own = (!is_forced).then(|| Path::own(member, &names, recipe));
            let mut ids = paths(member, usual, own, &names, wanted);
            let place = ids.iter().position(|path| path.find(first).is_some());
            let is_wanted = !usual.is_empty() || wanted.map.iter().any(|(it, _)| it == member);
            let place = place.or(is_wanted.then_some(0))?;
            Some(ids.swap_remove(place))
        };
        let fields = record.fields().iter().map(|field| {
            let usual = recipe.map_or(&[][..], |recipe| recipe.columns(field.name));
            let own = Path::own(field.name, &names, recipe);
            paths(field.name, usual, Some(own), &names, wanted)
        });
        Self::Foreign(Box::new(Foreign {
            recipe,
            record,
            fields: fields.collect(),
            known_as: name(Named::MEMBER, usual),
            external_id: name(external_id, &[]),
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
                let names = foreign.names().filter_map(|(member, path)| {
                    let Path(place) = path?;
                    Some((member, place.clone()))
                });
                let fields = foreign.record.fields().iter().zip(&foreign.fields);
                let fields = fields.map(|(field, paths)| {
                    let paths: Vec<_> = paths.iter().map(|path| &*path.0).collect();
                    (field.name, paths.join(" or "))
                });
                names.chain(fields).collect()
            }
        }
    }
}

impl Foreign {
    /// The members that name a record, and where each is.
    fn names(&self) -> impl Iterator<Item = (&'static str, Option<&Path>)> {
        let members = [Named::MEMBER, self.record.declaration().external_id];
        members
            .into_iter()
            .zip([self.known_as.as_ref(), self.external_id.as_ref()])
    }

    fn record(&self, members: &Map<String, Value>) -> Result<Named, Refused> {
        let mut texts = [None, None];
        let mut missing = None;
        for ((member, path), text) in self.names().zip(&mut texts) {
            let Some(path) = path else { continue };
            let Path(place) = path;
            let found = path.find(members).map(|value| id_text(value.clone()));
            let id = found
                .transpose()
                .map_err(|why| Refused::new("invalid_value", format!("{place} {why}")))?;
            let id = id.unwrap_or_default();
            if self.first(&id).trim().is_empty() {
                missing.get_or_insert_with(|| format!("{member} is missing: there is no {place}"));
            }
            *text = Some(id);
        }
        let [known_as, external_id] = &texts;
        let first =
            |text: &'_ Option<String>| text.as_deref().map(|text| self.first(text).to_owned());
        let (known_as, external_id) = (first(known_as), first(external_id));
        let is_named = [&known_as, &external_id]
            .into_iter()
            .flatten()
            .any(|text| !text.trim().is_empty());
        if !is_named {
            let detail = missing.unwrap_or_else(|| format!("{} is missing", Named::MEMBER));
            return Err(Refused::new("missing_member", detail));
        }
        let cells = NameCells {
            known_as: known_as.as_deref(),
            external_id: external_id.as_deref(),
        };
        let mut named = Named::from_cells(self.record, cells, [])?;
        let fields = self.record.fields().iter().zip(&self.fields);
        for (position, (field, paths)) in fields.enumerate() {
            named
                .values
                .set(position, self.value(field, paths, members)?);
        }
        Ok(named)
    }

    /// The first of the values in a text, if the system may write several.
    fn first<'a>(&self, text: &'a str) -> &'a str {
        match self.recipe.and_then(|recipe| recipe.parted_by) {
            Some(parted_by) => first_of(text, parted_by),
            None => text,
        }
    }

    /// The first value of a field found in these places. An empty text counts as missing.
    fn value(
        &self,
        field: &Field,
        paths: &[Path],
        members: &Map<String, Value>,
    ) -> Result<Option<Known>, Refused> {
        let is_email = self.record.declaration().email == Some(field.name);
        for path in paths {
            let value = match path.find(members) {
                None => continue,
                Some(Value::String(text)) if text.trim().is_empty() => continue,
                Some(Value::String(text)) if is_email => field.parse(self.first(text)),
                Some(found) => field.of.parse_json(found),
            };
            return value
                .map(Some)
                .map_err(|why| Refused::new("invalid_value", format!("{} {why}", field.name)));
        }
        Ok(None)
    }
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
