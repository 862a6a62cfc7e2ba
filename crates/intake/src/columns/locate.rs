use csv::StringRecord;

use super::named::Names;
use super::{Column, Columns, Located, MEMBERS, Problem, Wanted, lacking};
use crate::columns::telling::quoted;
use crate::recipe::Recipe;

/// The most texts in a row above the header, where reports have their title.
const NOTES: usize = 2;

impl Columns {
    /// Finds the header among the first rows of a table (at most some dozen).
    ///
    /// It is the first row that has every column that was asked for and one with the id; above it only notes may
    /// stand, rows with one or two texts.
    ///
    /// # Errors
    /// [`Problem`], with what to type next.
    pub fn locate(first: &[StringRecord], wanted: &Wanted) -> Result<Located, Problem> {
        wanted.check()?;
        for (place, row) in first.iter().enumerate() {
            let names = Names::of(row);
            if let Some((columns, recipe)) = header(&names, wanted)? {
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
        // Of several with as many texts, `max_by_key` takes the last.
        let rows = first.iter().rev().map(Names::of);
        let likeliest = rows.max_by_key(|names| names.filled().count());
        match likeliest.filter(|names| names.filled().next().is_some()) {
            Some(names) => Err(lacking::problem(&names, wanted)),
            None => Err(Problem(
                "there is nothing in it; its first line should name the columns".to_owned(),
            )),
        }
    }
}

/// What a row says as a header; `None` where it is none, for it lacks a column.
fn header(
    names: &Names<'_>,
    wanted: &Wanted,
) -> Result<Option<(Columns, Option<&'static Recipe>)>, Problem> {
    if !wanted.map.iter().all(|(_, column)| names.has(column)) {
        return Ok(None);
    }
    let recipe = wanted.from.or_else(|| Recipe::fitting(&names.0));
    let mut members = [const { None }; MEMBERS.len()];
    for (member, column) in MEMBERS.into_iter().zip(&mut members) {
        *column = place(member, names, wanted, recipe)?;
    }
    if members[0].is_none() {
        return Ok(None);
    }
    let columns = Columns {
        width: names.0.len(),
        members,
        parted_by: recipe.and_then(|recipe| recipe.parted_by),
        last_words: recipe.map_or(&[], |recipe| recipe.last_words),
    };
    Ok(Some((columns, recipe)))
}

/// The column of a member: the one that was asked for, else the recipe's, else the one of the member's own name.
fn place(
    member: &str,
    names: &Names<'_>,
    wanted: &Wanted,
    recipe: Option<&Recipe>,
) -> Result<Option<Column>, Problem> {
    if let Some((_, column)) = wanted.map.iter().find(|(mapped, _)| mapped == member) {
        return names.place(column);
    }
    let usual = recipe.map_or(&[][..], |recipe| recipe.columns(member));
    for column in usual {
        if let Some(column) = names.place(column)? {
            return Ok(Some(column));
        }
    }
    // A recipe that was forced is meant to be the one that counts.
    if member == MEMBERS[0] && wanted.from.is_some() {
        return Ok(None);
    }
    names.place(member)
}

impl Wanted {
    /// Fails where a member is unknown or mapped twice.
    pub(crate) fn check(&self) -> Result<(), Problem> {
        for (place, (member, _)) in self.map.iter().enumerate() {
            if !MEMBERS.contains(&&**member) {
                let known = MEMBERS.join(", ");
                let member = quoted(member);
                return Err(Problem(format!("{member} is no member; there are {known}")));
            }
            if self.map[..place].iter().any(|(other, _)| other == member) {
                return Err(Problem(format!("{member} is mapped twice")));
            }
        }
        Ok(())
    }
}

impl Recipe {
    /// The columns that may hold a member.
    pub(crate) fn columns(&self, member: &str) -> &'static [&'static str] {
        match member {
            "external_person_id" => self.external_id,
            "first_name" => self.first_name,
            "last_name" => self.last_name,
            "full_name" => self.full_name,
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(rows: &[&[&str]]) -> Vec<StringRecord> {
        rows.iter().map(|row| StringRecord::from(*row)).collect()
    }

    fn wanted(map: &[(&str, &str)]) -> Wanted {
        let own = |(member, column): &(&str, &str)| ((*member).to_owned(), (*column).to_owned());
        Wanted {
            from: None,
            map: map.iter().map(own).collect(),
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
        let columns = "external_person_id=URL first_name=First Name last_name=Last Name";
        let expected = (3, Some("linkedin"), columns.to_owned());
        assert_eq!(located(&first, &Wanted::default()), expected);
    }

    #[test]
    fn rows_above_the_header_are_not_passed_over() {
        let first: [&[&str]; 2] = [&["1", "Ada", "Example"], &["external_person_id", "x", "y"]];
        assert!(Columns::locate(&rows(&first), &Wanted::default()).is_err());
    }

    #[test]
    fn what_is_mapped_counts_before_the_recipe() {
        let header: [&[&str]; 1] = [&["Record ID", "First Name", "Last Name", "Email", "Nick"]];
        let map = wanted(&[("external_person_id", "email"), ("full_name", "Nick")]);
        let columns =
            "external_person_id=Email first_name=First Name last_name=Last Name full_name=Nick";
        let expected = (0, Some("hubspot"), columns.to_owned());
        assert_eq!(located(&header, &map), expected);
    }

    #[test]
    fn without_a_recipe_members_have_their_own_columns() {
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
        let wanted = Wanted { from, map: vec![] };
        let header: [&[&str]; 1] = [&["Contact ID", "external_person_id", "Last Name"]];
        let columns = "external_person_id=Contact ID last_name=Last Name";
        let expected = (0, Some("salesforce-contacts"), columns.to_owned());
        assert_eq!(located(&header, &wanted), expected);
    }

    #[test]
    fn case_decides_between_columns_and_two_of_one_name_cannot_be_told_apart() {
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
            "'nickname' is no member; there are external_person_id, first_name, last_name, full_name"
        );
        let twice = [("full_name", "a"), ("full_name", "b")];
        assert_eq!(fails(&twice), "full_name is mapped twice");
    }
}
