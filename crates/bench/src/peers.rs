//! What a user would pick instead, over the same tables and rows: PostGraphile, which derives an API from the tables and
//! their policies, and a service written with an ORM.
//!
//! Before anything is timed, the ledger, the service and both peers have to give the same links ([`compare`]).

mod compare;
mod install;
mod links;
mod measure;
mod process;
mod request;

pub(crate) use install::install;
pub(crate) use measure::{Contest, measure};

use anyhow::ensure;

use crate::client::Response;
use crate::operation::{About, Operation, Question};

/// The programs in `crates/bench/peers`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Peer {
    Postgraphile,
    MikroOrm,
}

impl Peer {
    pub(crate) const ALL: [Self; 2] = [Self::Postgraphile, Self::MikroOrm];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Postgraphile => "PostGraphile",
            Self::MikroOrm => "MikroORM + Fastify",
        }
    }

    /// Checks an answer, link by link.
    pub(crate) fn check(
        self,
        question: &Question<'_>,
        response: Response<'_>,
    ) -> anyhow::Result<()> {
        let found = links::of_peer(self, question.about, response.body)?;
        let is_right = match (question.links(), question.about) {
            (Some(links), _) => found == links::of_ledger(&links),
            (None, About::New { person, connector }) => {
                matches!(found.as_slice(), [made] if made.joins(person, connector))
            }
            (None, _) => false,
        };
        ensure!(
            is_right,
            "a wrong answer of {} to {:?}: {found:?}",
            self.name(),
            question.about
        );
        Ok(())
    }
}

/// What all of them are asked.
pub(crate) const OPERATIONS: [Operation; 4] = [
    Operation::Retrieve,
    Operation::PersonLinks,
    Operation::Create,
    Operation::WorkspaceList,
];
