use std::io::Read;
use std::time::Duration;

use anyhow::Context;
use ureq::http::{Response, StatusCode};
use ureq::{Agent, Body};

use super::address::Address;
use super::agent;
use super::trouble::Miss;

/// How much is read of the reason.
const LONGEST: u64 = 500;

/// Whether a server would take a change now, or why not. It is asked once, and without a key.
pub(crate) async fn readiness(
    address: Address,
    patience: Duration,
) -> anyhow::Result<Result<(), String>> {
    let agent = agent(&address, Some(patience))?;
    let asked = tokio::task::spawn_blocking(move || ask(&agent, &address.of("/readyz")));
    asked.await.context("asking the server")
}

fn ask(agent: &Agent, url: &str) -> Result<(), String> {
    let answer = agent.get(url).call().map_err(|error| match error.into() {
        Miss::Unreached(why) | Miss::Unknown(why) | Miss::Passing(why, _) => why,
        Miss::Final(refusal) => refusal.detail,
    })?;
    match answer.status() {
        StatusCode::OK => Ok(()),
        StatusCode::SERVICE_UNAVAILABLE => Err(reason(answer)),
        status => Err(format!(
            "it answered {}, as Wellhead does not; is this its address?",
            status.as_u16()
        )),
    }
}

/// The first line of the answer: who turns a connection away answers more than that.
fn reason(answer: Response<Body>) -> String {
    let mut text = Vec::new();
    let mut body = answer.into_body().into_reader().take(LONGEST);
    // Half a reason is one, too.
    let _ = body.read_to_end(&mut text);
    let text = String::from_utf8_lossy(&text);
    text.lines().next().unwrap_or("it is not ready").to_owned()
}
