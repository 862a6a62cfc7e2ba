use super::{NOTHING, Recipe};

/// HubSpot: contacts, exported from a view or a list.
///
/// `"Record ID","First Name","Last Name","Email","Phone Number","Contact owner","Primary Associated Company ID",
/// "Last Activity Date","Lead Status","Marketing contact status","Create Date","Associated Company"`, or what else
/// the view shows; where companies come along, the id is called `Record ID - Contact`. See "Export records" on
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
