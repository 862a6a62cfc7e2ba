use super::{OF_COMPANIES, OF_PEOPLE, Recipe};

/// HubSpot: contacts, exported from a view or a list.
///
/// `"Record ID","First Name","Last Name","Email","Phone Number","Contact owner","Primary Associated Company ID",
/// "Last Activity Date","Lead Status","Marketing contact status","Create Date","Associated Company"`, or whatever
/// else
/// the view shows. If companies are exported along with it, the id is called `Record ID - Contact`. See "Export
/// records" on
/// <https://knowledge.hubspot.com>.
pub(super) const CONTACTS: Recipe = Recipe {
    name: "hubspot",
    title: "HubSpot contacts",
    signature: &["First Name", "Last Name", "Email"],
    external_id: &["Record ID", "Record ID - Contact"],
    fields: &[
        ("first_name", &["First Name"]),
        ("last_name", &["Last Name"]),
        ("email", &["Email"]),
    ],
    ..OF_PEOPLE
};

/// HubSpot: contacts as the API gives them, one object each: <https://developers.hubspot.com/docs/api/crm/contacts>.
pub(super) const API: Recipe = Recipe {
    name: "hubspot-api",
    title: "HubSpot contacts, from the API",
    signature: &["properties.firstname", "properties.lastname", "archived"],
    external_id: &["id"],
    fields: &[
        ("first_name", &["properties.firstname"]),
        ("last_name", &["properties.lastname"]),
        ("email", &["properties.email"]),
    ],
    ..OF_PEOPLE
};

/// HubSpot: companies, exported from a view or a list.
///
/// `"Record ID","Company name","Company owner",…,"Company Domain Name"`, or whatever else the view shows, by the labels
/// of "HubSpot's default company properties" on <https://knowledge.hubspot.com>; if contacts are exported too, the id is
/// called `Record ID - Company`. Its countries are names in words, which are not taken.
pub(super) const COMPANIES: Recipe = Recipe {
    name: "hubspot-companies",
    title: "HubSpot companies",
    signature: &["Company name", "Company Domain Name"],
    external_id: &["Record ID", "Record ID - Company"],
    fields: &[
        ("name", &["Company name"]),
        ("domain", &["Company Domain Name"]),
    ],
    ..OF_COMPANIES
};

/// HubSpot: companies as returned by the API, one per object: <https://developers.hubspot.com/docs/api/crm/companies>.
pub(super) const COMPANIES_API: Recipe = Recipe {
    name: "hubspot-companies-api",
    title: "HubSpot companies, from the API",
    signature: &["properties.name", "properties.domain", "archived"],
    external_id: &["id"],
    fields: &[
        ("name", &["properties.name"]),
        ("domain", &["properties.domain"]),
    ],
    ..OF_COMPANIES
};
