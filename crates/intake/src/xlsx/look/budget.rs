use std::io::{self, BufRead, Read};

use super::too_large;
use crate::unreadable::Unreadable;

/// A part of an archive while it expands. Reading fails if one piece or the whole is too large.
pub(super) struct Budget<R> {
    input: R,
    total: u64,
    /// How many bytes the whole may have.
    most: u64,
    /// How many bytes the piece may still have.
    left: u64,
    /// What is wrong with the archive: it ends early, or its checksum differs.
    damage: Option<String>,
}

impl<R: BufRead> Budget<R> {
    pub(super) fn of(input: R, most: u64) -> Self {
        Self {
            input,
            total: 0,
            most,
            left: 0,
            damage: None,
        }
    }

    /// Begins a piece of at most this many bytes.
    pub(super) fn begin_piece(&mut self, bytes: u64) {
        self.left = bytes;
    }

    /// How many bytes have been read.
    pub(super) fn total(&self) -> u64 {
        self.total
    }

    /// Whether the piece has used up its bytes.
    pub(super) fn is_piece_read(&self) -> bool {
        self.left == 0
    }

    /// Reads to the end regardless of pieces, up to `most` bytes in all. Returns how many there were.
    pub(super) fn finish(mut self, most: u64) -> Result<u64, Unreadable> {
        self.most = self.most.min(most);
        self.left = u64::MAX;
        let finished = io::copy(&mut self, &mut io::sink());
        match (self.damage, finished) {
            (Some(damage), _) => Err(Unreadable::new(format!(
                "the workbook is damaged: {damage}"
            ))),
            (None, Err(_)) => Err(too_large("a part of it is too large")),
            (None, Ok(_)) => Ok(self.total),
        }
    }
}

impl<R: BufRead> BufRead for Budget<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 || self.total > self.most {
            return Err(io::Error::other("too large"));
        }
        match self.input.fill_buf() {
            Ok(buffer) => {
                let left = usize::try_from(self.left).unwrap_or(usize::MAX);
                Ok(&buffer[..buffer.len().min(left)])
            }
            Err(error) => {
                self.damage = Some(error.to_string());
                Err(error)
            }
        }
    }

    fn consume(&mut self, bytes: usize) {
        self.total += bytes as u64;
        self.left -= bytes as u64;
        self.input.consume(bytes);
    }
}

impl<R: BufRead> Read for Budget<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}
