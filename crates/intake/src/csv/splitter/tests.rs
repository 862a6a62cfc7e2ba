use std::cell::Cell;

use rand::RngExt;

use super::*;
use crate::fuzz;
use crate::testing::scribble;

/// The lines and fields of the records, and how reading ended.
type Read = (Vec<(u64, Vec<Vec<u8>>)>, Result<(), Lost>);

/// Reads a source that is cut into pieces of these lengths, in turn.
fn read(bytes: &[u8], delimiter: u8, mut sizes: impl FnMut() -> usize) -> Read {
    let mut splitter = Splitter::new(delimiter, 1);
    let mut records = Vec::new();
    let mut rest = bytes;
    let owned = |record: &ByteRecord| {
        assert_eq!(record.too_long, None);
        (record.line, record.fields().map(<[u8]>::to_vec).collect())
    };
    while !rest.is_empty() {
        let (mut piece, left) = rest.split_at(sizes().clamp(1, rest.len()));
        rest = left;
        loop {
            match splitter.next(&mut piece) {
                Ok(Some(record)) => records.push(owned(record)),
                Ok(None) => break,
                Err(lost) => return (records, Err(lost)),
            }
        }
        assert!(piece.is_empty());
    }
    match splitter.last() {
        Ok(record) => {
            records.extend(record.map(owned));
            (records, Ok(()))
        }
        Err(lost) => (records, Err(lost)),
    }
}

/// The records that `csv-core` finds in the whole source, whatever it makes of stray quotes.
fn reference(bytes: &[u8], delimiter: u8) -> Vec<Vec<Vec<u8>>> {
    let mut reader = csv_core::ReaderBuilder::new().delimiter(delimiter).build();
    let mut text = vec![0; bytes.len() + 1];
    let mut ends = vec![0; bytes.len() + 1];
    let mut records = Vec::new();
    let mut rest = bytes;
    let (mut written, mut ended) = (0, 0);
    loop {
        let (result, taken, wrote, fields) =
            reader.read_record(rest, &mut text[written..], &mut ends[ended..]);
        rest = &rest[taken..];
        written += wrote;
        ended += fields;
        match result {
            csv_core::ReadRecordResult::InputEmpty => {}
            csv_core::ReadRecordResult::Record => {
                let starts = [0].into_iter().chain(ends[..ended].iter().copied());
                let fields = starts.zip(&ends[..ended]);
                records.push(
                    fields
                        .map(|(start, &end)| text[start..end].to_vec())
                        .collect(),
                );
                (written, ended) = (0, 0);
            }
            csv_core::ReadRecordResult::End => return records,
            other => panic!("{other:?}"),
        }
    }
}

fn fields(record: &[&str]) -> Vec<Vec<u8>> {
    record
        .iter()
        .map(|field| field.as_bytes().to_vec())
        .collect()
}

#[test]
fn records_as_rfc_4180_has_them() {
    for (text, expected) in [
        ("", &[][..]),
        ("a", &[(1, &["a"][..])]),
        ("a,b\r\nc,d\r\n", &[(1, &["a", "b"]), (2, &["c", "d"])]),
        ("a,b\rc,d\r", &[(1, &["a", "b"]), (2, &["c", "d"])]),
        ("a\n\r\n\n\r\rb", &[(1, &["a"]), (6, &["b"])]),
        (",", &[(1, &["", ""])]),
        ("\"\"", &[(1, &[""])]),
        ("a,\n", &[(1, &["a", ""])]),
        (" a , b ", &[(1, &[" a ", " b "])]),
        ("\"a\r\nb\",c\rd\n", &[(1, &["a\r\nb", "c"]), (3, &["d"])]),
        ("\"a\rb\nc\"\nd", &[(1, &["a\rb\nc"]), (4, &["d"])]),
        (
            "\"a,b\",\"c\"\"d\",\"\"\"\"",
            &[(1, &["a,b", "c\"d", "\""])],
        ),
        ("5\" pipe,a\"b\"\n", &[(1, &["5\" pipe", "a\"b\""])]),
        (
            "\"a\"\n\"b\"\r\"c\"",
            &[(1, &["a"]), (2, &["b"]), (3, &["c"])],
        ),
    ] {
        let expected: Vec<_> = expected
            .iter()
            .map(|(line, it)| (*line, fields(it)))
            .collect();
        assert_eq!(
            read(text.as_bytes(), b',', || 1),
            (expected, Ok(())),
            "{text:?}"
        );
    }
}

