use super::Field;

/// All that tells one kind of record from the others.
///
/// Names are written out, for none follows from another: `people` are kept in `peoples`.
#[derive(Debug)]
pub struct Declaration {
    /// What people call it.
    pub words: Words,
    /// What it is called on the wire.
    pub wire: Wire,
    /// What it is called in SQL, in both engines.
    pub sql: Sql,
    /// The key of its own system: the attribute, the member of a line and the column have this name.
    pub external_id: &'static str,
    /// What a record shows, in the order of the columns. A field, a member and a column share their name.
    pub fields: &'static [Field],
    /// The fields by which a record is shown: the first that has a value.
    pub display: &'static [&'static str],
    /// What a search by the beginning of a name covers; the first key is [`display`](Self::display).
    pub search: &'static [SearchKey],
    /// For descriptions.
    pub examples: Examples,
}

/// Words for people.
#[derive(Debug)]
pub struct Words {
    /// A record, without its article.
    pub noun: &'static str,
    /// A record, with its article.
    pub one: &'static str,
    /// Several records.
    pub many: &'static str,
    /// What the records are, as a sentence.
    pub about: &'static str,
    /// What its links say, as a sentence.
    pub link: &'static str,
}

/// Names on the wire.
#[derive(Debug)]
pub struct Wire {
    /// The JSON:API type of a record, which also names a link's relationship to it.
    pub record: &'static str,
    /// Where records are served.
    pub records_path: &'static str,
    /// The member of a line that names a record by its public id.
    pub record_id: &'static str,
    /// The JSON:API type of a link.
    pub link: &'static str,
    /// Where links are served.
    pub links_path: &'static str,
    /// The relationship from a record, and from a workspace connector, to links.
    pub links: &'static str,
    /// The JSON:API type of a record's provenance.
    pub provenance: &'static str,
}

/// Names in SQL. On PostgreSQL all are in the schema `core_api`.
#[derive(Debug)]
pub struct Sql {
    /// The table of records.
    pub records: &'static str,
    /// A record's public id.
    pub record_id: &'static str,
    /// The junction.
    pub links: &'static str,
    /// A link's public id.
    pub link_id: &'static str,
    /// A link's reference to its record.
    pub record_pk: &'static str,
    /// The function that finds active records by the beginning of a name, which PostgreSQL has.
    pub named: &'static str,
}

/// What has an index, so that a record is found by the beginning of a name.
#[derive(Debug)]
pub struct SearchKey {
    /// The index, in both engines.
    pub index: &'static str,
    /// The name is the first of these fields that has a value.
    pub fields: &'static [&'static str],
}

/// For descriptions: an id of each sort.
#[derive(Debug)]
pub struct Examples {
    /// A record's.
    pub record: &'static str,
    /// A link's.
    pub link: &'static str,
    /// What a record's own system knows it by.
    pub external_id: &'static str,
}

impl Declaration {
    /// Where the field of this name is.
    #[must_use]
    pub fn position(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }

    /// The field of this name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}
