/// The first page.
pub(super) const HOME: &str = "/console/overview";
pub(super) const SIGN_IN: &str = "/console/sign-in";
pub(super) const SIGN_OUT: &str = "/console/sign-out";

/// The URL of the sign-in page, which leads `back` afterwards.
pub(super) fn sign_in_url(back: Option<&str>) -> String {
    let Some(back) = back else {
        return SIGN_IN.to_owned();
    };
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("back", back)
        .finish();
    format!("{SIGN_IN}?{query}")
}
