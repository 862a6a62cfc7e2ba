//! NDJSON: one JSON object a line; empty lines are passed over.

use std::io::BufRead;

use serde_json::{Map, Value};

use super::lines::{Line, Lines};
use super::{Event, Mapping, Named, Reason, Row, Texts, Understood};

pub(super) fn read(
    input: impl BufRead,
    mapping: &Mapping,
    mut take: impl FnMut(Event) -> bool,
) -> anyhow::Result<()> {
    let understood = Understood::new("NDJSON", mapping.clone());
    if !take(Event::Understood(understood)) {
        return Ok(());
    }
    let mut lines = Lines::of(input);
    while let Some((line, text)) = lines.next()? {
        let content = match text {
            Line::TooLong => Err(Reason::TooLong),
            Line::Whole(bytes) if bytes.trim_ascii().is_empty() => continue,
            Line::Whole(bytes) => parse(&bytes, mapping),
        };
        if !take(Event::Row(Row { line, content })) {
            return Ok(());
        }
    }
    Ok(())
}

fn parse(bytes: &[u8], mapping: &Mapping) -> Result<Named, Reason> {
    let text = std::str::from_utf8(bytes).map_err(|_| Reason::NotUtf8)?;
    let object: Map<String, Value> =
        serde_json::from_str(text).map_err(|error| Reason::NotAnObject(error.to_string()))?;
    // Systems whose ids are numbers write them so.
    let number;
    let external_id = match object.get(&mapping.external_id) {
        Some(Value::Number(id)) if id.is_i64() || id.is_u64() => {
            number = id.to_string();
            &number
        }
        other => string("external_person_id", other)?,
    };
    Texts {
        external_id,
        first: string("first_name", object.get(&mapping.first))?,
        last: string("last_name", object.get(&mapping.last))?,
        full: string("full_name", object.get(&mapping.full))?,
    }
    .into_named()
}

fn string<'a>(field: &'static str, value: Option<&'a Value>) -> Result<&'a str, Reason> {
    match value {
        None | Some(Value::Null) => Ok(""),
        Some(Value::String(text)) => Ok(text),
        Some(_) => Err(Reason::Field(field, "is not a string".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::MAX_ROW_BYTES;

    fn rows(text: &[u8]) -> Vec<(u64, Result<String, String>)> {
        let mut rows = Vec::new();
        read(text, &Mapping::default(), |event| {
            let Event::Row(row) = event else { return true };
            let content = row.content.map(|named| named.external_id.to_string());
            rows.push((row.line, content.map_err(|reason| reason.to_string())));
            true
        })
        .unwrap();
        rows
    }

    #[test]
    fn good_and_bad_lines() {
        let text = b"{\"external_person_id\":\"a\",\"other\":[]}\r\n\n\
            {\"external_person_id\":7}\n[1]\n{\"external_person_id\":null}\n\xff\n\
            {\"external_person_id\":\"b\",\"first_name\":1}\n{\"external_person_id\":\"c\"}";
        let rows = rows(text);
        assert_eq!(rows[0], (1, Ok("a".to_owned())));
        assert_eq!(rows[1], (3, Ok("7".to_owned())));
        assert!(
            rows[2]
                .1
                .as_ref()
                .unwrap_err()
                .contains("not a JSON object")
        );
        assert!(rows[3].1.as_ref().unwrap_err().contains("missing"));
        assert_eq!(rows[4], (6, Err("not UTF-8".to_owned())));
        assert_eq!(rows[5], (7, Err("first_name is not a string".to_owned())));
        assert_eq!(rows[6], (8, Ok("c".to_owned())));
    }

    #[test]
    fn an_endless_line_is_passed_over() {
        let mut text = vec![b'x'; MAX_ROW_BYTES + 1];
        text.extend_from_slice(b"\n{\"external_person_id\":\"a\"}\n");
        let rows = rows(&text);
        assert!(rows[0].1.as_ref().unwrap_err().contains("longer"));
        assert_eq!(rows[1], (2, Ok("a".to_owned())));
    }
}
