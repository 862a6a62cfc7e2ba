use super::{OF_PEOPLE, Recipe};

/// Salesforce: a report on contacts, exported as details, with field labels.
///
/// `"Salutation","First Name","Last Name","Title","Account Name",…,"Email","Contact ID"`. A report has the id only
/// if
/// it was added as a column, in its 15-character form; see "Record IDs" on <https://help.salesforce.com>.
pub(super) const CONTACTS: Recipe = Recipe {
    name: "salesforce-contacts",
    title: "Salesforce contacts, from a report",
    signature: &["First Name", "Last Name", "Account Name"],
    external_id: &["Contact ID"],
    fields: &[
        ("first_name", &["First Name"]),
        ("last_name", &["Last Name"]),
        ("full_name", &["Full Name"]),
        ("email", &["Email"]),
    ],
    note: REPORT,
    ..OF_PEOPLE
};

/// Salesforce: a report on leads.
///
/// `"Lead Owner","First Name","Last Name","Title","Company / Account","Lead Source",…,"Email","Lead ID"`.
pub(super) const LEADS: Recipe = Recipe {
    name: "salesforce-leads",
    title: "Salesforce leads, from a report",
    signature: &["First Name", "Last Name", "Company / Account"],
    external_id: &["Lead ID"],
    fields: &[
        ("first_name", &["First Name"]),
        ("last_name", &["Last Name"]),
        ("email", &["Email"]),
    ],
    note: REPORT,
    ..OF_PEOPLE
};

/// Salesforce: contacts or leads with the API's field names, from Data Loader, the weekly export or the REST API.
///
/// `"Id","IsDeleted","MasterRecordId","AccountId","LastName","FirstName","Salutation","Name",…`: the objects
/// Contact and Lead on <https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta>.
pub(super) const API: Recipe = Recipe {
    name: "salesforce-api",
    title: "Salesforce contacts or leads, from Data Loader or the API",
    signature: &["FirstName", "LastName"],
    external_id: &["Id"],
    fields: &[
        ("first_name", &["FirstName"]),
        ("last_name", &["LastName"]),
        ("full_name", &["Name"]),
        ("email", &["Email"]),
    ],
    note: Some(
        "ids have 18 characters here and 15 in reports: import from only one of the two, or people will appear twice",
    ),
    ..OF_PEOPLE
};

const REPORT: Option<&str> = Some(
    "ids have 15 characters in reports and 18 from Data Loader: import from only one of the two, or people will \
     appear twice",
);
