use mediatype::{MediaType, MediaTypeList};

use super::accept::weight;
use super::is;
use crate::error::{Error, kind};

/// A media type other than JSON:API's, which a few endpoints take or send instead of documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Foreign(pub &'static str);

impl Foreign {
    /// Checks the request's `Content-Type` header. Parameters are ignored.
    ///
    /// # Errors
    /// 415 if the header is missing or names another media type.
    pub fn content_type(self, header: Option<&str>) -> Result<(), Error> {
        let Self(essence) = self;
        let instance = header.and_then(|header| MediaType::parse(header.trim()).ok());
        let detail = match instance {
            Some(instance) if is(&instance, essence) => return Ok(()),
            Some(instance) => format!("{} is not supported; send {essence}", instance.essence()),
            None => format!("the request names no media type; send {essence}"),
        };
        Err(Error::new(&kind::UNSUPPORTED_MEDIA_TYPE, detail).in_header("content-type"))
    }

    /// Checks the request's `Accept` headers. No header accepts anything. The narrowest range that covers the media
    /// type counts.
    ///
    /// # Errors
    /// 406 if the media type is not accepted.
    pub fn accept<'h>(self, headers: impl IntoIterator<Item = &'h str>) -> Result<(), Error> {
        let Self(essence) = self;
        let group = essence.split_once('/').map_or(essence, |(group, _)| group);
        let ranges = [essence.to_owned(), format!("{group}/*"), "*/*".to_owned()];
        let mut weights = [None::<f32>; 3];
        let mut any = false;
        for header in headers {
            any |= !header.trim().is_empty();
            for range in MediaTypeList::new(header).flatten() {
                let known = ranges.iter().zip(&mut weights);
                if let Some((_, best)) = known.into_iter().find(|(known, _)| is(&range, known))
                    && let Some(weight) = weight(&range)
                {
                    *best = Some(best.unwrap_or(0.0).max(weight));
                }
            }
        }
        match weights.into_iter().flatten().next() {
            None if !any => Ok(()),
            Some(weight) if weight > 0.0 => Ok(()),
            _ => {
                let detail = format!("only {essence} can be sent");
                Err(Error::new(&kind::NOT_ACCEPTABLE, detail).in_header("accept"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NDJSON: Foreign = Foreign("application/x-ndjson");

    #[test]
    fn a_foreign_content_type_must_match() {
        for good in [
            "application/x-ndjson",
            "Application/X-NDJSON; charset=utf-8",
        ] {
            assert_eq!(NDJSON.content_type(Some(good)), Ok(()), "{good}");
        }
        for bad in [None, Some(""), Some("application/json"), Some("ndjson")] {
            let error = NDJSON.content_type(bad).unwrap_err();
            assert_eq!(error.kind.status, 415);
            assert!(error.detail.contains("application/x-ndjson"), "{error}");
        }
    }

    #[test]
    fn the_narrowest_range_counts() {
        for (accept, accepted) in [
            ("", true),
            ("*/*", true),
            ("application/*", true),
            ("text/html, application/x-ndjson;q=0.1", true),
            ("application/x-ndjson;q=0, */*", false),
            ("application/*;q=0, */*", false),
            ("application/vnd.api+json", false),
            ("text/*", false),
        ] {
            assert_eq!(NDJSON.accept([accept]).is_ok(), accepted, "{accept}");
        }
        assert_eq!(NDJSON.accept([]), Ok(()));
        assert_eq!(NDJSON.accept(["text/html", "*/*"]), Ok(()));
        assert_eq!(NDJSON.accept(["text/html"]).unwrap_err().kind.status, 406);
    }
}
