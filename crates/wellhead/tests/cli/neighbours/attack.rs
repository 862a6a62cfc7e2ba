use std::fmt::Write as _;
use std::io::{self, Read, Write as _};
use std::net::TcpStream;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};
use uuid::Uuid;

const JSON_API: &str = "application/vnd.api+json";
const ATOMIC: &str = "application/vnd.api+json; ext=\"https://jsonapi.org/ext/atomic\"";
const LINKS: &str = "/v1/people-workspace-connectors";

/// How long an attacker waits for an answer before it looks whether it is over.
const PATIENCE: Duration = Duration::from_millis(500);

/// What is attacked.
pub(super) struct Target {
    pub(super) address: String,
    /// Of the attacker.
    pub(super) token: String,
}

/// A way to attack, again and again, by so many clients at once.
pub(super) struct Attack {
    pub(super) name: &'static str,
    pub(super) clients: usize,
    /// One connection, of the client with this number, until it is thrown out or it is over.
    pub(super) begin: fn(&Target, usize, &AtomicBool) -> io::Result<()>,
}

pub(super) const ATTACKS: [Attack; 8] = [
    Attack {
        name: "long reads, hung up on",
        clients: 4,
        begin: hang_up,
    },
    Attack {
        name: "long reads",
        clients: 32,
        begin: read_long,
    },
    Attack {
        name: "jobs and dry runs",
        clients: 16,
        begin: deduplicate,
    },
    Attack {
        name: "connections that ask nothing, or not to the end",
        clients: 300,
        begin: hold,
    },
    Attack {
        name: "long mistakes whose answers nobody reads",
        clients: 16,
        begin: mistake,
    },
    Attack {
        name: "hundreds of creates with ids, all at once the same",
        clients: 8,
        begin: create,
    },
    Attack {
        name: "keys that nobody has",
        clients: 8,
        begin: guess,
    },
    Attack {
        name: "as many reads as go",
        clients: 8,
        begin: list,
    },
];

impl Target {
    fn connect(&self) -> io::Result<TcpStream> {
        let stream = TcpStream::connect(&self.address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        Ok(stream)
    }

    fn get(&self, path: &str) -> String {
        request("GET", path, &self.token, JSON_API, None)
    }

    fn post(&self, path: &str, media_type: &str, document: &Value) -> String {
        request("POST", path, &self.token, media_type, Some(document))
    }
}

fn request(
    method: &str,
    path: &str,
    token: &str,
    media_type: &str,
    body: Option<&Value>,
) -> String {
    let body = body.map_or_else(String::new, Value::to_string);
    format!(
        "{method} {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nAccept: {media_type}\r\n\
         Content-Type: {media_type}\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// Asks again and again, and reads what comes.
fn ask(
    target: &Target,
    is_over: &AtomicBool,
    mut request: impl FnMut() -> String,
) -> io::Result<()> {
    let mut stream = target.connect()?;
    let mut answer = vec![0; 64 << 10];
    while !is_over.load(Ordering::Relaxed) {
        stream.write_all(request().as_bytes())?;
        if stream.read(&mut answer)? == 0 {
            break;
        }
    }
    Ok(())
}

fn hang_up(target: &Target, _: usize, _: &AtomicBool) -> io::Result<()> {
    let mut stream = target.connect()?;
    stream.write_all(target.get("/v1/provenance/flows").as_bytes())?;
    thread::sleep(Duration::from_millis(20));
    Ok(())
}

fn read_long(target: &Target, _: usize, is_over: &AtomicBool) -> io::Result<()> {
    ask(target, is_over, || target.get("/v1/provenance/flows"))
}

fn list(target: &Target, _: usize, is_over: &AtomicBool) -> io::Result<()> {
    let path = format!("{LINKS}?page[size]=500");
    ask(target, is_over, || target.get(&path))
}

fn deduplicate(target: &Target, number: usize, is_over: &AtomicBool) -> io::Result<()> {
    let query = if number.is_multiple_of(2) {
        ""
    } else {
        "?dry_run=true"
    };
    let document = json!({"data": {"type": "deduplication"}});
    let path = format!("{LINKS}/deduplications{query}");
    ask(target, is_over, || target.post(&path, JSON_API, &document))
}

fn hold(target: &Target, number: usize, is_over: &AtomicBool) -> io::Result<()> {
    let begun = [
        String::new(),
        "GET /v1/people HTTP/1.1\r\nHost: x".to_owned(),
        target
            .post("/v1/people", JSON_API, &json!({"data": {}}))
            .replace("\r\n\r\n{\"data\":{}}", "\r\n\r\n{"),
    ];
    let mut stream = target.connect()?;
    stream.write_all(begun[number % 3].as_bytes())?;
    while !is_over.load(Ordering::Relaxed) && !matches!(stream.read(&mut [0; 512]), Ok(0)) {}
    Ok(())
}

/// A query of some 60 kB, and a document of some 200 kB, in which everything is wrong.
static MISTAKES: LazyLock<(String, Value)> = LazyLock::new(|| {
    let mut path = format!("{LINKS}?");
    for number in 0..4_500 {
        write!(path, "bad{number}=1&").expect("memory does not end");
    }
    let names = (0..11_000).map(|number| (format!("bad_{number}"), json!(1)));
    let attributes = Value::Object(names.collect());
    let document = json!({"data": {"type": "people", "attributes": attributes}});
    (path, document)
});

fn mistake(target: &Target, number: usize, is_over: &AtomicBool) -> io::Result<()> {
    let (path, document) = &*MISTAKES;
    let request = if number.is_multiple_of(2) {
        target.get(path)
    } else {
        target.post("/v1/people", JSON_API, document)
    };
    let mut stream = target.connect()?;
    while !is_over.load(Ordering::Relaxed) {
        stream.write_all(request.as_bytes())?;
    }
    Ok(())
}

fn create(target: &Target, client: usize, is_over: &AtomicBool) -> io::Result<()> {
    let mut turn = 0;
    ask(target, is_over, || {
        turn += 1;
        let adds = (0..300).map(|number| {
            let id =
                Uuid::from_u128((turn << 32) + u128::from((number + client as u64 * 67) % 300));
            let data = json!({"type": "people", "id": id, "attributes": {"first_name": "Ada"}});
            json!({"op": "add", "data": data})
        });
        let document = json!({"atomic:operations": adds.collect::<Vec<_>>()});
        target.post("/v1/operations", ATOMIC, &document)
    })
}

fn guess(target: &Target, client: usize, is_over: &AtomicBool) -> io::Result<()> {
    let mut turn = 0_u64;
    ask(target, is_over, || {
        turn += 1;
        let token = format!("whk_{client:032x}{turn:032x}");
        request("GET", "/v1/people", &token, JSON_API, None)
    })
}
