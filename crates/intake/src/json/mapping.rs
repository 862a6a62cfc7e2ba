use csv::StringRecord;
use serde_json::{Map, Value};
use wellhead_core::record::{Kind, Named};
use wellhead_core::sync::{Refused, id_text, members};

use crate::columns::{Columns, MEMBERS, Wanted, first_of};
use crate::recipe::{RECIPES, Recipe, is_same};

/// Which members of the objects hold a person's fields.
#[derive(Debug)]
pub(crate) enum Mapping {
    /// The ledger's own lines, in which an unknown member is an error.
    Own {
        /// The [`MEMBERS`] that the first object has.
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
    /// Where each of [`MEMBERS`] may be. The id has only one place, so that a person has only one id.
    places: [Vec<Path>; MEMBERS.len()],
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
        let names = names(first);
        let fitting = Recipe::fitting(&names.iter().map(|name| &**name).collect::<Vec<_>>());
        let is_own = fitting.is_none_or(|recipe| *recipe == RECIPES[0]);
        if wanted.from.is_none() && wanted.map.is_empty() && is_own {
            let is_other =
                fitting.is_none() && !first.is_empty() && !first.contains_key("people_id");
            let has = |member: &&str| first.contains_key(*member);
            return Self::Own {
                members: MEMBERS.into_iter().filter(has).collect(),
                problem: is_other.then(|| problem(&names, wanted)).flatten(),
            };
        }
        let recipe = wanted.from.or(fitting);
        let places = MEMBERS.map(|member| {
            let mut paths = paths(member, wanted, recipe);
            for path in &mut paths {
                // Spelt as in the objects.
                if let Some(name) = names.iter().find(|name| is_same(name, &path.0)) {
                    path.0.clone_from(name);
                }
            }
            if member == MEMBERS[0] {
                let place = paths.iter().position(|path| path.find(first).is_some());
                paths = vec![paths.swap_remove(place.unwrap_or(0))];
            }
            paths
        });
        Self::Foreign(Box::new(Foreign { recipe, places }))
    }

    /// The person that an object names.
    pub(crate) fn person(&self, object: &[u8]) -> Result<Named, Refused> {
        let person = match self {
            Self::Own { .. } => Named::from_line(Kind::People, object),
            Self::Foreign(foreign) => members(object).and_then(|it| foreign.person(&it)),
        };
        person.map_err(|mut refused| {
            match (refused.code, self) {
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
                let of = |(member, paths): (&'static str, &Vec<Path>)| {
                    let paths: Vec<_> = paths.iter().map(|path| &*path.0).collect();
                    (member, paths.join(" or "))
                };
                MEMBERS.into_iter().zip(&foreign.places).map(of).collect()
            }
        }
    }
}

impl Foreign {
    fn person(&self, members: &Map<String, Value>) -> Result<Named, Refused> {
        let [id, first, last, full] = &self.places;
        let id = id[0].find(members).map_or(Ok(String::new()), |value| {
            id_text(value.clone()).ok_or_else(|| {
                let detail = format!("{} is neither a string nor a whole number", id[0].0);
                Refused::new("invalid_value", detail)
            })
        })?;
        let external_id = match self.recipe.and_then(|recipe| recipe.parted_by) {
            Some(parted_by) => first_of(&id, parted_by),
            None => &id,
        };
        if external_id.trim().is_empty() {
            let detail = format!(
                "external_person_id is missing: there is no {}",
                self.places[0][0].0
            );
            return Err(Refused::new("missing_member", detail));
        }
        let cells = [
            text(first, members)?,
            text(last, members)?,
            text(full, members)?,
        ];
        Named::from_cells(Kind::People, external_id, cells)
    }
}

/// The first text found in these places.
fn text<'a>(paths: &[Path], members: &'a Map<String, Value>) -> Result<&'a str, Refused> {
    for path in paths {
        match path.find(members) {
            None => {}
            Some(Value::String(text)) if text.trim().is_empty() => {}
            Some(Value::String(text)) => return Ok(text),
            Some(_) => {
                let detail = format!("{} is not a string", path.0);
                return Err(Refused::new("invalid_value", detail));
            }
        }
    }
    Ok("")
}

/// Where a member may be, the likeliest place first.
fn paths(member: &str, wanted: &Wanted, recipe: Option<&Recipe>) -> Vec<Path> {
    let mapped = wanted.map.iter().find(|(mapped, _)| mapped == member);
    if let Some((_, path)) = mapped {
        return vec![Path(path.clone())];
    }
    let usual = recipe.map_or(&[][..], |recipe| recipe.columns(member));
    // A forced recipe takes precedence.
    let is_forced = member == MEMBERS[0] && wanted.from.is_some();
    let own = [member]
        .into_iter()
        .filter(|_| !is_forced && !usual.contains(&member));
    usual
        .iter()
        .copied()
        .chain(own)
        .map(|path| Path(path.to_owned()))
        .collect()
}

impl Path {
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
