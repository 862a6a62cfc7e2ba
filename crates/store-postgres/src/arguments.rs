use tokio_postgres::types::ToSql;

/// The parameters of a statement that is built in parts.
#[derive(Default)]
pub(crate) struct Arguments(Vec<Box<dyn ToSql + Sync + Send>>);

impl Arguments {
    /// Adds a parameter and returns its name, `$1` and so on.
    pub(crate) fn bind(&mut self, value: impl ToSql + Sync + Send + 'static) -> String {
        self.0.push(Box::new(value));
        format!("${}", self.0.len())
    }

    /// The parameters, as the driver takes them.
    pub(crate) fn as_parameters(&self) -> Vec<&(dyn ToSql + Sync)> {
        self.0
            .iter()
            .map(|value| &**value as &(dyn ToSql + Sync))
            .collect()
    }
}
