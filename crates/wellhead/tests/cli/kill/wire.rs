//! A delivery as bytes on a socket: the answer is read while lines are sent, so that a client knows what was
//! committed even if the server dies in the middle.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{Shutdown, TcpStream};
use std::thread;
use std::time::Duration;

use serde_json::Value;

/// Posts `lines` and passes each line of the answer to `said` as it arrives; returns the status at the end.
pub(super) fn deliver(
    url: &str,
    token: &str,
    lines: &[u8],
    mut said: impl FnMut(Value),
) -> io::Result<u16> {
    let rest = url.strip_prefix("http://").expect("the server speaks HTTP");
    let (address, path) = rest.split_once('/').expect("the URL has a path");
    let stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_mins(1)))?;
    let head = format!(
        "POST /{path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/x-ndjson\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        lines.len()
    );
    thread::scope(|scope| {
        let mut sending = &stream;
        // This fails if the server dies or stops reading: the answer tells.
        scope.spawn(move || {
            sending
                .write_all(head.as_bytes())
                .and_then(|()| sending.write_all(lines))
        });
        let read = read(BufReader::new(&stream), &mut said);
        stream.shutdown(Shutdown::Both).ok();
        read
    })
}

fn read(mut answer: impl BufRead, said: &mut impl FnMut(Value)) -> io::Result<u16> {
    let status = line(&mut answer)?;
    let status = status.split(' ').nth(1).and_then(|code| code.parse().ok());
    let status = status.ok_or_else(|| io::Error::other("no status"))?;
    let mut is_chunked = false;
    loop {
        let header = line(&mut answer)?.to_ascii_lowercase();
        match header.split_once(':') {
            None => break,
            Some(("transfer-encoding", value)) => {
                is_chunked = value.trim() == "chunked";
            }
            Some(_) => {}
        }
    }
    if !is_chunked {
        // A refusal, in one document.
        return Ok(status);
    }
    let mut begun = Vec::new();
    loop {
        let size = usize::from_str_radix(&line(&mut answer)?, 16).map_err(io::Error::other)?;
        let mut chunk = vec![0; size];
        answer.read_exact(&mut chunk)?;
        line(&mut answer)?;
        begun.append(&mut chunk);
        say(&mut begun, said);
        if size == 0 {
            return Ok(status);
        }
    }
}

/// Passes on all complete lines and keeps the rest.
fn say(begun: &mut Vec<u8>, said: &mut impl FnMut(Value)) {
    while let Some(end) = begun.iter().position(|byte| *byte == b'\n') {
        let line: Vec<u8> = begun.drain(..=end).collect();
        said(serde_json::from_slice(&line).expect("each line is JSON"));
    }
}

fn line(answer: &mut impl BufRead) -> io::Result<String> {
    let mut line = String::new();
    if answer.read_line(&mut line)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(line.trim_end().to_owned())
}
