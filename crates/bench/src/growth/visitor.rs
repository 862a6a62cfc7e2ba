use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use jiff::Timestamp;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::Value;

use crate::client::{Connection, Response};
use crate::ledger::{Id, Tenant};
use crate::stage::House;
use crate::wellhead::Wellhead;

/// An administrator of one tenant, who is also signed in to the console.
pub(super) struct Visitor {
    tenant: Tenant,
    connection: Connection,
    token: String,
    cookie: String,
    rng: StdRng,
}

impl Visitor {
    pub(super) async fn arrive(
        wellhead: &Wellhead,
        house: &House,
        tenant: &Tenant,
    ) -> anyhow::Result<Self> {
        let token = wellhead.key(&house.database, tenant, "admin").await?;
        let mut connection = Connection::open(house.service.address).await?;
        let form = format!("key={token}");
        let request = format!(
            "POST /console/sign-in HTTP/1.1\r\nHost: bench\r\nSec-Fetch-Site: same-origin\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
            form.len()
        );
        let cookie = cookie(connection.exchange(request.as_bytes()).await?)?;
        Ok(Self {
            tenant: tenant.clone(),
            connection,
            token,
            cookie,
            rng: StdRng::seed_from_u64(16),
        })
    }

    /// Asks for the path; returns the status and how long the answer took.
    pub(super) async fn get(&mut self, path: &str) -> anyhow::Result<(u16, Duration)> {
        let request = self.request(path);
        let began = Instant::now();
        let response = self.connection.exchange(request.as_bytes()).await?;
        Ok((response.status, began.elapsed()))
    }

    /// The body of a good answer.
    pub(super) async fn body(&mut self, path: &str) -> anyhow::Result<&[u8]> {
        let request = self.request(path);
        let response = self.connection.exchange(request.as_bytes()).await?;
        ensure!(response.status == 200, "{path} answers {}", response.status);
        Ok(response.body)
    }

    /// The path of the page so many after this one.
    pub(super) async fn later(&mut self, path: &str, pages: u32) -> anyhow::Result<String> {
        let mut path = self.fill(path)?;
        for _ in 0..pages {
            let page: Value = serde_json::from_slice(self.body(&path).await?)?;
            let next = page["links"]["next"].as_str();
            next.context("there is no later page")?
                .clone_into(&mut path);
        }
        Ok(path)
    }

    /// A path for a random person, link and so on of the tenant.
    pub(super) fn fill(&mut self, template: &str) -> anyhow::Result<String> {
        let mut path = template.to_owned();
        while let Some((before, rest)) = path.split_once('{') {
            let (place, after) = rest.split_once('}').context("a place ends")?;
            path = format!("{before}{}{after}", self.value(place)?);
        }
        Ok(path)
    }

    fn value(&mut self, place: &str) -> anyhow::Result<String> {
        let tenant = &self.tenant;
        let rng = &mut self.rng;
        let mut any = |first: u32, count: u32| first + rng.random_range(0..count);
        let id = match place {
            "person" => Id::Person.of(any(tenant.first_person, tenant.people)),
            "link" => loop {
                let link = any(tenant.first_link, tenant.links);
                if !tenant.link(link).is_deleted {
                    break Id::Link.of(link);
                }
            },
            "connector" => {
                Id::WorkspaceConnector.of(any(tenant.first_connector, tenant.connectors))
            }
            "run" => Id::Run.of(any(tenant.first_run, tenant.runs)),
            "workspace" => Id::Workspace.of(tenant.number),
            "definition" => Id::Connector.of(1),
            days => {
                let days = days.parse().with_context(|| format!("{{{days}}}"))?;
                let (start, _) = Tenant::last_days(days);
                return Ok(Timestamp::from_microsecond(start)?.to_string());
            }
        };
        Ok(id.to_string())
    }

    fn request(&self, path: &str) -> String {
        let who = if path.starts_with("/console") {
            format!("Cookie: {}", self.cookie)
        } else {
            format!("Authorization: Bearer {}", self.token)
        };
        format!("GET {path} HTTP/1.1\r\nHost: bench\r\n{who}\r\n\r\n")
    }
}

/// The cookie of a new session.
fn cookie(response: Response<'_>) -> anyhow::Result<String> {
    let head = String::from_utf8_lossy(response.head);
    let mut lines = head.lines();
    let set = lines.find_map(|line| line.strip_prefix("set-cookie: "));
    let cookie = set.and_then(|set| set.split(';').next());
    Ok(cookie
        .with_context(|| format!("signing in answers {head}"))?
        .to_owned())
}
