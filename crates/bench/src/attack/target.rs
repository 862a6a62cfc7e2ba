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

#[cfg(test)]
mod tests {
    use clap::{Command, FromArgMatches};

    use super::*;

    #[test]
    fn another_process_takes_what_this_one_gives() {
        let target = Target {
            attack: Attack::IdleConnections,
            address: ([127, 0, 0, 1], 8080).into(),
            reader: "one".to_owned(),
            writer: "-other".to_owned(),
            first_person: 1,
            people: 2,
            first_connector: 3,
            connectors: 4,
            connections: 5,
            share: 6,
            of: 7,
        };
        let command = Target::augment_args(Command::new("attack")).no_binary_name(true);
        let matches = command.try_get_matches_from(target.arguments()).unwrap();
        let taken = Target::from_arg_matches(&matches).unwrap();
        assert_eq!(format!("{taken:?}"), format!("{target:?}"));
    }
}
