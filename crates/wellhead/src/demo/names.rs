//! Names for people who do not exist.

pub(super) const FIRST: &[&str] = &[
    "Ada", "Amara", "Anders", "Aylin", "Beatriz", "Bogdan", "Camille", "Chidi", "Dalia", "Emeka",
    "Enzo", "Esra", "Farah", "Freya", "Giulia", "Hana", "Henrik", "Ines", "Isabel", "Jamal",
    "Jiho", "Jonas", "Kaito", "Karla", "Lan", "Leila", "Lucía", "Magnus", "Mei", "Milan", "Nadia",
    "Nikhil", "Noor", "Olga", "Omar", "Paulo", "Priya", "Rafael", "Rosa", "Samir", "Sofia",
    "Tariq", "Thu", "Tomás", "Uma", "Viktor", "Wanjiru", "Yara", "Yusuf", "Zofia",
];

pub(super) const LAST: &[&str] = &[
    "Abara",
    "Almeida",
    "Andersson",
    "Bauer",
    "Bianchi",
    "Castillo",
    "Chen",
    "Costa",
    "Dahl",
    "Demir",
    "Dubois",
    "Eze",
    "Fischer",
    "Fontaine",
    "García",
    "Haddad",
    "Hansen",
    "Ivanova",
    "Jansen",
    "Kamau",
    "Kaya",
    "Kim",
    "Kowalska",
    "Lindqvist",
    "Lopes",
    "Marino",
    "Mbeki",
    "Mehta",
    "Moreau",
    "Nakamura",
    "Nguyen",
    "Novák",
    "Okafor",
    "Olsen",
    "Ortiz",
    "Park",
    "Petrov",
    "Rahman",
    "Rossi",
    "Sato",
    "Schmidt",
    "Silva",
    "Singh",
    "Tanaka",
    "Torres",
    "Vargas",
    "Weber",
    "Yılmaz",
    "Zhang",
    "Zieliński",
];

/// Company names, to be combined with one of the trades.
pub(super) const FIRMS: &[&str] = &[
    "Alder", "Beacon", "Birch", "Cedar", "Cobalt", "Copper", "Delta", "Ember", "Falcon", "Fjord",
    "Granite", "Harbour", "Juniper", "Kestrel", "Lantern", "Linden", "Maple", "Meridian", "Nimbus",
    "Northern", "Onyx", "Orchard", "Pine", "Quarry", "River", "Saffron", "Sierra", "Slate",
    "Summit", "Willow",
];

pub(super) const TRADES: &[&str] = &[
    "Analytics",
    "Bikes",
    "Brewing",
    "Ceramics",
    "Clinic",
    "Consulting",
    "Design",
    "Energy",
    "Foods",
    "Freight",
    "Gardens",
    "Instruments",
    "Labs",
    "Logistics",
    "Media",
    "Optics",
    "Outfitters",
    "Partners",
    "Press",
    "Robotics",
    "Sports",
    "Studio",
    "Systems",
    "Textiles",
    "Travel",
    "Works",
];

/// Where companies are registered: the country, the legal form, and the pattern of a tax id.
pub(super) const REGISTERS: &[(&str, &str, &str)] = &[
    ("AT", "GmbH", "ATU########"),
    ("CH", "AG", "CHE-###.###.###"),
    ("DE", "GmbH", "DE#########"),
    ("ES", "S.L.", "ESB########"),
    ("FR", "SARL", "FR###########"),
    ("GB", "Ltd", "GB#########"),
    ("IT", "S.r.l.", "IT###########"),
    ("NL", "B.V.", "NL#########B##"),
    ("SE", "AB", "SE##########01"),
    ("US", "Inc.", "##-#######"),
];

/// A company's accounts: their names and types.
pub(super) const ACCOUNTS: &[(&str, &str)] = &[
    ("Current account", "deposit"),
    ("Savings account", "deposit"),
    ("Company card", "credit"),
    ("Equipment loan", "loan"),
    ("Payroll account", "payroll"),
];

/// What a bank writes before the counterparty's name, and whether the money comes in.
pub(super) const PAYMENTS: &[(&str, bool)] = &[
    ("Transfer from", true),
    ("Payment received,", true),
    ("Card payment,", false),
    ("Direct debit,", false),
    ("Transfer to", false),
    ("Refund to", false),
];

/// Types of documents, with their media types and file name endings.
pub(super) const DOCUMENTS: &[(&str, &str, &str)] = &[
    ("contract", "application/pdf", "pdf"),
    ("receipt", "image/jpeg", "jpg"),
    ("bank-statement", "application/pdf", "pdf"),
    ("price-list", "text/csv", "csv"),
];
