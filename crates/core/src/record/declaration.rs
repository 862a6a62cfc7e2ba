use super::Field;

/// Everything that distinguishes one kind of record from the others.
///
/// All names are spelt out, because none can be derived from another: `people` are in `peoples`.
#[derive(Debug)]
pub struct Declaration {
    /// Words for it in texts.
    pub words: Words,
    /// Its names on the wire.
    pub wire: Wire,
    /// Its names in SQL, in both engines.
    pub sql: Sql,
    /// The key in its own system: the name of the attribute, of the member of a line and of the column.
    pub external_id: &'static str,
    /// The fields of a record, in the order of the columns. A field, a member and a column share their name.
    pub fields: &'static [Field],
    /// The field that has an e-mail address, if there is one: records may be matched by it.
    pub email: Option<&'static str>,
    /// The fields to display a record by: the first that has a value counts. A search covers it.
    pub display: &'static [&'static str],
    /// What else a search by the beginning of a name covers.
    pub search: &'static [SearchKey],
    /// The members that tell whether two records of one name may be the same: those of at least one set have to be equal.
    pub telling: &'static [&'static [&'static str]],
    /// Examples for API descriptions.
    pub examples: Examples,
}

/// Words for texts that people read.
#[derive(Debug)]
pub struct Words {
    /// A record, without article.
    pub noun: &'static str,
    /// A record, with article.
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
    /// The path of records.
    pub records_path: &'static str,
    /// The member of a line that names a record by its public id.
    pub record_id: &'static str,
    /// The JSON:API type of a link.
    pub link: &'static str,
    /// The path of links.
    pub links_path: &'static str,
    /// The relationship from a record or a workspace connector to its links.
    pub links: &'static str,
    /// The JSON:API type of a record's provenance.
    pub provenance: &'static str,
    /// The JSON:API type of an identity of a record.
    pub identity: &'static str,
    /// The path of identities.
    pub identities_path: &'static str,
    /// The relationship from a record or a workspace connector to identities.
    pub identities: &'static str,
}

/// Names in SQL. On PostgreSQL everything is in the schema `core_api`.
#[derive(Debug)]
pub struct Sql {
    /// The table of records.
    pub records: &'static str,
    /// A record's public id.
    pub record_id: &'static str,
    /// The table of links.
    pub links: &'static str,
    /// A link's public id.
    pub link_id: &'static str,
    /// The reference of a link and of an identity to its record.
    pub record_pk: &'static str,
    /// The table of identities.
    pub identities: &'static str,
    /// An identity's public id.
    pub identity_id: &'static str,
    /// The index of names, in both engines.
    pub name_index: &'static str,
    /// PostgreSQL's function that finds active records by the beginning of a name.
    pub named: &'static str,
}

/// An index for finding records by the beginning of a further name.
#[derive(Debug)]
pub struct SearchKey {
    /// The index's name, in both engines.
    pub index: &'static str,
    /// The field that has the name.
    pub field: &'static str,
}

/// Examples for API descriptions.
#[derive(Debug)]
pub struct Examples {
    /// A record's id.
    pub record: &'static str,
    /// A link's id.
    pub link: &'static str,
    /// An identity's id.
    pub identity: &'static str,
    /// A record's id in its own system.
    pub external_id: &'static str,
}

impl Declaration {
    /// The position of the field with this name.
    #[must_use]
    pub fn position(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }

    /// The field with this name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}
