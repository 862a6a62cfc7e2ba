use axum::body::{Body, Bytes};
use http_body_util::BodyExt;

/// The longest line that is taken: what is longer is no person.
pub(super) const MAX_BYTES: usize = 1 << 20;

/// The lines of a body. Of a line that is not whole yet no more than [`MAX_BYTES`] are kept.
pub(super) struct Lines {
    body: Body,
    /// What has come and is not looked at.
    chunk: Bytes,
    /// The beginning of a line whose end has not come.
    begun: Vec<u8>,
    /// Whether the rest of the line is of no interest.
    skipping: bool,
    /// The number of the line that is being read.
    number: u64,
}

/// One line, without its end.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) number: u64,
    /// `None` for a line that is too long. It is told of before its end comes, for that may never be.
    pub(super) content: Option<Bytes>,
}

impl Lines {
    /// The lines of `body`, of which the first one has this number.
    pub(super) fn new(body: Body, first: u64) -> Self {
        Self {
            body,
            chunk: Bytes::new(),
            begun: Vec::new(),
            skipping: false,
            number: first,
        }
    }

    /// The next line; `None` where the body ends. To stop waiting for it loses nothing.
    ///
    /// # Errors
    /// Where the body breaks off. What there is of a line is not one.
    pub(super) async fn next(&mut self) -> Result<Option<Line>, axum::Error> {
        loop {
            if let Some(line) = self.take() {
                return Ok(Some(line));
            }
            match self.body.frame().await.transpose()? {
                // Trailers say nothing here.
                Some(frame) => self.chunk = frame.into_data().unwrap_or_default(),
                None => return Ok(self.last()),
            }
        }
    }

    /// The next line that has come.
    fn take(&mut self) -> Option<Line> {
        while !self.chunk.is_empty() {
            let end = self.chunk.iter().position(|&byte| byte == b'\n');
            let part = self.chunk.split_to(end.unwrap_or(self.chunk.len()));
            if end.is_some() {
                self.chunk = self.chunk.slice(1..);
            }
            let number = self.number;
            self.number += u64::from(end.is_some());
            if self.skipping {
                self.skipping = end.is_none();
            } else if self.begun.len() + part.len() > MAX_BYTES {
                self.begun = Vec::new();
                self.skipping = end.is_none();
                return Some(Line {
                    number,
                    content: None,
                });
            } else if end.is_none() {
                self.begun.extend_from_slice(&part);
            } else {
                let content = if self.begun.is_empty() {
                    part
                } else {
                    self.begun.extend_from_slice(&part);
                    std::mem::take(&mut self.begun).into()
                };
                return Some(Line {
                    number,
                    content: Some(content),
                });
            }
        }
        None
    }

    /// What is left when the body has ended: the last line needs no end.
    fn last(&mut self) -> Option<Line> {
        let rest = std::mem::take(&mut self.begun);
        (!rest.is_empty()).then(|| Line {
            number: self.number,
            content: Some(rest.into()),
        })
    }
}

#[cfg(test)]
mod tests {
    use futures_util::stream;

    use super::*;

    /// The lines of a body that comes in these parts.
    async fn read(parts: Vec<Vec<u8>>) -> Vec<(u64, Option<Vec<u8>>)> {
        let parts = parts.into_iter().map(Ok::<_, std::io::Error>);
        let mut lines = Lines::new(Body::from_stream(stream::iter(parts)), 7);
        let mut read = Vec::new();
        while let Some(line) = lines.next().await.unwrap() {
            read.push((line.number, line.content.map(|it| it.to_vec())));
        }
        read
    }

    #[tokio::test]
    async fn lines_are_the_same_however_they_come() {
        let text = b"one\n\ntwo\r\nthree";
        let expected: Vec<_> = (7..)
            .zip(["one", "", "two\r", "three"])
            .map(|(number, line)| (number, Some(line.as_bytes().to_vec())))
            .collect();
        for size in 1..=text.len() {
            let parts = text.chunks(size).map(<[u8]>::to_vec);
            assert_eq!(read(parts.collect()).await, expected, "{size}");
        }
        assert_eq!(read(vec![b"one\n".to_vec()]).await, expected[..1]);
        assert_eq!(read(vec![]).await, []);
    }

    #[tokio::test]
    async fn a_line_that_is_too_long_is_not_kept() {
        let longest = vec![b'x'; MAX_BYTES];
        for size in [1 << 10, 1 << 16, 1 << 22] {
            let text = [
                &longest,
                &b"\n"[..],
                &longest,
                b"x\nnext\n",
                &longest,
                b"xyz",
            ]
            .concat();
            let parts = text.chunks(size).map(<[u8]>::to_vec);
            let expected = [
                (7, Some(longest.clone())),
                (8, None),
                (9, Some(b"next".to_vec())),
                (10, None),
            ];
            assert!(read(parts.collect()).await == expected, "{size}");
        }
    }

    #[tokio::test]
    async fn an_endless_line_is_told_of_at_once() {
        let endless = stream::repeat_with(|| Ok::<_, std::io::Error>(vec![b'x'; 1 << 16]));
        let mut lines = Lines::new(Body::from_stream(endless), 1);
        let line = lines.next().await.unwrap().unwrap();
        assert_eq!((line.number, line.content), (1, None));
        assert!(lines.begun.capacity() == 0 && lines.chunk.len() <= 1 << 16);
    }

    #[tokio::test]
    async fn half_a_line_is_none() {
        let parts = [Ok(b"one\ntw".to_vec()), Err(std::io::Error::other("gone"))];
        let mut lines = Lines::new(Body::from_stream(stream::iter(parts)), 1);
        assert!(lines.next().await.unwrap().is_some());
        assert!(lines.next().await.is_err());
    }
}
