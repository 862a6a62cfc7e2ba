//! Compressed request bodies.

use crate::support::{Api, JSON_API, LINKS, NDJSON, RUNS, Reply, Served, parse_lines};
use async_compression::tokio::write::{GzipEncoder, ZstdEncoder};
use axum::body::Body;
use axum::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE};
use axum::http::{Request, header};
use rand::RngExt;
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use wellhead_jsonapi::media_type::ATOMIC;

crate::on_both_engines![
    documents_and_operations_may_be_compressed,
    other_encodings_are_refused_with_the_supported_ones,
    undecodable_bodies_are_refused,
    the_limit_applies_to_the_decoded_document,
    a_delivery_may_be_compressed,
    a_compressed_delivery_is_streamed,
    a_delivery_that_cannot_be_decoded_breaks_off,
    a_delivery_of_one_endless_line_rejects_it,
    answers_do_not_depend_on_chunks,
];

const PERSON: &str = "{\"data\":{\"type\":\"people\"}}";

async fn gzip(text: impl AsRef<[u8]>) -> Vec<u8> {
    let mut encoder = GzipEncoder::new(Vec::new());
    encoder.write_all(text.as_ref()).await.unwrap();
    encoder.shutdown().await.unwrap();
    encoder.into_inner()
}

async fn zstd(text: impl AsRef<[u8]>) -> Vec<u8> {
    let mut encoder = ZstdEncoder::new(Vec::new());
    encoder.write_all(text.as_ref()).await.unwrap();
    encoder.shutdown().await.unwrap();
    encoder.into_inner()
}

/// 1 GiB of zeros in 34 kB of zstd: one frame of blocks, each of which says "this byte, 128 KiB times".
fn bomb() -> Vec<u8> {
    const BLOCK: u32 = 128 << 10;
    const BLOCKS: u32 = (1 << 30) / BLOCK;
    // The magic number, no checksum, and a window of 1 MiB.
    let mut frame = vec![0x28, 0xb5, 0x2f, 0xfd, 0, 0x50];
    for i in 1..=BLOCKS {
        let header = u32::from(i == BLOCKS) | 1 << 1 | BLOCK << 3;
        frame.extend_from_slice(&header.to_le_bytes()[..3]);
        frame.push(0);
    }
    frame
}

/// Creates a person from a body with this encoding.
async fn post(api: &Api, encodings: &[&str], body: impl Into<Body>) -> Reply {
    let mut request = Request::post("/v1/people")
        .header(header::AUTHORIZATION, format!("Bearer {}", api.here.sync))
        .header(CONTENT_TYPE, JSON_API)
        .body(body.into())
        .unwrap();
    for encoding in encodings {
        let value = encoding.parse().unwrap();
        request.headers_mut().append(CONTENT_ENCODING, value);
    }
    api.call(request).await
}

fn delivery(api: &Api, run: &str, encoding: &str, body: impl Into<Body>) -> Request<Body> {
    let mut request = api.delivery(run, "", body);
    let encoding = encoding.parse().unwrap();
    request.headers_mut().insert(CONTENT_ENCODING, encoding);
    request
}

async fn deliver(api: &Api, run: &str, encoding: &str, body: Vec<u8>) -> Vec<Value> {
    let reply = api.call(delivery(api, run, encoding, body)).await;
    parse_lines(reply.body.as_str().expect("several lines"))
}

async fn open(api: &Api) -> String {
    let connector = api.activation(&api.here).await;
    api.run(&connector, &json!({"direction": "input"})).await
}

fn line(i: usize) -> String {
    format!("{{\"external_person_id\":\"E-{i}\"}}\n")
}

async fn documents_and_operations_may_be_compressed(api: &Api) {
    for (encodings, body) in [
        (&[][..], PERSON.into()),
        (&["identity"], PERSON.into()),
        (&["gzip"], gzip(PERSON).await),
        (&["x-gzip"], gzip(PERSON).await),
        (&["identity, GZIP"], gzip(PERSON).await),
        (&["identity", "zstd"], zstd(PERSON).await),
    ] {
        post(api, encodings, body).await.created();
    }
    let operations = json!({"atomic:operations": [{"op": "add", "data": {"type": "people"}}]});
    let request = Request::post("/v1/operations")
        .header(header::AUTHORIZATION, format!("Bearer {}", api.here.sync))
        .header(CONTENT_TYPE, format!("{JSON_API};ext=\"{ATOMIC}\""))
        .header(CONTENT_ENCODING, "zstd")
        .body(zstd(operations.to_string()).await.into())
        .unwrap();
    api.call(request).await.ok();
    assert_eq!(api.get("/v1/people").await.ids().len(), 7);
}

