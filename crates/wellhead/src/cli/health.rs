use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;
use serde::Serialize;

use super::Global;
use crate::output::Row;
use crate::remote::{Address, readiness};

#[derive(Debug, Args)]
pub(super) struct Health {
    /// The server, such as `https://ledger.example.org` [default: the one on this machine, at --listen]
    #[arg(value_name = "URL")]
    server: Option<Address>,
    /// The address on which 'wellhead serve' listens here
    #[arg(
        long,
        value_name = "ADDRESS",
        env = "WELLHEAD_LISTEN",
        default_value = "127.0.0.1:8080"
    )]
    listen: String,
    /// How long to wait for an answer
    #[arg(
        long,
        value_name = "SECONDS",
        default_value_t = 5,
        value_parser = clap::value_parser!(u32).range(1..)
    )]
    give_up_after: u32,
}

#[derive(Serialize)]
struct Found {
    server: String,
    ready: bool,
    reason: Option<String>,
}

impl Row for Found {
    const COLUMNS: &'static [&'static str] = &["server", "ready", "reason"];

    fn cells(&self) -> Vec<String> {
        let ready = if self.ready { "yes" } else { "no" };
        let reason = self.reason.clone().unwrap_or_default();
        vec![self.server.clone(), ready.to_owned(), reason]
    }
}

impl Health {
    pub(super) async fn run(self, global: &Global) -> anyhow::Result<ExitCode> {
        let address = match self.server {
            Some(address) => address,
            None => here(&self.listen).parse()?,
        };
        let patience = Duration::from_secs(self.give_up_after.into());
        let server = address.to_string();
        let reason = readiness(address, patience).await?.err();
        let ready = reason.is_none();
        global.output.one(&Found {
            server,
            ready,
            reason,
        })?;
        Ok(if ready {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    }
}

/// The URL, on this machine, of a server that listens on this address.
fn here(listen: &str) -> String {
    let address = listen.parse().map(|mut address: SocketAddr| {
        // Who listens everywhere is asked from within.
        if address.ip().is_unspecified() {
            address.set_ip(match address.ip() {
                IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
                IpAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
            });
        }
        address.to_string()
    });
    format!("http://{}", address.unwrap_or_else(|_| listen.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_listens_everywhere_is_asked_here() {
        for (listen, url) in [
            ("127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("0.0.0.0:9090", "http://127.0.0.1:9090"),
            ("[::]:8080", "http://[::1]:8080"),
            ("10.0.0.7:80", "http://10.0.0.7:80"),
            ("localhost:8080", "http://localhost:8080"),
        ] {
            assert_eq!(here(listen), url);
        }
    }
}