#[test]
fn nothing_is_read_after_unbalanced_quotes() {
    let lost = |line, why| Err(Lost { line, why });
    for (text, records, end) in [
        ("a\n\"b\n2,Two\n", 1, lost(2, Why::NotClosed)),
        ("\"", 0, lost(1, Why::NotClosed)),
        ("a\r\"b\r2,\"Two\"\r", 1, lost(2, Why::Astray(3))),
        (
            "a\n1,\"Ann \"The Rock\" B\"\n2,b\n",
            1,
            lost(2, Why::Astray(2)),
        ),
        ("\"a\r\n\r\nb\"c\"", 0, lost(1, Why::Astray(3))),
        ("\"a\" ,b", 0, lost(1, Why::Astray(1))),
    ] {
        for size in 1..=text.len() {
            let (read, ended) = read(text.as_bytes(), b',', || size);
            assert_eq!((read.len(), &ended), (records, &end), "{text:?}");
        }
    }
}

#[test]
fn the_records_are_those_of_csv_core_or_there_is_an_error() {
    let alphabet: [&[u8]; 12] = [
        b"\"",
        b"\"",
        b",",
        b",",
        b";",
        b"\r",
        b"\n",
        b"\r\n",
        b"a",
        b"bc",
        "é".as_bytes(),
        b"\xff",
    ];
    let (whole, broken) = (Cell::new(0), Cell::new(0));
    fuzz::each(20_000, |rng| {
        let bytes = scribble(rng, &alphabet, 40);
        let delimiter = if rng.random() { b',' } else { b';' };
        let once = read(&bytes, delimiter, || bytes.len());
        for sizes in [1, rng.random_range(2..8)] {
            let mut size = || rng.random_range(1..=sizes);
            assert_eq!(read(&bytes, delimiter, &mut size), once, "{bytes:?}");
        }
        let (records, ended) = once;
        assert!(records.is_sorted_by_key(|(line, _)| *line));
        let records: Vec<_> = records.into_iter().map(|(_, record)| record).collect();
        let expected = reference(&bytes, delimiter);
        if ended.is_ok() {
            assert_eq!(records, expected, "{bytes:?}");
            whole.set(whole.get() + 1);
        } else {
            assert!(records.len() < expected.len().max(1), "{bytes:?}");
            assert_eq!(records, expected[..records.len()], "{bytes:?}");
            broken.set(broken.get() + 1);
        }
    });
    let (whole, broken) = (whole.get(), broken.get());
    assert!(whole > broken / 4 && broken > whole / 4, "{whole} {broken}");
}

#[test]
fn well_formed_csv_is_read_in_full() {
    let alphabet: [&[u8]; 9] = [
        b"\"",
        b",",
        b";",
        b"\r",
        b"\n",
        b"\r\n",
        b"a",
        " é".as_bytes(),
        b"\t",
    ];
    fuzz::each(20_000, |rng| {
        let delimiter = b",;\t|"[rng.random_range(0..4)];
        let (mut bytes, mut expected) = (Vec::new(), Vec::new());
        for _ in 0..rng.random_range(0..6) {
            let width = rng.random_range(1..5);
            let record: Vec<_> = (0..width).map(|_| scribble(rng, &alphabet, 5)).collect();
            let line = 1 + lines(&bytes);
            for (place, field) in record.iter().enumerate() {
                if place > 0 {
                    bytes.push(delimiter);
                }
                write(&mut bytes, field, delimiter, width == 1 || rng.random());
            }
            bytes.extend_from_slice([&b"\n"[..], b"\r\n", b"\r"][rng.random_range(0..3)]);
            expected.push((line, record));
        }
        let mut size = || rng.random_range(1..9);
        assert_eq!(
            read(&bytes, delimiter, &mut size),
            (expected, Ok(())),
            "{bytes:?}"
        );
    });
}

/// The number of line ends.
fn lines(bytes: &[u8]) -> u64 {
    let text = String::from_utf8_lossy(bytes).replace("\r\n", "\n");
    text.matches(['\r', '\n']).count() as u64
}

