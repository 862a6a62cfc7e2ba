use clap::ValueEnum;

/// What a run is made up of, besides starting the services.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// The five operations over HTTP beside what bounds them
    Operations,
    /// Bulk delivery beside \copy
    Delivery,
    /// Lists by the size of the tenant
    Growth,
    /// The service's statements with and without row-level security
    RowLevelSecurity,
}
