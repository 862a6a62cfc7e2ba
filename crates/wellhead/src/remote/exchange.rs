use std::io::Read;
use std::time::Duration;

use serde_json::Value;
use ureq::http::{Request, Response, StatusCode, header};
use ureq::{AsSendBody, Body};

use super::address::Address;
use super::key::Key;
use super::trouble::{Miss, Refusal};

const JSON_API: &str = "application/vnd.api+json";
const NDJSON: &str = "application/x-ndjson";
/// The longest document that is read.
const LONGEST: u64 = 64 << 20;
/// How much is quoted of an answer that is not a document.
const EXCERPT: usize = 200;

/// One request and its answer.
pub(super) struct Exchange {
    pub(super) agent: ureq::Agent,
    pub(super) address: Address,
    pub(super) key: Key,
}

impl Exchange {
    /// Fetches the document at `path`.
    pub(super) fn get(&self, path: &str) -> Result<Value, Miss> {
        let request = Request::get(self.address.of(path)).header(header::ACCEPT, JSON_API);
        document(self.run(request, ())?)
    }

    /// Sends a document.
    pub(super) fn send(&self, method: &str, path: &str, document: &Value) -> Result<Value, Miss> {
        let request = Request::builder()
            .method(method)
            .uri(self.address.of(path))
            .header(header::ACCEPT, JSON_API)
            .header(header::CONTENT_TYPE, JSON_API);
        self::document(self.run(request, document.to_string())?)
    }

    /// Sends lines, and reads the answer while they are taken.
    pub(super) fn stream(&self, path: &str, lines: &[u8]) -> Result<impl Read + use<>, Miss> {
        let request = Request::post(self.address.of(path))
            .header(header::ACCEPT, NDJSON)
            .header(header::CONTENT_TYPE, NDJSON)
            // A refusal arrives before the lines are sent, rather than as a broken connection.
            .header(header::EXPECT, "100-continue");
        let response = self.run(request, lines)?;
        if response.status() != StatusCode::OK {
            return Err(refused(response)?);
        }
        Ok(response.into_body().into_reader())
    }

    fn run(
        &self,
        request: ureq::http::request::Builder,
        body: impl AsSendBody,
    ) -> Result<Response<Body>, Miss> {
        let request = request.header(header::AUTHORIZATION, self.key.header());
        let request = request.body(body).map_err(ureq::Error::from)?;
        Ok(self.agent.run(request)?)
    }
}

fn document(response: Response<Body>) -> Result<Value, Miss> {
    if !response.status().is_success() {
        return Err(refused(response)?);
    }
    let text = read(response)?;
    serde_json::from_slice(&text).map_err(|_| foreign(&text).into())
}

fn read(response: Response<Body>) -> Result<Vec<u8>, Miss> {
    let mut text = Vec::new();
    let mut body = response.into_body().into_reader().take(LONGEST);
    let read = body.read_to_end(&mut text);
    read.map_err(|error| Miss::Passing(format!("the answer broke off: {error}"), None))?;
    Ok(text)
}

/// An answer that does not come from this API.
pub(super) fn foreign(text: &[u8]) -> Refusal {
    let text = String::from_utf8_lossy(text);
    let excerpt: String = text.chars().take(EXCERPT).collect();
    Refusal {
        detail: format!("the answer is not from Wellhead: {excerpt}"),
        ..Refusal::default()
    }
}

/// Why the server did not do what was requested.
fn refused(response: Response<Body>) -> Result<Miss, Miss> {
    let status = response.status();
    let header = |name| response.headers().get(name)?.to_str().ok();
    let after = header(header::RETRY_AFTER).and_then(|it| it.trim().parse().ok());
    let after = after.map(Duration::from_secs);
    let location = header(header::LOCATION).unwrap_or_default().to_owned();
    let text = read(response)?;
    let mut refusal = refusal(status, &text);
    if status.is_redirection() {
        refusal.detail = format!("it redirects to '{location}': use that address for --server");
    }
    let is_passing = status.is_server_error()
        || matches!(
            status,
            StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT
        );
    Ok(if is_passing {
        Miss::Passing(passing(&refusal), after)
    } else {
        Miss::from(refusal)
    })
}

fn refusal(status: StatusCode, text: &[u8]) -> Refusal {
    let document: Value = serde_json::from_slice(text).unwrap_or_default();
    let error = &document["errors"][0];
    let word = |member: &str| error[member].as_str().unwrap_or_default().to_owned();
    let mut detail = word("detail");
    if detail.is_empty() {
        status
            .canonical_reason()
            .unwrap_or("no reason given")
            .clone_into(&mut detail);
    }
    Refusal {
        status: status.as_u16(),
        code: word("code"),
        detail,
        meta: error["meta"].clone(),
    }
}

/// The message for a temporary failure.
fn passing(refusal: &Refusal) -> String {
    let Refusal {
        status,
        detail,
        meta,
        ..
    } = refusal;
    let trace = meta["trace_id"].as_str();
    let trace = trace.map_or(String::new(), |id| format!(", trace id {id}"));
    format!("the server says: {detail} ({status}{trace})")
}
