use csv::StringRecord;
use wellhead_core::record::{Declaration, Named};

use super::named::Names;
use super::{Column, Columns, Located, NameColumns, Wanted, lacking};
use crate::Problem;
use crate::columns::telling::quoted;
use crate::recipe::Recipe;

/// The most texts in a row above the header, where reports have their title.
const NOTES: usize = 2;

impl Columns {
    /// Finds the header among the first rows of a table (a dozen or so).
    ///
    /// It is the first row that has every requested column and one with the id. Notes may stand above the header of
    /// a known system: rows with one or two texts, and nothing in the id's column. A row that could be a record is
    /// never skipped.
    ///
    /// # Errors
    /// [`Problem`], with what to type next.
    pub fn locate(first: &[StringRecord], wanted: &Wanted) -> Result<Located, Problem> {
        wanted.check()?;
        for (place, row) in first.iter().enumerate() {
            let names = Names::of(row);
            if let Some((columns, recipe)) = header(&names, wanted)? {
                only_notes(&first[..place], &names, &columns, recipe)?;
                return Ok(Located {
                    row: place,
                    columns,
                    recipe,
                });
            }
            if names.filled().count() > NOTES {
                return Err(lacking::problem(&names, wanted));
            }
        }
        // `max_by_key` takes the last of several equals; we want the first.
        let rows = first.iter().rev().map(Names::of);
        let likeliest = rows.max_by_key(|names| names.filled().count());
        match likeliest.filter(|names| names.filled().next().is_some()) {
            Some(names) => Err(lacking::problem(&names, wanted)),
            None => Err(Problem(
                "it is empty; its first line should name the columns".to_owned(),
            )),
        }
    }
}

/// Refuses a header if a row above it could be a record.
fn only_notes(
    above: &[StringRecord],
    header: &Names<'_>,
    columns: &Columns,
    recipe: Option<&'static Recipe>,
) -> Result<(), Problem> {
    let of_system = recipe.filter(|recipe| !recipe.is_own());
    let mut titles = of_system.map_or(0, |recipe| recipe.titles);
    let can_be_told = of_system.is_some() && header.filled().count() > NOTES;
    for (place, row) in above.iter().enumerate() {
        let texts = Names::of(row).filled().count();
        let is_at_id = columns.names.are_in(row);
        if texts == 1 && is_at_id && can_be_told && titles > 0 {
            titles -= 1;
        } else if texts > 0 && (is_at_id || !can_be_told) {
            return Err(Problem(format!(
                "the columns are named in row {}, and row {} above it could be {}, which would be lost: remove \
                 the rows above the header",
                above.len() + 1,
                place + 1,
                columns.record.declaration().words.one,
            )));
        }
    }
    Ok(())
}

/// Reads a row as a header; `None` if it lacks a column.
fn header(
    names: &Names<'_>,
    wanted: &Wanted,
) -> Result<Option<(Columns, Option<&'static Recipe>)>, Problem> {
    if !wanted.map.iter().all(|(_, column)| names.has(column)) {
        return Ok(None);
    }
    let record = wanted.record;
    let fitting = || Recipe::fitting(record, &names.0);
    let recipe = wanted.from.or_else(fitting);
    let Some(name_columns) = name_columns(names, wanted, recipe)? else {
        return Ok(None);
    };
    let mut fields = Vec::with_capacity(record.fields().len());
    for field in record.fields() {
        let usual = recipe.map_or(&[][..], |recipe| recipe.columns(field.name));
        let column = match column(field.name, usual, names, wanted)? {
            None => own(field.name, names, recipe)?,
            column => column,
        };
        fields.push(column);
    }
    let columns = Columns {
        record,
        width: names.0.len(),
        names: name_columns,
        fields,
        parted_by: recipe.and_then(|recipe| recipe.parted_by),
        last_words: recipe.map_or(&[], |recipe| recipe.last_words),
        surely_last_words: recipe.map_or("", |recipe| recipe.surely_last_words),
    };
    Ok(Some((columns, recipe)))
}

