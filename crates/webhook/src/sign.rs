use hyper::header::{HeaderMap, HeaderName, HeaderValue};
use standardwebhooks::{
    HEADER_WEBHOOK_ID, HEADER_WEBHOOK_SIGNATURE, HEADER_WEBHOOK_TIMESTAMP, Webhook, WebhookError,
};
use wellhead_core::id::WebhookMessageId;
use wellhead_core::time::Timestamp;
use wellhead_core::webhook::Secret;

/// The headers that prove who sends `body`, signed with each secret, so that a receiver needs to know one of them.
pub(crate) fn headers(
    secrets: &[Secret],
    id: WebhookMessageId,
    at: Timestamp,
    body: &str,
) -> Result<HeaderMap, WebhookError> {
    let id = id.to_string();
    let seconds = at.as_micros().div_euclid(1_000_000);
    let signed = secrets.iter().map(|secret| {
        let key = Webhook::new(secret.reveal())?;
        key.sign(&id, seconds, body.as_bytes())
    });
    let signed: Vec<_> = signed.collect::<Result<_, _>>()?;
    let headers = [
        (HEADER_WEBHOOK_ID, id),
        (HEADER_WEBHOOK_TIMESTAMP, seconds.to_string()),
        (HEADER_WEBHOOK_SIGNATURE, signed.join(" ")),
    ];
    let header = |(name, value): (&'static str, String)| {
        let value = HeaderValue::try_from(value).expect("ids, numbers and base64 are ASCII");
        (HeaderName::from_static(name), value)
    };
    Ok(headers.into_iter().map(header).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the specification's own libraries.
    #[test]
    fn signs_with_each_secret() {
        let known = Secret::from_stored("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned());
        let other = Secret::from_stored("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD".to_owned());
        let id = WebhookMessageId::new("0190a0a0-0000-7000-8000-000000000000".parse().unwrap());
        let at = Timestamp::from_micros(1_614_265_330_999_999);
        let body = r#"{"test": 2432232314}"#;
        let headers = headers(&[known.clone(), other], id, at, body).unwrap();
        assert_eq!(headers["webhook-id"], id.to_string());
        assert_eq!(headers["webhook-timestamp"], "1614265330");
        let signatures = headers["webhook-signature"].to_str().unwrap();
        let signatures: Vec<_> = signatures.split(' ').collect();
        assert_eq!(signatures.len(), 2);
        assert!(signatures.iter().all(|it| it.starts_with("v1,")));
        let key = Webhook::new(known.reveal()).unwrap();
        let alone = key.sign(&id.to_string(), 1_614_265_330, body.as_bytes());
        assert_eq!(signatures[0], alone.unwrap());
        assert_ne!(signatures[0], signatures[1]);
    }
}
