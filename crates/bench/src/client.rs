//! HTTP/1.1 at its plainest, because the client shares the machine's cores with what it measures.

use std::io;
use std::net::SocketAddr;

use anyhow::{Context, bail};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A keep-alive connection with one request at a time.
pub(crate) struct Connection {
    stream: TcpStream,
    received: Vec<u8>,
}

/// A complete response.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Response<'a> {
    pub(crate) status: u16,
    pub(crate) head: &'a [u8],
    pub(crate) body: &'a [u8],
}

impl Response<'_> {
    /// Whether the server closes the connection after it.
    pub(crate) fn is_last(&self) -> bool {
        const CLOSES: &[u8] = b"\r\nconnection: close\r\n";
        let mut parts = self.head.windows(CLOSES.len());
        parts.any(|part| part.eq_ignore_ascii_case(CLOSES))
    }
}

/// The head of a response.
struct Head {
    status: u16,
    /// Its length in bytes.
    length: usize,
    body: BodyLength,
}

enum BodyLength {
    Bytes(usize),
    Chunked,
}

impl Connection {
    pub(crate) async fn open(address: SocketAddr) -> io::Result<Self> {
        Self::over(TcpStream::connect(address).await?)
    }

    pub(crate) fn over(stream: TcpStream) -> io::Result<Self> {
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            received: Vec::with_capacity(1 << 16),
        })
    }

    /// Whether the server has closed it between requests.
    pub(crate) fn is_closed(&self) -> bool {
        match self.stream.try_read(&mut [0]) {
            Err(error) => error.kind() != io::ErrorKind::WouldBlock,
            Ok(_) => true,
        }
    }

    /// Sends a request and waits for the complete response.
    pub(crate) async fn exchange(&mut self, request: &[u8]) -> anyhow::Result<Response<'_>> {
        self.stream.write_all(request).await?;
        self.received.clear();
        let head = loop {
            self.receive().await?;
            if let Some(head) = Head::parse(&self.received)? {
                break head;
            }
        };
        let BodyLength::Bytes(length) = head.body else {
            bail!("the answer comes in chunks");
        };
        let end = head.length + length;
        while self.received.len() < end {
            self.receive().await?;
        }
        Ok(Response {
            status: head.status,
            head: &self.received[..head.length],
            body: &self.received[head.length..end],
        })
    }

    async fn receive(&mut self) -> anyhow::Result<()> {
        if self.stream.read_buf(&mut self.received).await? == 0 {
            bail!("the connection was closed in the middle of an answer");
        }
        Ok(())
    }

    /// Sends a request that asks to close the connection, and reads the response while still sending.
    pub(crate) async fn exchange_last(
        mut self,
        request: &[u8],
        body: &[u8],
    ) -> anyhow::Result<(u16, Vec<u8>)> {
        let (mut from, mut to) = self.stream.split();
        let mut received = Vec::new();
        let send = async {
            to.write_all(request).await?;
            to.write_all(body).await
        };
        tokio::try_join!(send, from.read_to_end(&mut received))?;
        let head = Head::parse(&received)?.context("the answer broke off")?;
        let rest = &received[head.length..];
        let body = match head.body {
            BodyLength::Bytes(length) => rest.get(..length).map(<[u8]>::to_vec),
            BodyLength::Chunked => joined(rest),
        };
        Ok((head.status, body.context("the answer broke off")?))
    }
}

impl Head {
    fn parse(received: &[u8]) -> anyhow::Result<Option<Self>> {
        let mut headers = [httparse::EMPTY_HEADER; 32];
        let mut response = httparse::Response::new(&mut headers);
        let httparse::Status::Complete(length) = response.parse(received)? else {
            return Ok(None);
        };
        let value = |name: &str| {
            let mut headers = response.headers.iter();
            let header = headers.find(|header| header.name.eq_ignore_ascii_case(name))?;
            std::str::from_utf8(header.value).ok()
        };
        let body = match value("content-length") {
            Some(length) => BodyLength::Bytes(length.parse().context("Content-Length")?),
            None if value("transfer-encoding") == Some("chunked") => BodyLength::Chunked,
            None => BodyLength::Bytes(0),
        };
        Ok(Some(Self {
            status: response.code.context("an answer without a status")?,
            length,
            body,
        }))
    }
}

/// The joined chunks of a body; `None` if the last one is missing.
fn joined(mut chunks: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let httparse::Status::Complete((start, size)) = httparse::parse_chunk_size(chunks).ok()?
        else {
            return None;
        };
        let end = start + usize::try_from(size).ok()?;
        body.extend_from_slice(chunks.get(start..end)?);
        if size == 0 {
            return Some(body);
        }
        chunks = chunks.get(end..)?.strip_prefix(b"\r\n")?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_joined() {
        let chunks = b"5\r\nhello\r\n7\r\n, world\r\n0\r\n\r\n";
        assert_eq!(joined(chunks).unwrap(), b"hello, world");
        assert_eq!(joined(&chunks[..20]), None);
        assert_eq!(joined(b""), None);
    }

    #[test]
    fn a_response_says_that_it_is_the_last() {
        let last = |head| {
            let (status, body) = (503, b"".as_slice());
            let response = Response { status, head, body };
            response.is_last()
        };
        assert!(last(b"HTTP/1.1 503 \r\nConnection: close\r\n\r\n"));
        assert!(!last(b"HTTP/1.1 503 \r\nRetry-After: 1\r\n\r\n"));
    }

    #[test]
    fn a_head_is_read_when_it_is_complete() {
        let text = b"HTTP/1.1 201 Created\r\nContent-Length: 3\r\n\r\nabc";
        assert!(Head::parse(&text[..30]).unwrap().is_none());
        let head = Head::parse(text).unwrap().unwrap();
        assert_eq!((head.status, head.length), (201, text.len() - 3));
        assert!(matches!(head.body, BodyLength::Bytes(3)));
        assert!(Head::parse(b"nonsense\r\n\r\n").is_err());
    }
}