/// The columns of a record's names, for each the requested one, else the recipe's, else the one with the member's own
/// name; `None` if there are none. A recipe knows where its system has its own ids.
fn name_columns(
    names: &Names<'_>,
    wanted: &Wanted,
    recipe: Option<&Recipe>,
) -> Result<Option<NameColumns>, Problem> {
    let key = wanted.record.declaration().external_id;
    let usual = recipe.map_or(&[][..], |recipe| recipe.external_id);
    // A forced recipe takes precedence.
    let is_forced = wanted.from.is_some_and(|recipe| !recipe.is_own());
    let known_as = match column(Named::MEMBER, usual, names, wanted)? {
        None if !is_forced => own(Named::MEMBER, names, recipe)?,
        column => column,
    };
    let external_id = match column(key, &[], names, wanted)? {
        None if !is_forced => own(key, names, recipe)?,
        column => column,
    };
    let is_named = known_as.is_some() || external_id.is_some();
    Ok(is_named.then_some(NameColumns {
        known_as,
        external_id,
    }))
}

/// The column that was requested for a member, else the first of the usual ones.
fn column(
    member: &str,
    usual: &[&str],
    names: &Names<'_>,
    wanted: &Wanted,
) -> Result<Option<Column>, Problem> {
    if let Some((_, column)) = wanted.map.iter().find(|(mapped, _)| mapped == member) {
        return names.place(column);
    }
    for column in usual {
        if let Some(column) = names.place(column)? {
            return Ok(Some(column));
        }
    }
    Ok(None)
}

/// The column with the member's own name. A system's export has other names, and one that is only alike is another.
fn own(
    member: &str,
    names: &Names<'_>,
    recipe: Option<&Recipe>,
) -> Result<Option<Column>, Problem> {
    match names.place(member)? {
        None if recipe.is_none_or(Recipe::is_own) => names.alike(member),
        column => Ok(column),
    }
}

