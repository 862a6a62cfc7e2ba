use clap::ValueEnum;

/// The parts of a run, besides starting the services.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// The five operations over HTTP, next to what bounds them
    Operations,
    /// Bulk delivery next to \copy
    Delivery,
    /// The feed of changes: what one follower reads, and its lag behind a bulk delivery
    Feed,
    /// Bytes per link
    Bytes,
    /// Every read by the tenant's links and by its connectors
    Growth,
    /// The service's statements with and without row-level security
    RowLevelSecurity,
    /// An hour of a mixed load, 90 requests a second on each engine; only if asked for
    Steady,
    /// What a tenant notices while another one, or a client without a key, does its worst; only if asked for
    Neighbours,
    /// What a user would pick instead, over the same tables; needs npm and the network, so only with --peers
    Peers,
    /// A ledger four times larger than PostgreSQL's memory; needs --restart
    Cold,
}

impl Part {
    /// Whether it is measured unless somebody says otherwise.
    pub(crate) const fn is_usual(self) -> bool {
        !matches!(
            self,
            Self::Steady | Self::Neighbours | Self::Peers | Self::Cold
        )
    }
}
