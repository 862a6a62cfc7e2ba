use super::{OF_PEOPLE, Recipe};

/// Mailchimp: an audience.
///
/// `"Email Address","First Name","Last Name",…,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LATITUDE,
/// LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,LAST_CHANGED,LEID,EUID,NOTES,TAGS`: "View or export contacts" on
/// <https://mailchimp.com/help>. LEID is the contact's id in its audience; EUID is the address's.
pub(super) const AUDIENCE: Recipe = Recipe {
    name: "mailchimp",
    title: "Mailchimp audience",
    signature: &["Email Address", "EUID"],
    external_id: &["LEID"],
    fields: &[
        ("first_name", &["First Name", "FNAME"]),
        ("last_name", &["Last Name", "LNAME"]),
        ("email", &["Email Address"]),
    ],
    note: Some("the id is the contact's id in one audience; it differs between audiences"),
    ..OF_PEOPLE
};