impl Wanted {
    /// Fails if the recipe is of another kind, or a member is unknown or mapped twice.
    pub(crate) fn check(&self) -> Result<(), Problem> {
        let Declaration {
            external_id,
            fields,
            words,
            ..
        } = self.record.declaration();
        if let Some(recipe) = self.from
            && let Some(other) = recipe.record.filter(|other| *other != self.record)
        {
            return Err(Problem(format!(
                "the recipe '{}' is for {}, not for {}",
                recipe.name,
                other.declaration().words.many,
                words.many
            )));
        }
        for (place, (member, _)) in self.map.iter().enumerate() {
            let fields = fields.iter().map(|field| field.name);
            let names = [Named::MEMBER, *external_id];
            let known: Vec<_> = names.into_iter().chain(fields).collect();
            if !known.contains(&&**member) {
                let (known, member) = (known.join(", "), quoted(member));
                return Err(Problem(format!(
                    "{member} is not a member of {}; the members are {known}",
                    words.one
                )));
            }
            if self.map[..place].iter().any(|(other, _)| other == member) {
                return Err(Problem(format!("{member} is mapped twice")));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use wellhead_core::record::Kind;

    use super::*;

    fn rows(rows: &[&[&str]]) -> Vec<StringRecord> {
        rows.iter().map(|row| StringRecord::from(*row)).collect()
    }

    fn wanted(map: &[(&str, &str)]) -> Wanted {
        let own = |(member, column): &(&str, &str)| ((*member).to_owned(), (*column).to_owned());
        Wanted {
            map: map.iter().map(own).collect(),
            ..Wanted::default()
        }
    }

    /// The row of the header, the recipe's name, and the columns.
    fn located(first: &[&[&str]], wanted: &Wanted) -> (usize, Option<&'static str>, String) {
        let located = Columns::locate(&rows(first), wanted).unwrap();
        let columns: Vec<_> = located
            .columns
            .members()
            .map(|(member, column)| format!("{member}={column}"))
            .collect();
        let recipe = located.recipe.map(|recipe| recipe.name);
        (located.row, recipe, columns.join(" "))
    }

    #[test]
    fn notes_may_stand_above_the_header() {
        let first: [&[&str]; 4] = [
            &["Notes:"],
            &["Some addresses are missing."],
            &[],
            &[
                "First Name",
                "Last Name",
                "URL",
                "Email Address",
                "Connected On",
            ],
        ];
        let columns =
            "external_id=URL first_name=First Name last_name=Last Name email=Email Address";
        let expected = (3, Some("linkedin"), columns.to_owned());
        assert_eq!(located(&first, &Wanted::default()), expected);
    }

    #[test]
    fn a_possible_person_is_not_skipped() {
        for first in [
            &[&["1", "Ada"][..], &["external_person_id", "full_name"]][..],
            &[&["1"], &["external_person_id", "full_name", "x"]],
            &[&["1", "", ""], &["external_person_id", "first_name", "x"]],
            &[
                &["501", "", "", "ada@example.com"],
                &["Record ID", "First Name", "Last Name", "Email"],
            ],
            &[
                &["Ada", "", "", ""],
                &["Bob", "", "", ""],
                &["Cleo", "", "", ""],
                &["Customer", "Phone Numbers", "Email", "Full Name"],
            ],
        ] {
            let problem = Columns::locate(&rows(first), &Wanted::default()).unwrap_err();
            assert!(problem.to_string().contains("would be lost"), "{problem}");
        }
        let map = wanted(&[("external_person_id", "Key")]);
        let first: [&[&str]; 2] = [&["Ada"], &["Name", "Key", "x", "y"]];
        assert!(Columns::locate(&rows(&first), &map).is_err());
    }

    #[test]
    fn titles_of_a_known_report_are_skipped() {
        let first: [&[&str]; 3] = [
            &["Sample Books", "", "", ""],
            &["Customer Contact List", "", "", ""],
            &["Customer", "Phone Numbers", "Email", "Full Name"],
        ];
        let (row, recipe, _) = located(&first, &Wanted::default());
        assert_eq!((row, recipe), (2, Some("quickbooks")));
    }

    #[test]
    fn people_above_the_header_are_not_skipped() {
        let first: [&[&str]; 2] = [&["1", "Ada", "Example"], &["external_person_id", "x", "y"]];
        assert!(Columns::locate(&rows(&first), &Wanted::default()).is_err());
    }

    #[test]
    fn a_mapping_overrides_the_recipe() {
        let header: [&[&str]; 1] = [&["Record ID", "First Name", "Last Name", "Email", "Nick"]];
        let map = wanted(&[("external_person_id", "email"), ("full_name", "Nick")]);
        let columns = "external_id=Record ID external_person_id=Email first_name=First Name \
                       last_name=Last Name full_name=Nick email=Email";
        let expected = (0, Some("hubspot"), columns.to_owned());
        assert_eq!(located(&header, &map), expected);
    }

    #[test]
    fn without_a_recipe_columns_are_named_like_members() {
        let header: [&[&str]; 1] = [&["Key", "full_name", "Last_Name"]];
        let columns = "external_person_id=Key last_name=Last_Name full_name=full_name";
        let expected = (0, None, columns.to_owned());
        assert_eq!(
            located(&header, &wanted(&[("external_person_id", "Key")])),
            expected
        );
    }

    #[test]
    fn a_recipe_can_be_forced() {
        let from = Recipe::named("salesforce-contacts").ok();
        let wanted = Wanted {
            from,
            ..Wanted::default()
        };
        let header: [&[&str]; 1] = [&["Contact ID", "external_person_id", "Last Name"]];
        let columns = "external_id=Contact ID last_name=Last Name";
        let expected = (0, Some("salesforce-contacts"), columns.to_owned());
        assert_eq!(located(&header, &wanted), expected);
    }

    #[test]
    fn case_decides_between_columns_and_equal_names_are_refused() {
        let header: [&[&str]; 1] = [&["ID", "Id", "Name", "Name", "x", "x"]];
        let by = |column| wanted(&[("external_person_id", column)]);
        assert_eq!(located(&header, &by("Id")).2, "external_person_id=Id");
        let both = Columns::locate(&rows(&header), &by("id")).unwrap_err();
        assert_eq!(
            both.to_string(),
            "the columns 1 and 2 are both called 'id': give one of them another name"
        );
        let map = wanted(&[("external_person_id", "Id"), ("full_name", "Name")]);
        let twice = Columns::locate(&rows(&header), &map).unwrap_err();
        assert!(twice.to_string().contains("columns 3 and 4"), "{twice}");
    }

    #[test]
    fn members_are_known_ones_and_mapped_once() {
        let fails = |map: &[(&str, &str)]| {
            let header: [&[&str]; 1] = [&["external_person_id"]];
            let problem = Columns::locate(&rows(&header), &wanted(map)).unwrap_err();
            problem.to_string()
        };
        assert_eq!(
            fails(&[("nickname", "x")]),
            "'nickname' is not a member of a person; the members are external_id, external_person_id, \
             first_name, last_name, full_name, email"
        );
        let twice = [("full_name", "a"), ("full_name", "b")];
        assert_eq!(fails(&twice), "full_name is mapped twice");
    }

    #[test]
    fn every_kind_has_its_own_columns_in_any_spelling() {
        for record in Kind::ALL {
            let id = record.declaration().external_id;
            let fields = record.fields().iter().map(|field| field.name);
            let members: Vec<_> = [id].into_iter().chain(fields).collect();
            let wanted = Wanted {
                record,
                ..Wanted::default()
            };
            for spell in [
                |member: &str| member.to_owned(),
                |member: &str| member.to_uppercase().replace('_', " "),
                |member: &str| member.replace('_', ""),
            ] {
                let header: Vec<_> = members.iter().map(|member| spell(member)).collect();
                let header: Vec<_> = header.iter().map(String::as_str).collect();
                let pairs: Vec<_> = members.iter().zip(&header).collect();
                let pairs: Vec<_> = pairs.iter().map(|(a, b)| format!("{a}={b}")).collect();
                let expected = (0, Some("wellhead"), pairs.join(" "));
                assert_eq!(located(&[&header], &wanted), expected);
            }
        }
    }

    #[test]
    fn two_spellings_of_one_member_are_refused() {
        let header: [&[&str]; 1] = [&["external_person_id", "Full Name", "full-name"]];
        let problem = Columns::locate(&rows(&header), &Wanted::default()).unwrap_err();
        assert!(problem.to_string().contains("columns 2 and 3"), "{problem}");
        // An exact one decides.
        let header: [&[&str]; 1] = [&["external_person_id", "Full Name", "full_name"]];
        let columns = "external_person_id=external_person_id full_name=full_name";
        let expected = (0, Some("wellhead"), columns.to_owned());
        assert_eq!(located(&header, &Wanted::default()), expected);
    }

    #[test]
    fn another_kinds_members_and_recipes_are_refused() {
        let fails = |from, map: &[(&str, &str)]| {
            let wanted = Wanted {
                record: Kind::Company,
                from,
                ..wanted(map)
            };
            let header: [&[&str]; 1] = [&["external_company_id"]];
            let problem = Columns::locate(&rows(&header), &wanted).unwrap_err();
            problem.to_string()
        };
        assert_eq!(
            fails(None, &[("full_name", "x")]),
            "'full_name' is not a member of a company; the members are external_id, external_company_id, name, domain, \
             registered_name, tax_id, country"
        );
        assert_eq!(
            fails(Recipe::named("hubspot").ok(), &[]),
            "the recipe 'hubspot' is for people, not for companies"
        );
    }

    #[test]
    fn says_which_column_a_new_record_would_need() {
        for (header, lacking) in [
            (&["external_company_id", "name"][..], None),
            (&["external_company_id", "domain"], Some("name")),
        ] {
            let wanted = Wanted {
                record: Kind::Company,
                ..Wanted::default()
            };
            let located = Columns::locate(&rows(&[header]), &wanted).unwrap();
            let field = located.columns.lacking().map(|field| field.name);
            assert_eq!(field, lacking);
        }
    }
}
