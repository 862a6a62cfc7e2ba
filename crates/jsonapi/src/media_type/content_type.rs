use mediatype::MediaType;

use super::{Applied, JSON, JSON_API, Parameters, Supported, is};
use crate::error::{Error, kind};

impl Supported {
    /// What the request document speaks, by its `Content-Type` header.
    ///
    /// # Errors
    /// 415 if the header is missing, or names a media type other than [`JSON_API`] and [`JSON`], an unsupported
    /// extension, or a parameter that JSON:API does not have.
    pub fn content_type(&self, header: Option<&str>) -> Result<Applied, Error> {
        let unsupported = |detail: String| {
            Err(Error::new(&kind::UNSUPPORTED_MEDIA_TYPE, detail).in_header("content-type"))
        };
        let Some(header) = header else {
            return unsupported(format!("the request has no content type; send {JSON_API}"));
        };
        let Ok(instance) = MediaType::parse(header.trim()) else {
            return unsupported(format!("this is not a media type; send {JSON_API}"));
        };
        if is(&instance, JSON) {
            // Parameters do not matter: JSON is UTF-8 whatever `charset` says.
            return Ok(Applied::default());
        }
        if !is(&instance, JSON_API) {
            return unsupported(format!(
                "{} is not supported; send {JSON_API}",
                instance.essence()
            ));
        }
        match self.parameters(&instance, None) {
            Parameters::Applied(applied) => Ok(applied),
            Parameters::UnsupportedExt(uri) => {
                unsupported(format!("the extension {uri} is not supported here"))
            }
            Parameters::MissingExt(uri) => unsupported(format!(
                "this endpoint requires the extension {uri}: name it in the parameter ext"
            )),
            Parameters::Foreign(name) => unsupported(format!(
                "{JSON_API} has no parameter {name}, only ext and profile"
            )),
        }
    }
}
