//! `wellhead serve` as a process, and requests to it.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::Value;

use crate::support::Engine;

/// A server that is killed at the end of the test.
pub(crate) struct Server {
    pub(crate) child: Child,
    pub(crate) url: String,
    /// The line in which it says that it listens.
    pub(crate) started: Value,
    log: Arc<Mutex<String>>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

impl Server {
    /// One that another command started, whose log nobody reads.
    pub(crate) fn of(child: Child) -> Self {
        Self {
            child,
            url: String::new(),
            started: Value::Null,
            log: Arc::default(),
        }
    }

    /// Starts one on a free port, and waits until it listens.
    pub(crate) fn start(engine: &Engine) -> Self {
        Self::start_at(engine, "127.0.0.1:0", &[])
    }

    /// The same, with these environment variables.
    pub(crate) fn start_in(engine: &Engine, environment: &[(&str, &str)]) -> Self {
        Self::start_at(engine, "127.0.0.1:0", environment)
    }

    /// Kills it, and starts another one at the same address.
    pub(crate) fn restart(&mut self, engine: &Engine) {
        self.kill();
        let address = self.url.strip_prefix("http://").unwrap().to_owned();
        *self = Self::start_at(engine, &address, &[]);
    }

    fn start_at(engine: &Engine, address: &str, environment: &[(&str, &str)]) -> Self {
        let mut child = engine
            .command(&["serve", "--listen", address])
            .envs(environment.iter().copied())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap());
        let mut url = None;
        let mut started = Value::Null;
        let mut line = String::new();
        while url.is_none() && log.read_line(&mut line).unwrap() > 0 {
            started = serde_json::from_str(&line).unwrap();
            let message = started["message"].as_str().unwrap_or_default();
            url = message.strip_prefix("listening on ").map(str::to_owned);
            line.clear();
        }
        let url = url.expect("the server says where it listens");
        let logged = Arc::new(Mutex::new(String::new()));
        let all = Arc::clone(&logged);
        // The log must be read, or the server blocks on it.
        std::thread::spawn(move || {
            for line in log.lines().map_while(Result::ok) {
                *all.lock().unwrap() += &(line + "\n");
            }
        });
        Self {
            child,
            url,
            started,
            log: logged,
        }
    }

    /// What it has logged since it listens. A line may come a moment after the answer that it is about.
    pub(crate) fn log(&self) -> String {
        std::thread::sleep(Duration::from_millis(200));
        self.log.lock().unwrap().clone()
    }

    /// Sends it a signal, such as `TERM`.
    pub(crate) fn signal(&self, name: &str) {
        let (signal, pid) = (format!("-{name}"), self.child.id().to_string());
        let sent = Command::new("kill").args([&signal, &pid]).status().unwrap();
        assert!(sent.success());
    }

    /// Asks it to stop, and waits until it has.
    pub(crate) fn stop(&mut self) {
        self.signal("TERM");
        self.child.wait().unwrap();
    }

    /// Kills it with SIGKILL.
    pub(crate) fn kill(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Sends a request, with a document if there is one; returns the answer, or why there was none.
pub(crate) fn send(
    method: &str,
    url: &str,
    token: Option<&str>,
    document: Option<&Value>,
) -> Result<(u16, Value), ureq::Error> {
    let config = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_mins(2)));
    let agent: ureq::Agent = config.build().into();
    let mut request = ureq::http::Request::builder().method(method).uri(url);
    if let Some(token) = token {
        request = request.header("Authorization", format!("Bearer {token}"));
    }
    let mut response = match document {
        None => agent.run(request.body(())?)?,
        Some(document) => {
            request = request.header("Content-Type", "application/vnd.api+json");
            agent.run(request.body(document.to_string())?)?
        }
    };
    let answer = response.body_mut().read_to_string()?;
    Ok((
        response.status().as_u16(),
        serde_json::from_str(&answer).unwrap_or(Value::Null),
    ))
}

/// Gets a document.
pub(crate) fn get(url: &str, token: Option<&str>) -> (u16, Value) {
    send("GET", url, token, None).unwrap()
}
