//! What many records hold, as arrays: how statements that write them name the parameters, and the parameters themselves.

use tokio_postgres::types::ToSql;
use wellhead_core::identity::Likeness;
use wellhead_core::record::{Kind, Values};

use crate::table::{self, from_text};
use crate::value::Bound;

/// The fragments of a statement `FROM unnest(…) d (…)` that takes the values and then the keys of records.
pub(crate) struct Fragments {
    /// The columns, in the order of [`RecordTable::written`](crate::table::RecordTable::written).
    pub(crate) columns: Vec<&'static str>,
    /// What each column is given, each followed by a comma.
    pub(crate) given: String,
    /// The parameters, each after a comma.
    pub(crate) arrays: String,
    /// Their names in `d`, each after a comma.
    pub(crate) names: String,
    /// The number of the parameter behind them.
    pub(crate) behind: usize,
}

impl Fragments {
    /// Those of a statement whose first such parameter has the number `first`.
    pub(crate) fn new(kind: Kind, first: usize) -> Self {
        let fields = kind.fields().iter();
        let fields = fields.map(|field| {
            let given = from_text(field, &format!("d.{}", field.name));
            (field.name, table::parameter(field), given)
        });
        let keys = Likeness::of(kind).iter().map(|of| of.column());
        let keys = keys.map(|column| (column, "text", format!("d.{column}")));
        let mut fragments = Self {
            columns: Vec::new(),
            given: String::new(),
            arrays: String::new(),
            names: String::new(),
            behind: first,
        };
        for (name, of, value) in fields.chain(keys) {
            fragments.columns.push(name);
            fragments.given.extend([&value, ", "]);
            let parameter = fragments.behind;
            fragments.arrays.extend([format!(", ${parameter}::{of}[]")]);
            fragments.names.extend([", ", name]);
            fragments.behind += 1;
        }
        fragments
    }
}

/// The parameters that [`Fragments`] names.
pub(crate) struct Arrays<'a> {
    values: Vec<Vec<Bound<'a>>>,
    keys: Vec<Vec<Option<String>>>,
}

impl<'a> Arrays<'a> {
    pub(crate) fn of(kind: Kind, records: impl Iterator<Item = &'a Values>) -> Self {
        let mut arrays = Self {
            values: kind.fields().iter().map(|_| Vec::new()).collect(),
            keys: vec![Vec::new(); Likeness::of(kind).len()],
        };
        for record in records {
            for (column, value) in arrays.values.iter_mut().zip(record.iter()) {
                column.push(Bound(value));
            }
            for (column, key) in arrays.keys.iter_mut().zip(record.keys(kind)) {
                column.push(key);
            }
        }
        arrays
    }

    pub(crate) fn parameters(&self) -> impl Iterator<Item = &(dyn ToSql + Sync)> {
        let values = self.values.iter().map(|column| column as _);
        values.chain(self.keys.iter().map(|column| column as _))
    }
}
