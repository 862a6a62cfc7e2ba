use std::fmt;
use std::io::{self, BufRead, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;

use crate::peeked::Peeked;
use crate::unreadable::Unreadable;

/// How a source is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compression {
    /// gzip, of one or several members.
    Gzip,
    /// Zstandard, of one or several frames.
    Zstd,
}

/// The most that zstd may look back, as a power of two: 64 MiB. It is kept in memory; `zstd -19` needs 8 MiB, and
/// only `--ultra` and `--long` need more than this.
const WINDOW: u32 = 26;

/// How much may come out of any packed source, however small.
const FREE: u64 = 1 << 30;

/// How many times its packed size a source may reach beyond [`FREE`]. Real tables reach a few hundred; gzip can do
/// little more than this, zstd can.
const RATIO: u64 = 1_000;

impl fmt::Display for Compression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
        })
    }
}

/// The contents of a source, unpacked if its first bytes say that it is packed.
///
/// It is unpacked while it is read, in constant memory: the window of gzip or zstd, and one row. Endless output is
/// cut off by [`RATIO`], and an endless row where it is read.
pub(crate) fn unpack(
    input: impl Read + Send + 'static,
) -> Result<(Option<Compression>, Box<dyn Read + Send>), Unreadable> {
    let packed = Arc::new(AtomicU64::new(0));
    let mut input = Peeked::new(Counted {
        input,
        read: Arc::clone(&packed),
    });
    let compression = match input.peek(4)? {
        [0x1f, 0x8b, ..] => Compression::Gzip,
        // The latter is an empty frame, which parallel compressors write first.
        [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Compression::Zstd,
        _ => return Ok((None, Box::new(input))),
    };
    let output: Box<dyn Read + Send> = match compression {
        Compression::Gzip => Box::new(MultiGzDecoder::new(input)),
        Compression::Zstd => Box::new(zstd(input)?),
    };
    let unpacked = Unpacked {
        output,
        compression,
        packed,
        written: 0,
    };
    Ok((Some(compression), Box::new(unpacked)))
}

fn zstd<R: BufRead>(input: R) -> io::Result<zstd::stream::read::Decoder<'static, R>> {
    let mut decoder = zstd::stream::read::Decoder::with_buffer(input)?;
    decoder.window_log_max(WINDOW)?;
    Ok(decoder)
}

/// Counts what is read, and marks failures of the source itself.
struct Counted<R> {
    input: R,
    read: Arc<AtomicU64>,
}

/// A failure of the source, not of its compression.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
struct OfSource(io::Error);

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self.input.read(into) {
            Ok(read) => {
                self.read.fetch_add(read as u64, Ordering::Relaxed);
                Ok(read)
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Err(error),
            Err(error) => Err(io::Error::new(error.kind(), OfSource(error))),
        }
    }
}

/// The unpacked bytes.
struct Unpacked {
    output: Box<dyn Read + Send>,
    compression: Compression,
    packed: Arc<AtomicU64>,
    written: u64,
}

impl Read for Unpacked {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self
            .output
            .read(into)
            .map_err(|error| self.explain(error))?;
        self.written += read as u64;
        let packed = self.packed.load(Ordering::Relaxed);
        if self.written > FREE && self.written / RATIO > packed {
            return Err(io::Error::other(format!(
                "{packed} bytes of {} have grown to more than {RATIO} times as many: this cannot be a table. If it is, \
                 unpack it first",
                self.compression
            )));
        }
        Ok(read)
    }
}

