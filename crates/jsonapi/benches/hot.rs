//! The work that every request does: parse its query, handle cursors, write its document.

use divan::{Bencher, black_box};
use serde::Serialize;
use wellhead_jsonapi::document::{Document, Identifier, Links, Meta, Relationship, Resource};
use wellhead_jsonapi::media_type::{Applied, CURSOR_PAGINATION};
use wellhead_jsonapi::page::{Cursor, PageSpec, Reach, Turn, link};
use wellhead_jsonapi::query::{Query, QuerySpec};
use wellhead_jsonapi::request::ResourceObject;

fn main() {
    divan::main();
}

const LINK: &str = "people_workspace_connector";
const ID: &str = "01970000-0000-7000-8000-000001234567";
const URL: &str = "/v1/people-workspace-connectors/01970000-0000-7000-8000-000001234567";
const CURSOR: Cursor = Cursor {
    micros: 1_778_423_520_123_456,
    id: [7; 16],
};

/// The query of the list of links.
const LIST: QuerySpec = QuerySpec {
    custom: &[],
    include: &[
        "people",
        "workspace_connector",
        "workspace_connector.connector",
    ],
    fields: &[
        (
            LINK,
            &["direction", "created_at", "people", "workspace_connector"],
        ),
        ("people", &["full_name", "external_person_id"]),
    ],
    sort: &["created_at"],
    filters: &[
        "people",
        "workspace_connector",
        "direction",
        "created_at[gte]",
        "created_at[lt]",
    ],
    page: Some(PageSpec {
        default_size: 20,
        max_size: 500,
        reach: Reach::Counted,
    }),
};

const RANGE: &str = "filter[workspace_connector]=01950000-0000-7000-8000-000000000042\
    &filter[created_at][gte]=2026-05-10T14:32:00Z&filter[created_at][lt]=2026-05-17T14:32:00Z";
const EVERYTHING: &str = "include=people,workspace_connector.connector&fields[people]=full_name\
    &sort=-created_at&filter[direction]=output&page[size]=100";

fn parse(raw: &str) -> Query {
    LIST.parse(Some(black_box(raw)))
        .expect("the list takes this")
}

#[divan::bench]
fn query_of_nothing() -> Query {
    parse("")
}

#[divan::bench]
fn query_of_a_time_range() -> Query {
    parse(RANGE)
}

#[divan::bench]
fn query_of_everything() -> Query {
    parse(EVERYTHING)
}

#[divan::bench]
fn cursor_written() -> String {
    black_box(CURSOR).to_string()
}

#[divan::bench]
fn cursor_read(bencher: Bencher<'_, '_>) {
    let text = CURSOR.to_string();
    bencher.bench_local(|| black_box(&*text).parse::<Cursor>());
}

#[divan::bench]
fn next_link() -> String {
    let raw = "filter[direction]=output&page[size]=100";
    link(
        "/v1/people-workspace-connectors",
        Some(black_box(raw)),
        Turn::After(CURSOR),
    )
}

#[derive(Serialize)]
struct Attributes {
    direction: &'static str,
    created_at: &'static str,
    updated_at: Option<&'static str>,
    deleted_at: Option<&'static str>,
}

/// A link as it goes out.
fn resource() -> Resource<'static, Attributes> {
    let end = |name: &'static str| {
        let links = Links::to("self", format!("{URL}/relationships/{name}"))
            .and("related", format!("{URL}/{name}"));
        Relationship::to_one(Some(Identifier::new(name, ID.to_owned()))).with_links(links)
    };
    let attributes = Attributes {
        direction: "input",
        created_at: "2026-05-10T14:32:00.000Z",
        updated_at: Some("2026-05-10T14:32:00.000Z"),
        deleted_at: None,
    };
    Resource::new(LINK, ID.to_owned(), attributes)
        .with_links(Links::to("self", URL.to_owned()))
        .with_relationship("people", end("people"))
        .with_relationship("workspace_connector", end("workspace_connector"))
}

#[divan::bench]
fn document_of_one() -> Vec<u8> {
    let document = Document::of(resource()).with_links(Links::to("self", URL));
    serde_json::to_vec(&document).expect("a document can be written")
}

#[divan::bench]
fn document_of_a_page() -> Vec<u8> {
    let applied = Applied::default().with_profile(CURSOR_PAGINATION);
    let resources = (0..20).map(|_| resource().with_meta(Meta::cursor(CURSOR.to_string())));
    let document = Document::of(resources.collect::<Vec<_>>())
        .with_jsonapi(applied.jsonapi())
        .with_links(Links::default().and_self(URL, &applied));
    serde_json::to_vec(&document).expect("a document can be written")
}

/// A document as a client sends it.
const NEW_LINK: &[u8] = br#"{"data": {
    "type": "people_workspace_connector",
    "attributes": {"direction": "input"},
    "relationships": {
        "people": {"data": {"type": "people", "id": "d1e4b7f0-3c2a-4891-a5f6-0b9e8c7d6e5f"}},
        "workspace_connector": {
            "data": {"type": "workspace_connector", "id": "9b8c7a6d-5e4f-3210-b1a0-c9d8e7f6a5b4"}
        }
    }
}}"#;

#[divan::bench]
fn document_read() -> ResourceObject {
    ResourceObject::create(black_box(NEW_LINK), LINK).expect("the document is well formed")
}
