//! How a service ends: it says that it will, finishes what it has begun, and is gone.

use std::time::Duration;

use clap::Args;
use tokio::net::TcpListener;
use wellhead_core::ledger::Ledger;
use wellhead_server::Settings;

use crate::stop::Stop;
use crate::supervisor;

#[derive(Debug, Clone, Copy, Args)]
pub(in crate::cli) struct Drain {
    /// How many seconds to go on serving after a request to stop, while /readyz already says 503; as long as a load balancer
    /// takes to notice
    #[arg(
        long = "drain-delay",
        value_name = "SECONDS",
        env = "WELLHEAD_DRAIN_DELAY",
        default_value_t = 0
    )]
    delay: u32,
    /// How many seconds requests in progress then have to finish, before they are cut off
    #[arg(
        long = "drain-seconds",
        value_name = "SECONDS",
        env = "WELLHEAD_DRAIN_SECONDS",
        default_value_t = 10
    )]
    seconds: u32,
}

impl Default for Drain {
    fn default() -> Self {
        Self {
            delay: 0,
            seconds: 10,
        }
    }
}

impl Drain {
    /// How long the service goes on as if nothing had been asked.
    pub(super) fn delay(self) -> Duration {
        Duration::from_secs(self.delay.into())
    }
}

/// Serves until the process is asked to stop, then gives requests in progress some time to finish.
pub(in crate::cli) async fn until_stopped(
    listener: TcpListener,
    ledger: Ledger,
    settings: Settings,
    drain: Drain,
    mut stop: Stop,
) {
    let mut too_late = stop.clone();
    let Drain { delay, seconds } = drain;
    let stopped = async move {
        stop.asked().await;
        supervisor::stopping();
        tracing::info!(
            drain_delay = delay,
            drain_seconds = seconds,
            "stopping; requests in progress may finish"
        );
    };
    let too_late = async move {
        too_late.asked().await;
        tokio::time::sleep(drain.delay() + Duration::from_secs(seconds.into())).await;
    };
    supervisor::ready();
    tokio::select! {
        () = wellhead_server::serve(listener, ledger, settings, stopped) => {
            tracing::info!("stopped; all requests were finished");
        }
        () = too_late => {
            tracing::warn!("the requests still in progress are cut off");
            // What was noted for the audit log is written within a second.
            tokio::time::sleep(Duration::from_secs(1)).await;
            tracing::info!("stopped");
        }
    }
}