async fn other_encodings_are_refused_with_the_supported_ones(api: &Api) {
    let is_refused = |refused: &Reply| {
        refused.is_error(415, "unsupported_media_type", "content-encoding");
        assert_eq!(refused.headers[ACCEPT_ENCODING], "gzip, zstd");
    };
    let run = open(api).await;
    for encodings in [
        &["br"][..],
        &["deflate"],
        &["gzip, gzip"],
        &["zstd", "gzip"],
        &["gzip;q=1"],
    ] {
        is_refused(&post(api, encodings, PERSON).await);
        let request = delivery(api, &run, &encodings.join(", "), line(1));
        is_refused(&api.call(request).await);
    }
    // A 415 for the media type must not have the header, or it would look like this one.
    let mut request = delivery(api, &run, "gzip", line(1));
    let text = "text/csv".parse().unwrap();
    request.headers_mut().insert(CONTENT_TYPE, text);
    let refused = api.call(request).await;
    refused.is_error(415, "unsupported_media_type", "content-type");
    assert!(!refused.headers.contains_key(ACCEPT_ENCODING));
}

async fn undecodable_bodies_are_refused(api: &Api) {
    let gzipped = gzip(PERSON).await;
    let zstded = zstd(PERSON).await;
    for (encoding, body) in [
        ("gzip", PERSON.as_bytes()),
        ("zstd", PERSON.as_bytes()),
        ("gzip", &zstded),
        ("zstd", &gzipped),
        ("gzip", b""),
        ("gzip", &gzipped[..gzipped.len() - 1]),
        ("zstd", &zstded[..zstded.len() - 1]),
        ("gzip", &[&gzipped, &b"{}"[..]].concat()),
        ("zstd", &[&zstded, &b"{}"[..]].concat()),
    ] {
        let refused = post(api, &[encoding], body.to_vec()).await;
        refused.is_error(400, "invalid_encoding", "content-encoding");
    }
    // What was decoded still has to be a document.
    let refused = post(api, &["gzip"], gzip("nonsense").await).await;
    refused.is_error(400, "invalid_json", "");
    assert_eq!(api.get("/v1/people").await.ids(), [""; 0]);
}

async fn the_limit_applies_to_the_decoded_document(api: &Api) {
    let most = 1 << 20;
    let padded = |length: usize| PERSON.to_owned() + &" ".repeat(length - PERSON.len());
    for (encoding, fits, exceeds) in [
        (
            "gzip",
            gzip(padded(most)).await,
            gzip(padded(most + 1)).await,
        ),
        (
            "zstd",
            zstd(padded(most)).await,
            zstd(padded(most + 1)).await,
        ),
        (
            "gzip",
            gzip(padded(most)).await,
            gzip(vec![0; 1 << 26]).await,
        ),
        ("zstd", zstd(padded(most)).await, bomb()),
    ] {
        post(api, &[encoding], fits).await.created();
        let refused = post(api, &[encoding], exceeds).await;
        refused.is_error(413, "body_too_large", "");
    }
}

async fn a_delivery_may_be_compressed(api: &Api) {
    let run = open(api).await;
    let halves = [line(1) + &line(2), "no\n".to_owned() + &line(3)];
    let gzipped = [gzip(&halves[0]).await, gzip(&halves[1]).await].concat();
    let zstded = [zstd(&halves[0]).await, zstd(&halves[1]).await].concat();
    for (encoding, body) in [
        ("identity", halves.concat().into_bytes()),
        ("gzip", gzipped),
        ("zstd", zstded),
    ] {
        let said = deliver(api, &run, encoding, body).await;
        let summary = &said.last().unwrap()["summary"];
        assert_eq!(summary["committed"], 4, "{encoding}: {summary}");
        assert_eq!(summary["rejected"], 1, "{encoding}: {summary}");
    }
    assert_eq!(api.get(LINKS).await.ids().len(), 3);
}

