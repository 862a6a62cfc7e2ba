use std::fmt::Write;

use bytes::Bytes;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Request, Target};
use crate::delivery::http::{RUNS, lines_of};
use crate::ledger::{Id, Tenant};
use crate::operation::{LINKS, timestamp};
use crate::request::{JSON_API, get, head, post, with_body};

const ATOMIC: &str = "application/vnd.api+json; ext=\"https://jsonapi.org/ext/atomic\"";
const NDJSON: &str = "application/x-ndjson";
const FLOWS: &str = "/v1/provenance/flows";
const PEOPLE: &str = "/v1/people";

/// The length of a query and of a body of mistakes.
const QUERY: usize = 60_000;
const BODY: usize = 840_000;
/// Creates in one request, and lines in one delivery.
const THOUSAND: u32 = 1_000;

/// What the attacks ask for.
pub(super) struct Requests(pub(super) Target);

impl Requests {
    /// All, and those of a month, by turns.
    pub(super) fn flows(self) -> Request {
        let (from, until) = Tenant::last_days(30);
        let range = format!(
            "{FLOWS}?filter[created_at][gte]={}&filter[created_at][lt]={}",
            timestamp(from),
            timestamp(until)
        );
        let both = [FLOWS, &range].map(|path| Bytes::from(get(path, &self.0.reader)));
        Box::new(move |client, turn| {
            let second = (client + turn) % 2 == 1;
            both[usize::from(second)].clone()
        })
    }

    /// Each of one connector.
    pub(super) fn jobs(self) -> Request {
        let Target {
            first_connector,
            connectors,
            share,
            of,
            ..
        } = self.0;
        Box::new(move |client, _| {
            let index = (client * of + share) % connectors;
            let connector = Id::WorkspaceConnector.of(first_connector + index);
            let rest = json!({ "workspace_connector": {
                "data": { "type": "workspace_connector", "id": connector },
            } });
            deduplication("", &self.0.writer, Some(rest))
        })
    }

    /// Of all connectors.
    pub(super) fn dry_runs(self) -> Request {
        always(deduplication("?dry_run=true", &self.0.writer, None))
    }

    /// Nothing, a part of a head, or a head without its body.
    pub(super) fn beginnings(self) -> Request {
        let all = [
            Bytes::new(),
            format!("GET {LINKS} HTTP/1.1\r\nHost: ben").into(),
            format!(
                "{}Content-Type: {JSON_API}\r\nContent-Length: 1000\r\n\r\n{{",
                head("POST", PEOPLE, &self.0.writer)
            )
            .into(),
        ];
        Box::new(move |client, _| all[usize::try_from(client % 3).unwrap_or(0)].clone())
    }

    pub(super) fn pages(self) -> Request {
        always(get(&format!("{LINKS}?page[size]=500"), &self.0.reader).into())
    }

    pub(super) fn queries(self) -> Request {
        always(self.query())
    }

    pub(super) fn bodies(self) -> Request {
        always(self.body())
    }

    /// Both by turns.
    pub(super) fn mistakes(self) -> Request {
        let both = [self.query(), self.body()];
        Box::new(move |client, _| both[usize::from(client % 2 == 1)].clone())
    }

    fn query(&self) -> Bytes {
        let mut path = format!("{LINKS}?");
        for number in 0.. {
            write!(path, "bad{number}=1&").expect("writing to memory cannot fail");
            if path.len() > QUERY {
                break;
            }
        }
        get(&path, &self.0.reader).into()
    }

    fn body(&self) -> Bytes {
        let mut attributes = String::new();
        for number in 0.. {
            write!(attributes, "\"bad_{number}\":1,").expect("writing to memory cannot fail");
            if attributes.len() > BODY {
                break;
            }
        }
        let attributes = attributes.trim_end_matches(',');
        let document =
            format!("{{\"data\":{{\"type\":\"people\",\"attributes\":{{{attributes}}}}}}}");
        post(PEOPLE, &self.0.writer, JSON_API, &document).into()
    }

    /// The same creates from all clients, but of each in another order, and new ones with each turn.
    pub(super) fn operations(self) -> Request {
        let first: u128 = rand::random();
        Box::new(move |client, turn| {
            let creates = (0..THOUSAND).map(|index| {
                let number = turn * THOUSAND + (index + client * 67) % THOUSAND;
                let id = Uuid::from_u128(first.wrapping_add(number.into()));
                let attributes = json!({ "first_name": "Ada" });
                let data = json!({ "type": "people", "id": id, "attributes": attributes });
                json!({ "op": "add", "data": data })
            });
            let document = json!({ "atomic:operations": creates.collect::<Vec<_>>() });
            let head = head("POST", "/v1/operations", &self.0.writer);
            let head = format!("{head}Accept: {ATOMIC}\r\n");
            with_body(&head, ATOMIC, &document.to_string()).into()
        })
    }

