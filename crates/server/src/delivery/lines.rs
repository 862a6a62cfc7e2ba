use axum::body::{Body, Bytes};
use bytes::Buf;
use http_body_util::BodyExt;
use wellhead_core::record::{Kind, Named};
use wellhead_core::sync::{Lines, Refused};

/// The lines of a body.
pub(super) struct BodyLines {
    body: Body,
    /// What has arrived and is not parsed yet.
    chunk: Bytes,
    lines: Lines,
    /// The kind of record that the lines name.
    kind: Kind,
}

/// One line of a body, parsed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct BodyLine {
    pub(super) number: u64,
    /// The record it names, or why it is refused; `None` if the line is blank or was skipped.
    pub(super) record: Option<Result<Named, Refused>>,
}

impl BodyLines {
    /// Reads the lines of `body`, which name records of `kind`; the first one has this number.
    pub(super) fn new(body: Body, first: u64, kind: Kind) -> Self {
        Self {
            body,
            chunk: Bytes::new(),
            lines: Lines::starting_at(first),
            kind,
        }
    }

    /// The next line, parsed only if it comes after line `after`; `None` at the end of the body.
    /// Safe to cancel: no line is lost.
    ///
    /// # Errors
    /// If the body breaks off. A partial line is dropped.
    pub(super) async fn next(&mut self, after: u64) -> Result<Option<BodyLine>, axum::Error> {
        loop {
            let kind = self.kind;
            let mut rest = &self.chunk[..];
            let line = self.lines.next(&mut rest);
            let line = line.map(|line| read(kind, line, after));
            let left = rest.len();
            self.chunk.advance(self.chunk.len() - left);
            if line.is_some() {
                return Ok(line);
            }
            match self.body.frame().await.transpose()? {
                // Trailers are ignored.
                Some(frame) => self.chunk = frame.into_data().unwrap_or_default(),
                None => return Ok(self.lines.last().map(|line| read(kind, line, after))),
            }
        }
    }
}

fn read(kind: Kind, line: wellhead_core::sync::Line<'_>, after: u64) -> BodyLine {
    let record = match line.content {
        _ if line.number <= after => None,
        Some(content) if content.trim_ascii().is_empty() => None,
        Some(content) => Some(Named::from_line(kind, content)),
        None => Some(Err(Refused::too_long())),
    };
    BodyLine {
        number: line.number,
        record,
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use futures_util::{Stream, StreamExt, stream};

    use super::*;

    fn body(parts: impl Stream<Item = Result<Vec<u8>, std::io::Error>> + Send + 'static) -> Body {
        Body::from_stream(parts)
    }

    /// The line numbers of a body that arrives in these parts, and the outcome of each line.
    async fn read(parts: Vec<Vec<u8>>) -> Vec<(u64, Option<Cow<'static, str>>)> {
        let parts = stream::iter(parts).map(Ok);
        let mut lines = BodyLines::new(body(parts), 7, Kind::People);
        let mut read = Vec::new();
        while let Some(line) = lines.next(8).await.unwrap() {
            let said = line
                .record
                .map(|it| it.map_or_else(|it| it.code, |_| "good".into()));
            read.push((line.number, said));
        }
        read
    }

    #[tokio::test]
    async fn lines_do_not_depend_on_chunks() {
        let good = br#"{"external_person_id":"E-1"}"#;
        let text = [b"passed over\n\r\n \n", &good[..], b"\r\n{}\n", good].concat();
        let expected = [
            (7, None),
            (8, None),
            (9, None),
            (10, Some("good")),
            (11, Some("missing_member")),
            (12, Some("good")),
        ]
        .map(|(number, said): (_, Option<&str>)| (number, said.map(Cow::Borrowed)));
        for size in 1..=text.len() {
            let parts = text.chunks(size).map(<[u8]>::to_vec);
            assert_eq!(read(parts.collect()).await, expected, "{size}");
        }
        assert_eq!(read(vec![]).await, []);
    }

    #[tokio::test]
    async fn an_endless_line_is_rejected_at_once() {
        let endless = stream::repeat_with(|| Ok(vec![b'x'; 1 << 16]));
        let mut lines = BodyLines::new(body(endless), 1, Kind::People);
        let line = lines.next(0).await.unwrap().unwrap();
        assert_eq!(line.record, Some(Err(Refused::too_long())));
        assert!(lines.chunk.len() <= 1 << 16);
    }

    #[tokio::test]
    async fn a_partial_line_is_dropped() {
        let parts = [Ok(b"{}\n{".to_vec()), Err(std::io::Error::other("gone"))];
        let mut lines = BodyLines::new(body(stream::iter(parts)), 1, Kind::People);
        assert!(lines.next(0).await.unwrap().is_some());
        assert!(lines.next(0).await.is_err());
    }
}