/// Writes a field, in quotes if it needs them or `in_quotes` is set.
fn write(bytes: &mut Vec<u8>, field: &[u8], delimiter: u8, in_quotes: bool) {
    let special = |byte: &u8| *byte == delimiter || b"\"\r\n".contains(byte);
    if in_quotes || field.iter().any(special) {
        bytes.push(b'"');
        for &byte in field {
            bytes.extend_from_slice(if byte == b'"' {
                b"\"\""
            } else {
                std::slice::from_ref(&byte)
            });
        }
        bytes.push(b'"');
    } else {
        bytes.extend_from_slice(field);
    }
}

/// The lines of the records, each with its number of fields or the reason it has none; and how reading ended.
type Outline = (Vec<(u64, Result<usize, &'static str>)>, Result<(), Lost>);

/// Reads a source in pieces.
fn outline(bytes: impl Iterator<Item = Vec<u8>>) -> Outline {
    let mut splitter = Splitter::new(b',', 1);
    let mut records = Vec::new();
    for piece in bytes {
        let mut piece = &piece[..];
        loop {
            match splitter.next(&mut piece) {
                Ok(Some(record)) => records.push(match record.too_long {
                    None => (record.line, Ok(record.fields().count())),
                    Some(why) => (record.line, Err(why)),
                }),
                Ok(None) => break,
                Err(lost) => return (records, Err(lost)),
            }
        }
        assert!(splitter.capacity() <= 3 * MAX_RECORD_BYTES);
    }
    (
        records,
        splitter.last().map(|record| assert!(record.is_none())),
    )
}

fn pieces(parts: &[&[u8]]) -> std::vec::IntoIter<Vec<u8>> {
    let bytes = parts.concat();
    bytes
        .chunks(1 << 16)
        .map(<[u8]>::to_vec)
        .collect::<Vec<_>>()
        .into_iter()
}

#[test]
fn a_field_may_have_a_mebibyte() {
    let longest = vec![b'\n'; MAX_FIELD_BYTES];
    let line = MAX_FIELD_BYTES as u64 + 1;
    let read = outline(pieces(&[b"a,\"", &longest, b"\"\nb\n"]));
    assert_eq!(read, (vec![(1, Ok(2)), (line + 1, Ok(1))], Ok(())));
    // A longer field may have no end, so its contents are not read as records.
    let read = outline(pieces(&[b"a\nb,\"", &longest, b"\n\"\nc\n"]));
    let lost = Lost {
        line: 2,
        why: Why::TooLong,
    };
    assert_eq!(read, (vec![(1, Ok(1))], Err(lost)));
    // Without quotes the end is certain.
    let longest = vec![b'x'; MAX_FIELD_BYTES];
    let read = outline(pieces(&[&longest, b"\n", &longest, b"x,\"\n\",y\nb\n"]));
    let too_long = Err("a field is longer than 1 MiB");
    assert_eq!(read, (vec![(1, Ok(1)), (2, too_long), (4, Ok(1))], Ok(())));
}

#[test]
fn a_record_has_its_bounds() {
    let field = [&vec![b'x'; MAX_FIELD_BYTES], &b","[..]].concat();
    let read = outline(pieces(&[
        &field.repeat(15),
        b"\n",
        &field.repeat(16),
        b"y\nb\n",
    ]));
    let too_long = Err("it is longer than 16 MiB");
    assert_eq!(read, (vec![(1, Ok(16)), (2, too_long), (3, Ok(1))], Ok(())));
    let commas = vec![b','; MAX_FIELDS - 1];
    let read = outline(pieces(&[&commas, b"\n,", &commas, b"\nb\n"]));
    let too_many = Err("it has more than 16,384 fields");
    assert_eq!(
        read,
        (vec![(1, Ok(MAX_FIELDS)), (2, too_many), (3, Ok(1))], Ok(()))
    );
}

#[test]
fn an_endless_record_ends_the_reading() {
    let endless = std::iter::repeat_with(|| vec![b'x'; 1 << 16]);
    let start = std::iter::once(b"a\n".to_vec());
    let (records, ended) = outline(start.chain(endless));
    assert_eq!(records, [(1, Ok(1))]);
    let why = Why::Endless;
    assert_eq!(ended, Err(Lost { line: 2, why }));
}
