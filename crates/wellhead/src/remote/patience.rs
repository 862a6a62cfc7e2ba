use std::time::Duration;

use tokio::task::spawn_blocking;
use tokio::time::{Instant, sleep};

use super::trouble::{Miss, Refusal, Trouble};
use crate::stop::Stop;
use crate::terminal::say;

/// The delay before the first retry; it doubles with each one.
const FIRST: Duration = Duration::from_millis(200);
/// The longest delay, unless the server asks for more.
const LONGEST: Duration = Duration::from_secs(15);
/// The longest delay that a server may ask for.
const ASKED: Duration = Duration::from_mins(1);

/// Retries until an attempt succeeds or is refused, or until the next would begin more than `patience` after the first
/// failure; reports on standard error what it waits for.
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
            // The host name is mistyped, unless the server was reached before.
            Err(Miss::Unknown(why)) if !has_answered() => return Err(Trouble::Unreachable(why)),
            Err(Miss::Unreached(why) | Miss::Unknown(why)) => (why, pause),
            Err(Miss::Passing(why, asked)) => {
                (why, pause.max(asked.unwrap_or_default().min(ASKED)))
            }
        };
        if failed.get_or_insert_with(Instant::now).elapsed() + wait > patience {
            return Err(Trouble::Unreachable(why));
        }
        // Reconnecting after an idle connection closed is not worth a message.
        if pause > FIRST {
            say(format_args!(
                "wellhead: {why}; retrying in {:.1} s",
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

/// A failure of the client itself is not retried.
fn panicked(error: &tokio::task::JoinError) -> Trouble {
    Trouble::from(Refusal {
        detail: format!("the client failed: {error}"),
        ..Refusal::default()
    })
}
