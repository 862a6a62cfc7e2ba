use std::io::{self, BufRead, Read};

/// How much is read at a time.
const CAPACITY: usize = 64 << 10;

/// A source whose beginning can be looked at before it is read.
///
/// Looking ahead returns as many bytes as asked for, or all there are, and never just what one read happened to
/// return: the same bytes are understood the same way, however a pipe cuts them.
pub(crate) struct Peeked<R> {
    input: R,
    buffer: Vec<u8>,
    /// The unread part of the buffer: its start and end.
    start: usize,
    end: usize,
    is_over: bool,
}

impl<R: Read> Peeked<R> {
    pub(crate) fn new(input: R) -> Self {
        Self {
            input,
            buffer: Vec::new(),
            start: 0,
            end: 0,
            is_over: false,
        }
    }

    /// At least the next `bytes` bytes, or all that are left. They stay to be read.
    pub(crate) fn peek(&mut self, bytes: usize) -> io::Result<&[u8]> {
        while self.end - self.start < bytes && !self.is_over {
            self.read_on(bytes)?;
        }
        Ok(&self.buffer[self.start..self.end])
    }

    /// Whether everything that is left has been seen.
    pub(crate) fn is_over(&self) -> bool {
        self.is_over
    }

    /// Reads once, with room for `wanted` bytes.
    fn read_on(&mut self, wanted: usize) -> io::Result<()> {
        if self.start + wanted.max(1) > self.buffer.len() || self.start == self.end {
            self.buffer.copy_within(self.start..self.end, 0);
            self.end -= self.start;
            self.start = 0;
            // Double the size, so that many small steps do not each move the data.
            let room = self.buffer.len();
            let size = if wanted > room {
                wanted.max(2 * room)
            } else {
                room
            };
            self.buffer.resize(size.max(CAPACITY), 0);
        }
        let read = loop {
            match self.input.read(&mut self.buffer[self.end..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read?,
            }
        };
        self.end += read;
        self.is_over = read == 0;
        Ok(())
    }

    #[cfg(test)]
    pub(crate) fn capacity(&self) -> usize {
        self.buffer.capacity()
    }
}

impl<R: Read> BufRead for Peeked<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.peek(1)
    }

    fn consume(&mut self, bytes: usize) {
        self.start = (self.start + bytes).min(self.end);
    }
}

impl<R: Read> Read for Peeked<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() {
            return Ok(0);
        }
        let held = self.fill_buf()?;
        let read = held.len().min(into.len());
        into[..read].copy_from_slice(&held[..read]);
        self.consume(read);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Slow;

    #[test]
    fn looking_ahead_does_not_depend_on_how_bytes_arrive() {
        for size in 1..=8 {
            let mut peeked = Peeked::new(Slow::new(b"abcdefg", size));
            assert!(peeked.peek(3).unwrap().starts_with(b"abc"), "{size}");
            peeked.consume(2);
            assert!(peeked.peek(4).unwrap().starts_with(b"cdef"));
            assert_eq!(peeked.peek(99).unwrap(), b"cdefg");
            assert!(peeked.is_over());
            let mut rest = Vec::new();
            peeked.read_to_end(&mut rest).unwrap();
            assert_eq!(rest, b"cdefg");
            assert_eq!(peeked.peek(1).unwrap(), b"");
        }
    }

    #[test]
    fn a_failure_loses_nothing_that_came_before() {
        let mut peeked = Peeked::new(Slow::new(b"abc", 2).failing());
        assert!(peeked.peek(4).is_err());
        assert_eq!(peeked.peek(3).unwrap(), b"abc");
    }

    #[test]
    fn the_buffer_stays_small() {
        let mut peeked = Peeked::new(io::repeat(b'x').take(10 << 20));
        assert_eq!(io::copy(&mut peeked, &mut io::sink()).unwrap(), 10 << 20);
        assert!(peeked.capacity() <= CAPACITY);
    }
}
