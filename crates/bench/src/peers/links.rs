use anyhow::Context;
use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;

use super::Peer;
use crate::ledger::{Id, Link};
use crate::operation::About;

/// A link as everybody has to know it, whoever says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) link: Uuid,
    pub(super) record: Uuid,
    pub(super) connector: Uuid,
    pub(super) direction: String,
    /// In microseconds since 1970.
    pub(super) created_at: i64,
}

/// Where an answer has the parts of a link, as JSON pointers.
struct Places {
    link: &'static str,
    record: &'static str,
    connector: &'static str,
    direction: &'static str,
    created_at: &'static str,
}

const OF_SERVICE: Places = Places {
    link: "/id",
    record: "/relationships/people/data/id",
    connector: "/relationships/workspace_connector/data/id",
    direction: "/attributes/direction",
    created_at: "/attributes/created_at",
};

const OF_POSTGRAPHILE: Places = Places {
    link: "/peopleWorkspaceConnectorId",
    record: "/peopleByPeoplePk/peopleId",
    connector: "/workspaceConnectorByWorkspaceConnectorPk/workspaceConnectorId",
    direction: "/direction",
    created_at: "/createdAt",
};

const OF_MIKRO_ORM: Places = Places {
    link: "/id",
    record: "/person",
    connector: "/connector",
    direction: "/direction",
    created_at: "/created_at",
};

impl Known {
    /// Whether it is what a create asks for.
    pub(super) fn joins(&self, person: u32, connector: u32) -> bool {
        self.record == Id::Person.of(person)
            && self.connector == Id::WorkspaceConnector.of(connector)
            && self.direction == "input"
    }

    /// The same with a time as exact as the service's.
    pub(super) fn in_millis(self) -> Self {
        Self {
            created_at: self.created_at - self.created_at.rem_euclid(1_000),
            ..self
        }
    }
}

/// The links in an answer of the service, whose times have milliseconds.
pub(super) fn of_service(body: &[u8]) -> anyhow::Result<Vec<Known>> {
    read(body, "/data", &OF_SERVICE)
}

/// The links in an answer of a peer.
pub(super) fn of_peer(peer: Peer, about: About, body: &[u8]) -> anyhow::Result<Vec<Known>> {
    let read = match (peer, about) {
        (Peer::MikroOrm, _) => read(body, "", &OF_MIKRO_ORM),
        (Peer::Postgraphile, About::New { .. }) => {
            let made = "/data/createPeopleWorkspaceConnector/peopleWorkspaceConnector";
            read(body, made, &OF_POSTGRAPHILE)
        }
        (Peer::Postgraphile, About::Person(_)) => {
            let theirs =
                "/data/peopleByPeopleIdAndWorkspacePk/peopleWorkspaceConnectorsByPeoplePk/nodes";
            read(body, theirs, &OF_POSTGRAPHILE)
        }
        (Peer::Postgraphile, _) => {
            let found = "/data/allPeopleWorkspaceConnectors/nodes";
            read(body, found, &OF_POSTGRAPHILE)
        }
    };
    read.with_context(|| format!("{} says {}", peer.name(), String::from_utf8_lossy(body)))
}

/// Links of the ledger.
pub(super) fn of_ledger(links: &[Link]) -> Vec<Known> {
    let known = links.iter().map(|link| Known {
        link: Id::Link.of(link.number),
        record: Id::Person.of(link.person),
        connector: Id::WorkspaceConnector.of(link.connector),
        direction: link.direction.to_owned(),
        created_at: link.created_at,
    });
    known.collect()
}

fn read(body: &[u8], at: &str, places: &Places) -> anyhow::Result<Vec<Known>> {
    let document: Value = serde_json::from_slice(body)?;
    match document.pointer(at).context("there is nothing")? {
        Value::Array(all) => all.iter().map(|link| places.read(link)).collect(),
        one => Ok(vec![places.read(one)?]),
    }
}

impl Places {
    fn read(&self, link: &Value) -> anyhow::Result<Known> {
        let text = |at: &str| {
            let text = link.pointer(at).and_then(Value::as_str);
            text.with_context(|| format!("a link without {at}"))
        };
        let created_at: Timestamp = text(self.created_at)?.parse()?;
        Ok(Known {
            link: text(self.link)?.parse()?,
            record: text(self.record)?.parse()?,
            connector: text(self.connector)?.parse()?,
            direction: text(self.direction)?.to_owned(),
            created_at: created_at.as_microsecond(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Ledger;
    use crate::scale::Scale;

    #[test]
    fn however_a_link_is_written_it_is_the_same() {
        let ledger = Ledger::new(Scale::QUICK);
        let links = [ledger.tenants()[0].link(7)];
        let (link, person) = (Id::Link.of(7), Id::Person.of(links[0].person));
        let connector = Id::WorkspaceConnector.of(links[0].connector);
        let direction = links[0].direction;
        let service = format!(
            r#"{{"data":{{"id":"{link}","attributes":{{"direction":"{direction}","created_at":"2025-01-01T05:11:02.400Z"}},
            "relationships":{{"people":{{"data":{{"id":"{person}"}}}},"workspace_connector":{{"data":{{"id":"{connector}"}}}}}}}}}}"#
        );
        let mikro_orm = format!(
            r#"[{{"id":"{link}","direction":"{direction}","created_at":"2025-01-01 05:11:02.4+00","person":"{person}","connector":"{connector}"}}]"#
        );
        let postgraphile = format!(
            r#"{{"data":{{"allPeopleWorkspaceConnectors":{{"nodes":[{{"peopleWorkspaceConnectorId":"{link}","direction":"{direction}",
            "createdAt":"2025-01-01T05:11:02.400000+00:00","peopleByPeoplePk":{{"peopleId":"{person}"}},
            "workspaceConnectorByWorkspaceConnectorPk":{{"workspaceConnectorId":"{connector}"}}}}]}}}}}}"#
        );
        let known = of_ledger(&links);
        assert_eq!(of_service(service.as_bytes()).unwrap(), known);
        let asked = About::Link(7);
        for (peer, body) in [
            (Peer::MikroOrm, mikro_orm),
            (Peer::Postgraphile, postgraphile),
        ] {
            assert_eq!(of_peer(peer, asked, body.as_bytes()).unwrap(), known);
        }
        let error = br#"{"errors":[{"message":"no"}]}"#;
        assert!(of_peer(Peer::Postgraphile, asked, error).is_err());
    }
}
