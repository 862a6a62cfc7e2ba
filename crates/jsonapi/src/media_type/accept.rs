use mediatype::{MediaType, MediaTypeList, ReadParams};

use super::{Applied, JSON, JSON_API, Parameters, Q, Supported, is};
use crate::error::{Error, kind};

/// What `Accept` says about the response.
#[derive(Default)]
struct Wishes {
    /// Whether it names anything at all.
    any: bool,
    /// Whether it names JSON:API's media type.
    json_api: bool,
    /// The best form of JSON:API that can be sent.
    best: Option<(f32, Applied)>,
    /// Weights of the alternatives. The narrower of two ranges counts.
    json: f32,
    application: Option<f32>,
    everything: f32,
}

impl Supported {
    /// What the response document speaks, by the request's `Accept` headers. No header accepts anything.
    ///
    /// `application/json` is as good as JSON:API's own media type, which is what the response uses.
    ///
    /// # Errors
    /// 406 if nothing acceptable can be sent: only other media types, unsupported extensions, or parameters that
    /// JSON:API does not have.
    pub fn accept<'h>(&self, headers: impl IntoIterator<Item = &'h str>) -> Result<Applied, Error> {
        let mut wishes = Wishes::default();
        for header in headers {
            wishes.any |= !header.trim().is_empty();
            // Anything that is not a media type matches nothing.
            for range in MediaTypeList::new(header).flatten() {
                self.note(&mut wishes, &range);
            }
        }
        let refused =
            |detail: String| Error::new(&kind::NOT_ACCEPTABLE, detail).in_header("accept");
        if wishes.json_api {
            return match wishes.best {
                Some((weight, applied)) if weight > 0.0 => Ok(applied),
                _ => Err(refused(format!(
                    "each {JSON_API} in Accept has an unsupported parameter or extension, lacks a required extension, or has weight 0"
                ))),
            };
        }
        let by_range = wishes.application.unwrap_or(wishes.everything);
        if !wishes.any || wishes.json > 0.0 || by_range > 0.0 {
            Ok(Applied::default())
        } else {
            Err(refused(format!("only {JSON_API} can be sent")))
        }
    }

    fn note(&self, wishes: &mut Wishes, range: &MediaType<'_>) {
        let Some(weight) = weight(range) else {
            return;
        };
        if is(range, JSON_API) {
            wishes.json_api = true;
            let Parameters::Applied(applied) = self.parameters(range, Some(Q)) else {
                return;
            };
            // Among equals the one with more profiles wins, then the first.
            let better = |(best, other): &(f32, Applied)| {
                (weight, applied.profiles.len()) > (*best, other.profiles.len())
            };
            if wishes.best.as_ref().is_none_or(better) {
                wishes.best = Some((weight, applied));
            }
        } else if is(range, JSON) {
            wishes.json = wishes.json.max(weight);
        } else if is(range, "application/*") {
            wishes.application = Some(wishes.application.unwrap_or(0.0).max(weight));
        } else if is(range, "*/*") {
            wishes.everything = wishes.everything.max(weight);
        }
    }
}

/// The weight `q` of a media range; `None` if it is not a number from 0 to 1.
pub(super) fn weight(range: &MediaType<'_>) -> Option<f32> {
    let Some(q) = range.get_param(Q) else {
        return Some(1.0);
    };
    let q = q.as_str().parse().ok()?;
    (0.0..=1.0).contains(&q).then_some(q)
}
