use mediatype::{MediaType, MediaTypeList, ReadParams};

use super::{Applied, JSON, JSON_API, Parameters, Q, Supported, is};
use crate::error::{Error, kind};

/// What `Accept` says of the response.
#[derive(Default)]
struct Wishes {
    /// Whether anything is said at all.
    any: bool,
    /// Whether JSON:API's media type is among it.
    json_api: bool,
    /// The best instance of JSON:API that can be sent.
    best: Option<(f32, Applied)>,
    /// Weights of what else would do. Of the two ranges the narrower one counts.
    json: f32,
    application: Option<f32>,
    everything: f32,
}

impl Supported {
    /// What the response document speaks, by the request's `Accept` headers; none means anything.
    ///
    /// `application/json` is as good as JSON:API's own media type, and answered with that.
    ///
    /// # Errors
    /// 406, where nothing that is accepted can be sent: no other media type, no unsupported extension, and no
    /// parameter that JSON:API does not have.
    pub fn accept<'h>(&self, headers: impl IntoIterator<Item = &'h str>) -> Result<Applied, Error> {
        let mut wishes = Wishes::default();
        for header in headers {
            wishes.any |= !header.trim().is_empty();
            // What is not a media type matches nothing.
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
                    "each {JSON_API} here has a parameter or an extension that is not supported, lacks one that is needed, or is ruled out"
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
            // Among equals the one with more profiles is better, then the first one.
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

/// The weight `q` of a media range; `None` where it is no number from 0 to 1.
pub(super) fn weight(range: &MediaType<'_>) -> Option<f32> {
    let Some(q) = range.get_param(Q) else {
        return Some(1.0);
    };
    let q = q.as_str().parse().ok()?;
    (0.0..=1.0).contains(&q).then_some(q)
}
