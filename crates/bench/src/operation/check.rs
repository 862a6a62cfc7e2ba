use anyhow::{Context, ensure};
use serde_json::Value;
use uuid::Uuid;

use super::{About, Question};
use crate::client::Response;
use crate::ledger::{Id, Link};

impl Question<'_> {
    /// The links in the right answer; `None` if they do not exist yet.
    pub(crate) fn links(&self) -> Option<Vec<Link>> {
        match self.about {
            About::Link(link) => Some(vec![self.tenant.link(link)]),
            About::Person(person) => Some(self.tenant.of_person(person)),
            About::Workspace => Some(self.tenant.newest()),
            About::Range { connector, start } => Some(self.tenant.of_range(connector, start)),
            About::New { .. } => None,
        }
    }

    /// Checks every part of the answer.
    pub(crate) fn check(&self, response: Response<'_>) -> anyhow::Result<()> {
        let document: Value = serde_json::from_slice(response.body)?;
        let data = &document["data"];
        let checked = match (self.about, self.links()) {
            (About::New { person, connector }, _) => check_ends(data, person, connector, "input"),
            (About::Link(_), Some(links)) => check_all(std::slice::from_ref(data), &links),
            (_, links) => check_all(
                data.as_array().context("there is no list")?,
                &links.unwrap_or_default(),
            ),
        };
        checked.with_context(|| format!("a wrong answer to {:?}: {document}", self.about))
    }
}

fn check_all(found: &[Value], expected: &[Link]) -> anyhow::Result<()> {
    ensure!(
        found.len() == expected.len(),
        "{} links instead of {}",
        found.len(),
        expected.len()
    );
    for (found, link) in found.iter().zip(expected) {
        ensure!(
            is(&found["id"], Id::Link.of(link.number)),
            "another link than {link:?}"
        );
        check_ends(found, link.person, link.connector, link.direction)?;
    }
    Ok(())
}

fn check_ends(found: &Value, person: u32, connector: u32, direction: &str) -> anyhow::Result<()> {
    let end = |name: &str| &found["relationships"][name]["data"]["id"];
    ensure!(is(end("people"), Id::Person.of(person)), "another person");
    let connector = Id::WorkspaceConnector.of(connector);
    ensure!(
        is(end("workspace_connector"), connector),
        "another connector"
    );
    ensure!(
        found["attributes"]["direction"] == direction,
        "another direction"
    );
    Ok(())
}

fn is(found: &Value, id: Uuid) -> bool {
    found.as_str() == Some(&id.to_string())
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::StdRng;
    use serde_json::json;

    use super::*;
    use crate::ledger::Ledger;
    use crate::operation::Operation;
    use crate::scale::Scale;

    fn answer(links: &[Link]) -> Value {
        let resource = |link: &Link| {
            json!({
                "id": Id::Link.of(link.number),
                "attributes": { "direction": link.direction },
                "relationships": {
                    "people": { "data": { "id": Id::Person.of(link.person) } },
                    "workspace_connector": { "data": { "id": Id::WorkspaceConnector.of(link.connector) } },
                },
            })
        };
        json!({ "data": links.iter().map(resource).collect::<Vec<_>>() })
    }

    fn check(question: &Question<'_>, document: &Value) -> anyhow::Result<()> {
        question.check(Response {
            status: 200,
            head: b"",
            body: document.to_string().as_bytes(),
        })
    }

    #[test]
    fn only_the_right_answer_passes() {
        let ledger = Ledger::new(Scale::QUICK);
        let mut rng = StdRng::seed_from_u64(5);
        for operation in [
            Operation::PersonLinks,
            Operation::WorkspaceList,
            Operation::TimeRange,
        ] {
            let question = operation.question(ledger.readers(), &mut rng);
            let links = question.links().unwrap();
            check(&question, &answer(&links)).unwrap();

            let mut wrong = answer(&links[1..]);
            assert!(check(&question, &wrong).is_err(), "one too few");
            wrong = answer(&links);
            wrong["data"][1]["id"] = json!(Id::Link.of(links[0].number));
            assert!(check(&question, &wrong).is_err(), "one twice");
            wrong = answer(&links);
            wrong["data"][0]["relationships"]["people"]["data"]["id"] = json!(Id::Person.of(0));
            assert!(check(&question, &wrong).is_err(), "another person");
            assert!(check(&question, &json!({ "errors": [] })).is_err());
        }
    }
}
