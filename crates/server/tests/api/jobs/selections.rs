//! Jobs on links that match criteria.

use super::{active, deduplicate, furnish, invalidate};
use crate::support::{Api, JOBS, NOBODY};
use serde_json::{Value, json};

crate::on_both_engines![
    links_are_invalidated_by_criteria,
    an_invalidation_requires_criteria,
    of_twins_the_oldest_stays,
];

fn of_connector(id: &str) -> Value {
    json!({"workspace_connector": {"data": {"type": "workspace_connector", "id": id}}})
}

async fn links_are_invalidated_by_criteria(api: &Api) {
    let furniture = furnish(api).await;
    let [ada, bob] = &furniture.people;
    let person = |id: &str| json!({"type": "people", "id": id});
    for (rest, left) in [
        (
            json!({"attributes": {"created_at": {"lt": "2020-01-01T00:00:00Z"}}}),
            vec![0, 1, 2, 3, 4],
        ),
        (
            json!({"relationships": {"people": {"data": [person(ada), person(NOBODY)]}}}),
            vec![2, 3, 4],
        ),
        (
            json!({
                "attributes": {"direction": "output"},
                "relationships": of_connector(&furniture.connectors[1]),
            }),
            vec![2, 3, 4],
        ),
        (json!({"attributes": {"direction": "output"}}), vec![2, 4]),
        (
            json!({"relationships": of_connector(&furniture.connectors[1])}),
            vec![2],
        ),
        (
            json!({
                "attributes": {"created_at": {"gte": "2020-01-01T00:00:00Z"}},
                "relationships": {"people": {"data": [person(bob)]}},
            }),
            vec![],
        ),
    ] {
        let before = active(api, &furniture).await.len();
        let job = api.done(invalidate(api, "", &rest).await).await;
        assert_eq!(job["attributes"]["kind"], "invalidate");
        assert_eq!(job["attributes"]["changed"], before - left.len(), "{rest}");
        assert_eq!(active(api, &furniture).await, left, "{rest}");
    }
    let rest = json!({
        "attributes": {
            "direction": "input",
            "created_at": {"gte": "2020-01-01T00:00:00Z", "lt": "2020-01-02T00:00:00Z"},
        },
        "relationships": {"people": {"data": [person(ada), person(bob)]}},
    });
    let job = api.done(invalidate(api, "", &rest).await).await;
    let expected = json!({
        "record": "people",
        "direction": "input",
        "created_at": {"gte": "2020-01-01T00:00:00.000Z", "lt": "2020-01-02T00:00:00.000Z"},
        "records": 2,
    });
    assert_eq!(job["attributes"]["selection"], expected);
}

async fn an_invalidation_requires_criteria(api: &Api) {
    let furniture = furnish(api).await;
    let people = |data: Value| json!({"relationships": {"people": {"data": data}}});
    let many = vec![json!({"type": "people", "id": NOBODY}); 1_001];
    for (rest, status, code, place) in [
        (json!({}), 422, "missing_attribute", "/data"),
        (json!({"id": NOBODY}), 403, "unsupported", "/data/id"),
        (
            people(json!([])),
            422,
            "invalid_relationship",
            "/data/relationships/people/data",
        ),
        (
            people(json!(many)),
            422,
            "invalid_relationship",
            "/data/relationships/people/data",
        ),
        (
            people(json!([{"type": "people", "id": "me"}])),
            422,
            "invalid_id",
            "/data/relationships/people/data/0/id",
        ),
        (
            people(json!([{"type": "workspace", "id": NOBODY}])),
            409,
            "type_mismatch",
            "/data/relationships/people/data/0/type",
        ),
        (
            json!({"attributes": {"direction": "up"}}),
            422,
            "invalid_attribute",
            "/data/attributes/direction",
        ),
        (
            json!({"attributes": {"created_at": {}}}),
            422,
            "invalid_attribute",
            "/data/attributes/created_at",
        ),
        (
            json!({"attributes": {"created_at": "2020-01-01T00:00:00Z"}}),
            422,
            "invalid_attribute",
            "/data/attributes/created_at",
        ),
        (
            json!({"attributes": {"created_at": {"gt": "2020-01-01T00:00:00Z"}}}),
            422,
            "invalid_attribute",
            "/data/attributes/created_at/gt",
        ),
        (
            json!({"attributes": {"created_at": {"gte": "now"}}}),
            422,
            "invalid_attribute",
            "/data/attributes/created_at/gte",
        ),
        (
            json!({"relationships": of_connector(NOBODY)}),
            404,
            "related_not_found",
            "/data/relationships/workspace_connector",
        ),
        (
            json!({"attributes": {"colour": "red"}}),
            422,
            "unknown_attribute",
            "/data/attributes/colour",
        ),
    ] {
        invalidate(api, "", &rest)
            .await
            .is_error(status, code, place);
    }
    let inputs = json!({"attributes": {"direction": "input"}});
    let refused = invalidate(api, "?dry_run=maybe", &inputs).await;
    refused.is_error(400, "invalid_parameter", "dry_run");
    assert_eq!(active(api, &furniture).await.len(), 5);
    assert!(api.get(JOBS).await.ids().is_empty());
}

async fn of_twins_the_oldest_stays(api: &Api) {
    let mut furniture = furnish(api).await;
    let [ada, bob] = furniture.people.clone();
    let [first, second] = furniture.connectors.clone();
    for (person, connector) in [(&ada, &first), (&bob, &second)] {
        furniture
            .links
            .push(api.link(person, connector, "input").await);
    }
    let rest = json!({"relationships": of_connector(&second)});
    let job = api.done(deduplicate(api, "", &rest).await).await;
    assert_eq!(job["attributes"]["changed"], 1);
    assert_eq!(active(api, &furniture).await, [0, 1, 2, 3, 4, 5]);
    let job = api.done(deduplicate(api, "", &json!({})).await).await;
    assert_eq!(job["attributes"]["kind"], "deduplicate");
    assert_eq!(job["attributes"]["changed"], 2);
    assert_eq!(active(api, &furniture).await, [0, 2, 3, 4]);
    let refused = deduplicate(api, "", &json!({"attributes": {"direction": "input"}})).await;
    refused.is_error(422, "unknown_attribute", "/data/attributes/direction");
}
