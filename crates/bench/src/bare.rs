//! The least an HTTP service could do here: an axum handler that always answers the same.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Stdio;

use anyhow::Context;
use axum::Router;
use axum::body::Bytes;
use axum::http::header::CONTENT_TYPE;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpListener;
use tokio::process::{Child, Command};

use crate::process::Cpu;

/// Serves documents of `size` bytes until it is killed; prints its address on standard output.
pub(crate) async fn serve(size: usize) -> anyhow::Result<()> {
    let document = Bytes::from(vec![b' '; size]);
    let answer = move |_request: Bytes| async move {
        ([(CONTENT_TYPE, "application/vnd.api+json")], document)
    };
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    println!("{}", listener.local_addr()?);
    axum::serve(listener, Router::new().fallback(answer)).await?;
    Ok(())
}

/// A process that runs [`serve`].
pub(crate) struct Bare {
    process: Child,
    pub(crate) address: SocketAddr,
}

impl Bare {
    pub(crate) async fn start(program: &Path, size: usize) -> anyhow::Result<Self> {
        let mut process = Command::new(program)
            .args(["bare", "--size", &size.to_string()])
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let output = process.stdout.take().context("the output is piped")?;
        let line = BufReader::new(output).lines().next_line().await?;
        let address = line.context("the bare service did not start")?.parse()?;
        Ok(Self { process, address })
    }

    /// The CPU time it has used since its start.
    pub(crate) fn used(&self) -> anyhow::Result<Cpu> {
        Cpu::of_process(self.process.id().context("the bare service is gone")?)
    }

    pub(crate) async fn stop(mut self) -> anyhow::Result<()> {
        Ok(self.process.kill().await?)
    }
}
