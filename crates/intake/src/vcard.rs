/// The columns that address cards come to. A card without UID is known by its first e-mail address.
pub(crate) const HEADER: [&str; 6] = [
    "UID or EMAIL",
    "UID",
    "EMAIL",
    "FN",
    "family name",
    "given name",
];
