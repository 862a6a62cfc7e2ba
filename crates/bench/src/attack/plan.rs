mod requests;
mod runs;

use std::time::Duration;

use bytes::Bytes;
use tokio::sync::Barrier;

use super::{Attack, Target};
use requests::Requests;

/// Clients of a flood, each of which asks as fast as it can.
const FLOOD: u32 = 16;

/// How an attack is made.
pub(super) struct Plan {
    pub(super) connections: u32,
    pub(super) manner: Manner,
    /// How many requests each client sends at most.
    pub(super) most: Option<u32>,
    /// Where clients wait for each other before each request.
    pub(super) together: Option<Barrier>,
    /// A client's request, by the client's number and its own.
    pub(super) request: Request,
}

pub(super) type Request = Box<dyn Fn(u32, u32) -> Bytes + Send + Sync>;

/// What a client does about answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// Waits for each.
    Answered,
    /// Waits for it; each request has a connection of its own.
    AnsweredOnce,
    HungUp(Duration),
    /// Goes on asking, and reads none.
    Unread,
    /// Has asked for none yet.
    Held,
}

impl Plan {
    pub(super) async fn make(target: &Target) -> anyhow::Result<Self> {
        const HUNG_UP: Manner = Manner::HungUp(Duration::from_millis(20));
        let requests = Requests(target.clone());
        let plan = |connections, manner, request| Self {
            connections,
            manner,
            most: None,
            together: None,
            request,
        };
        Ok(match target.attack {
            Attack::HangingUp => plan(3, HUNG_UP, requests.flows()),
            Attack::LongReads => plan(64, Manner::Answered, requests.flows()),
            Attack::Jobs => Self {
                most: Some(1),
                ..plan(60, Manner::Answered, requests.jobs())
            },
            Attack::DryRuns => plan(16, Manner::Answered, requests.dry_runs()),
            Attack::IdleConnections => {
                plan(target.connections, Manner::Held, requests.beginnings())
            }
            Attack::UnreadPages => plan(target.connections / 4, Manner::Unread, requests.pages()),
            Attack::Queries => plan(8, Manner::Answered, requests.queries()),
            Attack::Bodies => plan(8, Manner::Answered, requests.bodies()),
            Attack::UnreadMistakes => plan(200, Manner::Unread, requests.mistakes()),
            Attack::Locks => Self {
                together: Some(Barrier::new(15)),
                ..plan(15, Manner::Answered, requests.operations())
            },
            Attack::Creates => plan(FLOOD, Manner::Answered, requests.creates()),
            Attack::Lists => plan(FLOOD, Manner::Answered, requests.lists()),
            Attack::Deliveries => {
                let runs = runs::open(target, FLOOD).await?;
                plan(FLOOD, Manner::AnsweredOnce, requests.deliveries(&runs))
            }
            Attack::UnknownKeys => plan(FLOOD, Manner::Answered, Requests::with_unknown_keys()),
            Attack::NoKey => plan(FLOOD, Manner::Answered, Requests::without_key()),
        })
    }
}
