use std::time::Duration;

use async_trait::async_trait;
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};

use crate::remote;

/// Sends requests with the client that the rest of this program uses.
#[derive(Debug)]
pub(super) struct Post(ureq::Agent);

impl Post {
    /// A client that reads the certificates that this machine trusts only if it needs them, and waits for an answer for so long.
    pub(super) fn new(is_encrypted: bool, patience: Duration) -> anyhow::Result<Self> {
        let mut config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_global(Some(patience));
        if is_encrypted {
            config = config.tls_config(remote::tls()?);
        }
        Ok(Self(config.build().into()))
    }
}

#[async_trait]
impl HttpClient for Post {
    /// Blocks: it is called on a thread that does nothing else.
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let (head, body) = request.into_parts();
        let answered = self.0.run(Request::from_parts(head, &body[..]))?;
        let (head, mut body) = answered.into_parts();
        Ok(Response::from_parts(head, body.read_to_vec()?.into()))
    }
}
