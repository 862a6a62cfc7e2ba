//! What is left of deleted rows in the file.
//!
//! `secure_delete` overwrites a row that is deleted, but not the copy of it that stays behind when a full page is split in
//! two. So after an erasure the parts of the file that hold no row are searched, and if they have what was destroyed, the
//! file is written anew.

use std::fs::File;
use std::io::{self, BufReader, ErrorKind, Read};
use std::iter;
use std::ops::Range;
use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;
use wellhead_core::privacy::Traces;

use super::destroy::Destroyed;
use crate::log;

/// Makes sure that neither the file nor its log holds what was destroyed.
///
/// It waits a moment for readers of older states. The cost grows with the file: about a second for a gigabyte, and ten if the
/// file has to be written anew.
pub(super) fn remove(
    connection: &Connection,
    path: &Path,
    destroyed: &Destroyed,
) -> rusqlite::Result<()> {
    let is_left = match destroyed {
        Destroyed::Before => true,
        Destroyed::Now(traces) => {
            log::empty(connection, WAIT)?;
            holds(path, traces).map_err(|error| unreadable(&error))?
        }
    };
    if is_left { rewrite(connection) } else { Ok(()) }
}

/// Writes the file anew, so that it holds nothing of deleted rows; ten seconds for a gigabyte.
pub(super) fn rewrite(connection: &Connection) -> rusqlite::Result<()> {
    log::empty(connection, WAIT)?;
    connection.execute_batch("VACUUM")?;
    log::empty(connection, WAIT)
}

/// How long to wait for readers of older states. Nobody writes meanwhile; the job tries again later.
const WAIT: Duration = Duration::from_secs(1);

fn unreadable(error: &io::Error) -> rusqlite::Error {
    let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_IOERR);
    rusqlite::Error::SqliteFailure(code, Some(error.to_string()))
}

/// Whether a part of the file that holds no row has one of the traces, with its ASCII letters in any case.
fn holds(path: &Path, traces: &Traces) -> io::Result<bool> {
    // A single byte is everywhere.
    let traces: Vec<&[u8]> = traces.texts().map(str::as_bytes).collect();
    let traces: Vec<_> = traces.into_iter().filter(|it| it.len() > 1).collect();
    let mut file = BufReader::with_capacity(1 << 20, File::open(path)?);
    let mut page = vec![0; 100];
    file.read_exact(&mut page)?;
    let size = usize::from(u16::from_be_bytes([page[16], page[17]]));
    // 64 KiB does not fit into the two bytes.
    let size = if size == 1 { 1 << 16 } else { size };
    let reserved = usize::from(page[20]);
    page.resize(size, 0);
    file.read_exact(&mut page[100..])?;
    let mut header = 100;
    loop {
        let dead = dead(&page, header, size - reserved);
        let has = |part: &Range<usize>| {
            let part = &page[part.clone()];
            traces.iter().any(|it| {
                part.windows(it.len())
                    .any(|bytes| bytes.eq_ignore_ascii_case(it))
            })
        };
        if dead.iter().any(has) {
            return Ok(true);
        }
        header = 0;
        match file.read_exact(&mut page) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(false),
            Err(error) => return Err(error),
        }
    }
}

/// The parts of a page that hold no row, from its `header` on: all of one that is no page of a b-tree, or is not
/// understood.
///
/// Source: <https://www.sqlite.org/fileformat2.html#b_tree_pages>.
fn dead(page: &[u8], header: usize, usable: usize) -> Vec<Range<usize>> {
    match live(page, header, usable) {
        None => iter::once(header..page.len()).collect(),
        Some(mut live) => {
            live.sort_by_key(|part| part.start);
            let mut dead = Vec::new();
            let mut end = header;
            for part in live {
                if part.start > end {
                    dead.push(end..part.start);
                }
                end = end.max(part.end);
            }
            if end < page.len() {
                dead.push(end..page.len());
            }
            // Most are empty, and quickly skipped.
            dead.retain(|part| page[part.clone()].iter().any(|byte| *byte != 0));
            dead
        }
    }
}

