use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use rand::SeedableRng;
use rand::rngs::StdRng;

use super::links::{self, Known};
use super::process::Running;
use super::{OPERATIONS, Peer};
use crate::client::Connection;
use crate::drive::Workload;
use crate::operation::{About, LINKS, Question};
use crate::request::get;
use crate::stage::Stage;

/// How many questions of each kind are compared, if that takes no longer than [`PATIENCE`].
const QUESTIONS: usize = 20;
const PATIENCE: Duration = Duration::from_secs(10);

/// Asks the service and a peer the same questions. Both have to answer with the same links, which are those of the ledger; and
/// the service has to find what the peer creates.
pub(super) async fn compare(stage: &Stage, running: &Running) -> anyhow::Result<()> {
    let mut both = Both {
        service: Connection::open(stage.postgres.service.address).await?,
        peer: Connection::open(running.address).await?,
        which: running.peer,
    };
    let mut rng = StdRng::seed_from_u64(16);
    for operation in OPERATIONS {
        let workload = stage.postgres.workload(&stage.ledger, operation);
        let began = Instant::now();
        for _ in 0..QUESTIONS {
            if began.elapsed() > PATIENCE {
                break;
            }
            let question = operation.question(workload.tenants(), &mut rng);
            both.compare(&workload, &question).await.with_context(|| {
                let (peer, operation) = (running.peer.name(), operation.name());
                format!("{peer} and the service differ about {operation}")
            })?;
        }
    }
    Ok(())
}

struct Both {
    service: Connection,
    peer: Connection,
    which: Peer,
}

impl Both {
    async fn compare(
        &mut self,
        workload: &Workload,
        question: &Question<'_>,
    ) -> anyhow::Result<()> {
        let mut request = Vec::new();
        self.which.write_request(question, &mut request);
        let response = self.peer.exchange(&request).await?;
        let of_peer = links::of_peer(self.which, question.about, response.body)?;
        self.which.check(question, response)?;

        let token = workload.token(question.tenant);
        if let (About::New { .. }, [made]) = (question.about, of_peer.as_slice()) {
            // Each creates its own link, so look for the peer's.
            let path = format!("{LINKS}/{}", made.link);
            request = get(&path, token).into_bytes();
        } else {
            question.write_request(token, &mut request);
        }
        let of_service = self.of_service(&request).await?;
        let of_peer: Vec<_> = of_peer.into_iter().map(Known::in_millis).collect();
        ensure!(
            of_peer == of_service,
            "{of_peer:?} instead of {of_service:?}"
        );
        Ok(())
    }

    async fn of_service(&mut self, request: &[u8]) -> anyhow::Result<Vec<Known>> {
        let response = self.service.exchange(request).await?;
        ensure!(response.status == 200, "it answers {}", response.status);
        links::of_service(response.body)
    }
}
