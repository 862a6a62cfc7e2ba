use std::net::SocketAddr;

use clap::{Args, ValueEnum};

use super::Attack;

/// What is attacked, with whose keys, and how hard; people and connectors by their numbers.
#[derive(Debug, Clone, Args)]
pub(crate) struct Target {
    #[arg(long, value_enum)]
    pub(crate) attack: Attack,
    #[arg(long)]
    pub(crate) address: SocketAddr,
    #[arg(long)]
    pub(crate) reader: String,
    #[arg(long)]
    pub(crate) writer: String,
    #[arg(long)]
    pub(crate) first_person: u32,
    #[arg(long)]
    pub(crate) people: u32,
    #[arg(long)]
    pub(crate) first_connector: u32,
    #[arg(long)]
    pub(crate) connectors: u32,
    /// Where connections are the attack: how many.
    #[arg(long)]
    pub(crate) connections: u32,
    /// Jobs go to every `of`th connector from this one on: what a job has done is not left to do for a second program.
    #[arg(long)]
    pub(crate) share: u32,
    #[arg(long)]
    pub(crate) of: u32,
}

impl Target {
    /// As another process takes it.
    pub(super) fn arguments(&self) -> Vec<String> {
        let attack = self.attack.to_possible_value();
        let attack = attack.map_or_else(String::new, |it| it.get_name().to_owned());
        [
            ("attack", attack),
            ("address", self.address.to_string()),
            ("reader", self.reader.clone()),
            ("writer", self.writer.clone()),
            ("first-person", self.first_person.to_string()),
            ("people", self.people.to_string()),
            ("first-connector", self.first_connector.to_string()),
            ("connectors", self.connectors.to_string()),
            ("connections", self.connections.to_string()),
            ("share", self.share.to_string()),
            ("of", self.of.to_string()),
        ]
        .into_iter()
        .map(|(name, value)| format!("--{name}={value}"))
        .collect()
    }
}
