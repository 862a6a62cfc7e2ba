//! What an import sets of its connector.

use serde_json::{Map, Value};
use wellhead_core::command::WorkspaceConnectorChanges;
use wellhead_core::identity::MatchRule;
use wellhead_core::source::{InvalidRank, Rank};

use super::{Import, MatchBy};

/// A new rank, or none.
#[derive(Debug, Clone, Copy)]
pub(super) struct NewRank(Option<Rank>);

/// Reads a number or `none`.
pub(super) fn rank(text: &str) -> Result<NewRank, InvalidRank> {
    match text {
        "none" => Ok(NewRank(None)),
        number => number.parse().map(|rank| NewRank(Some(rank))),
    }
}

impl Import {
    /// What the command line wants of a connector with this match rule and rank, if that is something else.
    pub(super) fn settings(
        &self,
        match_rule: MatchRule,
        rank: Option<Rank>,
    ) -> Option<WorkspaceConnectorChanges> {
        let wanted = self.match_by.map(|rule| match rule {
            MatchBy::None => MatchRule::Nothing,
            MatchBy::Email => MatchRule::Email,
        });
        let changes = WorkspaceConnectorChanges {
            match_rule: wanted.filter(|it| *it != match_rule),
            rank: self.rank.map(|NewRank(it)| it).filter(|it| *it != rank),
            ..WorkspaceConnectorChanges::default()
        };
        (changes != WorkspaceConnectorChanges::default()).then_some(changes)
    }
}

/// The attributes of a request for these changes.
pub(super) fn attributes(changes: &WorkspaceConnectorChanges) -> Map<String, Value> {
    let mut attributes = Map::new();
    if let Some(rule) = changes.match_rule {
        attributes.insert("match_rule".to_owned(), rule.as_str().into());
    }
    if let Some(rank) = changes.rank {
        attributes.insert("rank".to_owned(), rank.map(Rank::get).into());
    }
    attributes
}
