use serde_json::Value;

/// The path of the page after this one. Only the path, because a server may have another name in its links, and the key
/// goes nowhere but to the address that the user has given.
pub(crate) fn next(page: &Value) -> Option<String> {
    let link = page["links"]["next"].as_str()?;
    let path = link.find("/v1/").map_or(link, |start| &link[start..]);
    Some(path.to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_link_is_followed_on_the_same_server() {
        let of = |link: Value| next(&json!({"links": {"next": link}}));
        assert_eq!(of(json!("/v1/people?a=b")).unwrap(), "/v1/people?a=b");
        let elsewhere = json!("https://ledger.example/x/v1/people?a=/v1/b");
        assert_eq!(of(elsewhere).unwrap(), "/v1/people?a=/v1/b");
        assert_eq!(of(Value::Null), None);
    }
}