/// A line is taken as soon as its sender has flushed it.
async fn a_compressed_delivery_is_streamed(api: &Api) {
    let run = open(api).await;
    let served = Served::begin(api).await;
    let mut client = served.connect().await;
    let head = format!(
        "POST {RUNS}/{run}/deliveries HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\n\
         Content-Type: {NDJSON}\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n",
        api.here.sync
    );
    client.send(head).await;
    let mut encoder = GzipEncoder::new(Vec::new());
    for i in 1..=3 {
        encoder.write_all(line(i).as_bytes()).await.unwrap();
        encoder.flush().await.unwrap();
        client.send_chunk(&std::mem::take(encoder.get_mut())).await;
        client.until(&format!("\"committed\":{i},")).await;
    }
    encoder.shutdown().await.unwrap();
    client.send_chunk(encoder.get_ref()).await;
    client.send("0\r\n\r\n").await;
    client.until("\"summary\"").await;
    assert_eq!(api.get(LINKS).await.ids().len(), 3);
}

async fn a_delivery_that_cannot_be_decoded_breaks_off(api: &Api) {
    let run = open(api).await;
    // Everything before the fault is taken: the member before it is complete.
    let good = gzip(line(1) + &line(2)).await;
    let more = gzip(line(3)).await;
    for (i, tail) in [&more[..12], b"nonsense"].into_iter().enumerate() {
        let said = deliver(api, &run, "gzip", [&good, tail].concat()).await;
        let error = &said.last().unwrap()["error"];
        assert_eq!(error["code"], "invalid_encoding", "{i}: {error}");
        assert_eq!(error["committed"], 2, "{i}: {error}");
        assert!(
            error["detail"].as_str().unwrap().contains("gzip"),
            "{error}"
        );
    }
    assert_eq!(api.get(LINKS).await.ids().len(), 2);
    let said = deliver(api, &run, "zstd", line(1).into_bytes()).await;
    assert_eq!(said.last().unwrap()["error"]["code"], "invalid_encoding");
}

async fn a_delivery_of_one_endless_line_rejects_it(api: &Api) {
    let run = open(api).await;
    let mut body = bomb();
    body.extend(zstd("\n".to_owned() + &line(2)).await);
    let said = deliver(api, &run, "zstd", body).await;
    let rejected: Vec<_> = said.iter().filter_map(|it| it.get("rejected")).collect();
    assert_eq!(rejected.len(), 1, "{rejected:?}");
    assert_eq!(rejected[0]["code"], "line_too_long");
    // It is rejected before its end, which nobody waits for: so few bytes cannot expand to so many.
    let error = &said.last().unwrap()["error"];
    assert_eq!(error["code"], "invalid_encoding", "{error}");
    assert_eq!(error["links_created"], 0, "{error}");
}

/// Over a real socket, in chunks of any size.
async fn answers_do_not_depend_on_chunks(api: &Api) {
    let run = open(api).await;
    let mut lines = String::new();
    for i in 0..500 {
        lines.push_str(match i % 50 {
            7 => "no\n",
            8 => "\r\n",
            _ => "",
        });
        lines.push_str(&line(i));
    }
    let served = Served::begin(api).await;
    let mut random = rand::rng();
    for (encoding, body) in [
        ("identity", lines.clone().into_bytes()),
        ("gzip", gzip(&lines).await),
        ("zstd", zstd(&lines).await),
    ] {
        for most in [10, 1_000, 100_000] {
            let mut client = served.connect().await;
            let head = format!(
                "POST {RUNS}/{run}/deliveries HTTP/1.1\r\nHost: localhost\r\n\
                 Authorization: Bearer {}\r\nContent-Type: {NDJSON}\r\n\
                 Content-Encoding: {encoding}\r\nTransfer-Encoding: chunked\r\n\r\n",
                api.here.sync
            );
            client.send(head).await;
            let mut rest = &body[..];
            while !rest.is_empty() {
                let part;
                (part, rest) = rest.split_at(random.random_range(1..=most.min(rest.len())));
                client.send_chunk(part).await;
            }
            client.send("0\r\n\r\n").await;
            let said = client.until("0\r\n\r\n").await;
            assert!(
                said.contains("\"committed\":520,"),
                "{encoding} by {most}: {said}"
            );
            assert_eq!(
                said.matches("invalid_json").count(),
                10,
                "{encoding} by {most}"
            );
        }
    }
    assert_eq!(
        api.get(&format!("{LINKS}?page[size]=500"))
            .await
            .ids()
            .len(),
        500
    );
}