/// The parts of a b-tree's page that its header, its cells and their pointers are in.
fn live(page: &[u8], header: usize, usable: usize) -> Option<Vec<Range<usize>>> {
    let kind = *page.get(header)?;
    // Pages inside the tree have a pointer to the last child in the header, and one before each cell.
    let (is_leaf, is_table) = match kind {
        2 => (false, false),
        5 => (false, true),
        10 => (true, false),
        13 => (true, true),
        _ => return None,
    };
    let cells = usize::from(word(page, header + 3)?);
    let pointers = header + if is_leaf { 8 } else { 12 };
    let mut live = Vec::with_capacity(cells + 1);
    live.push(header..pointers + 2 * cells);
    for cell in 0..cells {
        let start = usize::from(word(page, pointers + 2 * cell)?);
        let mut end = start + if is_leaf { 0 } else { 4 };
        if is_leaf || !is_table {
            let (payload, length) = varint(page, end)?;
            end += length;
            if is_table {
                end += varint(page, end)?.1;
            }
            end += local(payload, is_table, usable)?;
        } else {
            end += varint(page, end)?.1;
        }
        if end > page.len() {
            return None;
        }
        // The smallest cell has four bytes.
        live.push(start..end.max(start + 4));
    }
    Some(live)
}

/// How many bytes of a payload are in the page, with the pointer to the rest of it.
fn local(payload: u64, is_table: bool, usable: usize) -> Option<usize> {
    let payload = usize::try_from(payload).ok()?;
    let most = if is_table {
        usable - 35
    } else {
        (usable - 12) * 64 / 255 - 23
    };
    if payload <= most {
        return Some(payload);
    }
    let least = (usable - 12) * 32 / 255 - 23;
    let kept = least + (payload - least) % (usable - 4);
    Some(4 + if kept <= most { kept } else { least })
}

fn word(page: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes([*page.get(at)?, *page.get(at + 1)?]))
}

/// A number of one to nine bytes, and how many it has.
fn varint(page: &[u8], at: usize) -> Option<(u64, usize)> {
    let mut value = 0;
    for place in 0..9 {
        let byte = u64::from(*page.get(at + place)?);
        if place == 8 {
            return Some((value << 8 | byte, 9));
        }
        value = value << 7 | byte & 0x7f;
        if byte < 0x80 {
            return Some((value, place + 1));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A row that is deleted without being overwritten is found, and one that lives is not.
    #[test]
    fn only_what_no_row_holds_is_found() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("remains.db");
        let connection = Connection::open(&path).unwrap();
        let rows = "CREATE TABLE t (n TEXT); CREATE INDEX i ON t (n);
            WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 5000)
            INSERT INTO t SELECT printf('name-%05d-', x * 7919 % 5000) || iif(x % 9, 'short', hex(zeroblob(3000))) FROM c;";
        connection.execute_batch(rows).unwrap();
        // A split page has left copies behind.
        connection.execute_batch("VACUUM").unwrap();
        let named = |text: &str| Traces::new([], [text.to_owned()]);
        let found = |text: &str| holds(&path, &named(text)).unwrap();
        for row in ["name-00001-", "name-04711-", "name-02500-"] {
            assert!(!found(row), "{row} lives");
        }
        let delete = "PRAGMA secure_delete = OFF; DELETE FROM t WHERE n LIKE 'name-04711-%'";
        connection.execute_batch(delete).unwrap();
        assert!(found("name-04711-"), "it was deleted and not overwritten");
        remove(&connection, &path, &Destroyed::Now(named("name-04711-"))).unwrap();
        assert!(!found("name-04711-"));
        let bytes = std::fs::read(&path).unwrap();
        assert!(!bytes.windows(11).any(|it| it == b"name-04711-"));
    }
}