    pub(super) fn creates(self) -> Request {
        let attributes = json!({ "first_name": "Ada", "last_name": "Newcomer" });
        let person = json!({ "data": { "type": "people", "attributes": attributes } });
        always(post(PEOPLE, &self.0.writer, JSON_API, &person.to_string()).into())
    }

    pub(super) fn lists(self) -> Request {
        always(get(LINKS, &self.0.reader).into())
    }

    /// The same thousand people into each client's run.
    pub(super) fn deliveries(self, runs: &[String]) -> Request {
        let few = THOUSAND.min(self.0.people);
        let lines = lines_of(self.0.first_person..self.0.first_person + few);
        let deliveries: Vec<Bytes> = runs
            .iter()
            .map(|run| {
                let path = format!("{RUNS}/{run}/deliveries");
                let head = head("POST", &path, &self.0.writer) + "Connection: close\r\n";
                with_body(&head, NDJSON, &lines).into()
            })
            .collect();
        Box::new(move |client, _| {
            let client = usize::try_from(client).unwrap_or(0);
            deliveries[client % deliveries.len()].clone()
        })
    }

    /// Another one with each request.
    pub(super) fn with_unknown_keys() -> Request {
        let first: u128 = rand::random();
        Box::new(move |client, turn| {
            let number = first.wrapping_add(u128::from(turn) << 32 | u128::from(client));
            get(LINKS, &format!("whk_{number:064x}")).into()
        })
    }

    pub(super) fn without_key() -> Request {
        always(format!("GET {LINKS} HTTP/1.1\r\nHost: bench\r\n\r\n").into())
    }
}

fn always(request: Bytes) -> Request {
    Box::new(move |_, _| request.clone())
}

fn deduplication(query: &str, token: &str, relationships: Option<Value>) -> Bytes {
    let mut data = json!({ "type": "deduplication" });
    if let Some(relationships) = relationships {
        data["relationships"] = relationships;
    }
    let path = format!("{LINKS}/deduplications{query}");
    post(&path, token, JSON_API, &json!({ "data": data }).to_string()).into()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::attack::Attack;

    fn requests() -> Requests {
        Requests(Target {
            attack: Attack::Bodies,
            address: ([127, 0, 0, 1], 8080).into(),
            reader: String::new(),
            writer: String::new(),
            first_person: 1,
            people: 10,
            first_connector: 1,
            connectors: 10,
            connections: 500,
            share: 1,
            of: 2,
        })
    }

    fn body(request: &Bytes) -> Value {
        let text = std::str::from_utf8(request).unwrap();
        let (_, body) = text.split_once("\r\n\r\n").unwrap();
        serde_json::from_str(body).unwrap()
    }

    #[test]
    fn mistakes_are_as_large_as_they_may_be() {
        let query = requests().query();
        assert!((60_000..65_536).contains(&query.len()), "{}", query.len());
        let request = requests().body();
        assert!((840_000..1 << 20).contains(&request.len()));
        let attributes = &body(&request)["data"]["attributes"];
        assert!(attributes.as_object().unwrap().len() > 40_000);
    }

    #[test]
    fn clients_create_the_same_in_another_order() {
        let operations = requests().operations();
        let ids = |client, turn| -> Vec<String> {
            let document = body(&operations(client, turn));
            let all = document["atomic:operations"].as_array().unwrap().iter();
            all.map(|it| it["data"]["id"].to_string()).collect()
        };
        let (one, other) = (ids(0, 3), ids(1, 3));
        assert_ne!(one, other);
        let set = BTreeSet::from_iter(one);
        assert_eq!(set.len(), 1_000);
        assert_eq!(set, BTreeSet::from_iter(other));
        assert!(set.is_disjoint(&BTreeSet::from_iter(ids(0, 4))));
    }

    #[test]
    fn programs_share_the_connectors_of_jobs() {
        let jobs = requests().jobs();
        let of = |client| {
            let job = body(&jobs(client, 0));
            job["data"]["relationships"]["workspace_connector"]["data"]["id"].to_string()
        };
        let mine: BTreeSet<_> = (0..60).map(of).collect();
        let expected = [2, 4, 6, 8, 10].map(|it| format!("\"{}\"", Id::WorkspaceConnector.of(it)));
        assert_eq!(mine, BTreeSet::from(expected));
    }
}
