/// What an export of a well-known system looks like, and where it keeps what a person needs.
#[derive(Debug)]
pub struct Recipe {
    /// What `--from` calls it, such as `hubspot`.
    pub name: &'static str,
    /// What it is, for people: "HubSpot contacts".
    pub title: &'static str,
    /// The columns that together are found in no other export: where all are in the header, it is this one.
    pub signature: &'static [&'static str],
    /// The columns that may hold the system's own id of the person; the first that the header has is it.
    pub external_id: &'static [&'static str],
    /// The same for the first name.
    pub first_name: &'static [&'static str],
    /// The same for the last name.
    pub last_name: &'static [&'static str],
    /// The same for the full name.
    pub full_name: &'static [&'static str],
    /// What people should know of it, such as that the export has no id and the e-mail address stands in.
    pub note: Option<&'static str>,
}

/// Every recipe, in the order in which people are shown them.
pub const RECIPES: &[Recipe] = &[];
