use std::time::Duration;

use tokio::task::spawn_blocking;
use tokio::time::{Instant, sleep};

use super::trouble::{Miss, Refusal, Trouble};
use crate::stop::Stop;
use crate::terminal::say;

/// How long is waited before the first new attempt; twice as long before each that follows.
const FIRST: Duration = Duration::from_millis(200);
/// The longest that is waited, unless the server says more.
const LONGEST: Duration = Duration::from_secs(15);
/// The longest that a server may ask for.
const ASKED: Duration = Duration::from_mins(1);

/// Makes attempts until one succeeds, is refused, or the next would begin `patience` after the first that failed; says
/// on standard error what it waits for.
pub(super) async fn patiently<T, F>(
    patience: Duration,
    mut stop: Option<Stop>,
    has_answered: impl Fn() -> bool,
    attempt: impl Fn() -> F,
) -> Result<T, Trouble>
where
    T: Send + 'static,
    F: FnOnce() -> Result<T, Miss> + Send + 'static,
{
    let mut failed = None;
    let mut pause = FIRST;
    loop {
        let tried = tokio::select! {
            biased;
            () = asked(&mut stop) => return Err(Trouble::Stopped),
            tried = spawn_blocking(attempt()) => tried,
        };
        let (why, wait) = match tried.map_err(|error| panicked(&error))? {
            Ok(done) => return Ok(done),
            Err(Miss::Final(refusal)) => return Err(Trouble::Refused(refusal)),
            // Somebody mistyped it, unless it was there before.
            Err(Miss::Unknown(why)) if !has_answered() => return Err(Trouble::Unreachable(why)),
            Err(Miss::Unreached(why) | Miss::Unknown(why)) => (why, pause),
            Err(Miss::Passing(why, asked)) => {
                (why, pause.max(asked.unwrap_or_default().min(ASKED)))
            }
        };
        if failed.get_or_insert_with(Instant::now).elapsed() + wait > patience {
            return Err(Trouble::Unreachable(why));
        }
        // A connection that was kept and is gone is nothing to talk of.
        if pause > FIRST {
            say(format_args!(
                "wellhead: {why}; trying again in {:.1} s",
                wait.as_secs_f32()
            ));
        }
        tokio::select! {
            biased;
            () = asked(&mut stop) => return Err(Trouble::Stopped),
            () = sleep(wait) => {}
        }
        pause = (2 * pause).min(LONGEST);
    }
}

async fn asked(stop: &mut Option<Stop>) {
    match stop {
        Some(stop) => stop.asked().await,
        None => std::future::pending().await,
    }
}

/// A client that fails for a reason of its own is not to be tried again.
fn panicked(error: &tokio::task::JoinError) -> Trouble {
    Trouble::from(Refusal {
        detail: format!("the client failed: {error}"),
        ..Refusal::default()
    })
}