impl Unpacked {
    fn explain(&self, error: io::Error) -> io::Error {
        let inner = error.get_ref();
        if inner.and_then(|it| it.downcast_ref::<OfSource>()).is_some()
            || error.kind() == io::ErrorKind::Interrupted
        {
            return error;
        }
        let name = self.compression;
        io::Error::other(if error.kind() == io::ErrorKind::UnexpectedEof {
            format!("the {name} data ends too early: the file was cut off")
        } else if error.to_string().contains("memory") {
            format!(
                "the {name} data needs a window of more than 64 MiB: pack it without --ultra or --long"
            )
        } else {
            format!("the {name} data is damaged ({error})")
        })
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;
    use crate::testing::Slow;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    /// As the `zstd` command packs it, with a checksum.
    fn zstd(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = zstd::Encoder::new(Vec::new(), 1).unwrap();
        encoder.include_checksum(true).unwrap();
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn read(packed: &[u8], size: usize) -> Result<(Option<Compression>, Vec<u8>), String> {
        let input = Slow::new(packed, size);
        let (compression, mut output) = unpack(input).map_err(|error| error.to_string())?;
        let mut bytes = Vec::new();
        let read = output.read_to_end(&mut bytes);
        read.map_err(|error| error.to_string())?;
        Ok((compression, bytes))
    }

    #[test]
    fn is_detected_from_the_first_bytes_however_they_arrive() {
        let text = "id,name\n1,Ada\n".repeat(100).into_bytes();
        let skipped = [&[0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 7, 7], &*zstd(&text)].concat();
        for size in [1, 2, 3, 1 << 16] {
            let expected = |compression| Ok((compression, text.clone()));
            assert_eq!(read(&text, size), expected(None));
            assert_eq!(read(&gzip(&text), size), expected(Some(Compression::Gzip)));
            assert_eq!(read(&zstd(&text), size), expected(Some(Compression::Zstd)));
            assert_eq!(read(&skipped, size), expected(Some(Compression::Zstd)));
        }
        assert_eq!(read(b"\x1f", 1), Ok((None, b"\x1f".to_vec())));
        assert_eq!(read(b"", 1), Ok((None, Vec::new())));
    }

    #[test]
    fn all_parts_are_read() {
        for pack in [gzip, zstd] {
            let parts = [pack(b"one\n"), pack(b""), pack(b"two\n")].concat();
            assert_eq!(read(&parts, 5).unwrap().1, b"one\ntwo\n");
        }
    }

    #[test]
    fn truncated_or_damaged_data_is_an_error() {
        let text: Vec<u8> = (0..200_000_u32)
            .flat_map(|it| it.wrapping_mul(it).to_be_bytes())
            .collect();
        for (pack, name) in [(gzip as fn(&[u8]) -> Vec<u8>, "gzip"), (zstd, "zstd")] {
            let packed = pack(&text);
            for end in [packed.len() / 2, packed.len() - 1] {
                let error = read(&packed[..end], 1 << 16).unwrap_err();
                assert_eq!(
                    error,
                    format!("the {name} data ends too early: the file was cut off")
                );
            }
            let mut damaged = packed.clone();
            let middle = damaged.len() / 2;
            damaged[middle..middle + 100].fill(0x55);
            let error = read(&damaged, 1 << 16).unwrap_err();
            assert!(
                error.starts_with(&format!("the {name} data is damaged")),
                "{error}"
            );
        }
    }

    #[test]
    fn a_failure_of_the_source_is_reported_as_such() {
        let packed = gzip(b"one\ntwo\n");
        let (_, mut output) = unpack(Slow::new(&packed[..12], 5).failing()).unwrap();
        let error = output.read_to_end(&mut Vec::new()).unwrap_err();
        assert_eq!(error.to_string(), "the line is dead");
    }

    /// Zeros, packed twice, down to the size of a page.
    fn bomb() -> Vec<u8> {
        let mut encoder = zstd::Encoder::new(Vec::new(), 1).unwrap();
        let zeros = vec![0; 1 << 20];
        for _ in 0..1_100 {
            encoder.write_all(&zeros).unwrap();
        }
        encoder.finish().unwrap()
    }

    #[test]
    fn unreasonable_growth_is_cut_off() {
        let (_, mut output) = unpack(io::Cursor::new(bomb())).unwrap();
        let error = io::copy(&mut output, &mut io::sink()).unwrap_err();
        assert!(error.to_string().contains("1000 times"), "{error}");
    }

    #[test]
    fn a_window_that_would_fill_memory_is_refused() {
        let mut encoder = zstd::Encoder::new(Vec::new(), 1).unwrap();
        encoder.window_log(27).unwrap();
        encoder.write_all(b"id\n1\n").unwrap();
        encoder.flush().unwrap();
        let packed = encoder.finish().unwrap();
        let error = read(&packed, 1 << 16).unwrap_err();
        assert!(error.contains("64 MiB"), "{error}");
    }
}
