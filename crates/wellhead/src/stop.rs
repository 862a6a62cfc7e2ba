//! Requests to stop: Ctrl-C, or SIGTERM where it exists.

use std::io;
use std::process::{self, ExitCode};

use tokio::signal;
use tokio::sync::watch;

/// The exit code that shells expect after Ctrl-C.
const CODE: u8 = 130;

/// Whether a stop was requested.
#[derive(Debug, Clone)]
pub(crate) struct Stop(watch::Receiver<bool>);

impl Stop {
    /// Listens from now on. A second request ends the process at once.
    pub(crate) fn listen() -> io::Result<Self> {
        let mut signals = Signals::listen()?;
        let (sender, receiver) = watch::channel(false);
        tokio::spawn(async move {
            signals.next().await;
            sender.send_replace(true);
            signals.next().await;
            process::exit(CODE.into());
        });
        Ok(Self(receiver))
    }

    /// Waits for a request to stop.
    pub(crate) async fn asked(&mut self) {
        if self.0.wait_for(|asked| *asked).await.is_err() {
            // Without a sender, no request can come.
            std::future::pending::<()>().await;
        }
    }

    /// Whether one was requested.
    pub(crate) fn is_asked(&self) -> bool {
        *self.0.borrow()
    }

    /// The exit code after a stop.
    pub(crate) fn exit_code() -> ExitCode {
        ExitCode::from(CODE)
    }
}

/// Goes on when the terminal is gone or a supervisor says that settings have changed, which otherwise ends a process.
#[cfg(unix)]
pub(crate) fn outlive_hangups() -> io::Result<()> {
    use signal::unix::{SignalKind, signal};
    let mut hangups = signal(SignalKind::hangup())?;
    tokio::spawn(async move {
        while hangups.recv().await.is_some() {
            tracing::info!(
                "SIGHUP changes nothing: settings are read at the start, so restart to change them"
            );
        }
    });
    Ok(())
}

/// There are none.
#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere it can fail")]
pub(crate) fn outlive_hangups() -> io::Result<()> {
    Ok(())
}

struct Signals {
    #[cfg(unix)]
    interrupt: signal::unix::Signal,
    #[cfg(unix)]
    terminate: signal::unix::Signal,
}

impl Signals {
    #[cfg(unix)]
    fn listen() -> io::Result<Self> {
        use signal::unix::{SignalKind, signal};
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    #[cfg(unix)]
    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }

    #[cfg(not(unix))]
    #[expect(clippy::unnecessary_wraps, reason = "elsewhere it can fail")]
    fn listen() -> io::Result<Self> {
        Ok(Self {})
    }

    #[cfg(not(unix))]
    async fn next(&mut self) {
        if signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
