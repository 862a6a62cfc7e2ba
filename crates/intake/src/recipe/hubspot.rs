use super::{NOTHING, Recipe};

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
    first_name: &["First Name"],
    last_name: &["Last Name"],
    ..NOTHING
};

/// HubSpot: contacts as the API gives them, one object each: <https://developers.hubspot.com/docs/api/crm/contacts>.
pub(super) const API: Recipe = Recipe {
    name: "hubspot-api",
    title: "HubSpot contacts, from the API",
    signature: &["properties.firstname", "properties.lastname", "archived"],
    external_id: &["id"],
    first_name: &["properties.firstname"],
    last_name: &["properties.lastname"],
    ..NOTHING
};
