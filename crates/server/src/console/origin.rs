//! Whether a form comes from the console's own pages.
//!
//! A browser says in `Origin` from where a form comes. The service has to know what of it is its own: `--public-url` says
//! so, and is all that counts then. Without it, `Host` has the host and the port, as long as proxies keep it. The scheme is
//! what a proxy says (`X-Forwarded-Proto`, `Forwarded`), as the service has no TLS of its own; if none says anything, it is
//! not known, and either is taken. `Sec-Fetch-Site` is the browser's own comparison. Some send only one of both headers, so
//! each that is sent has to be right, and one has to be sent.

use axum::http::HeaderMap;
use axum::http::header::{HOST, ORIGIN};
use axum::http::uri::Authority;

use crate::origin::{Origin, PublicUrl};

/// The scheme with which a request came to the proxy in front of this server, if that says so.
pub(super) fn scheme(headers: &HeaderMap) -> Option<&'static str> {
    let text = |name: &str| {
        let value = headers.get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or_default().to_ascii_lowercase()
    };
    let (forwarded, proto) = (
        text("forwarded").replace('"', ""),
        text("x-forwarded-proto"),
    );
    let first = proto.split(',').next().unwrap_or_default().trim();
    let says = |scheme: &str| first == scheme || forwarded.contains(&format!("proto={scheme}"));
    ["https", "http"].into_iter().find(|scheme| says(scheme))
}

/// Whether one of our own pages sent a form. HTTP/2 has the host and the port in `authority` instead of `Host`.
pub(super) fn is_our_own(
    headers: &HeaderMap,
    authority: Option<&Authority>,
    public: Option<&PublicUrl>,
) -> bool {
    let (site, origin) = (headers.get("sec-fetch-site"), headers.get(ORIGIN));
    let same_site = site.is_none_or(|site| site == "same-origin");
    let same_origin = origin.is_none_or(|origin| {
        let origin: Option<Origin> = origin.to_str().ok().and_then(|it| it.parse().ok());
        origin.is_some_and(|it| is_ours(&it, headers, authority, public))
    });
    (site.is_some() || origin.is_some()) && same_site && same_origin
}

fn is_ours(
    origin: &Origin,
    headers: &HeaderMap,
    authority: Option<&Authority>,
    public: Option<&PublicUrl>,
) -> bool {
    if let Some(public) = public {
        return origin == public.origin();
    }
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let host = host.or(authority.map(Authority::as_str));
    let scheme = scheme(headers).unwrap_or(origin.scheme());
    host.is_some_and(|host| {
        format!("{scheme}://{host}")
            .parse()
            .is_ok_and(|own: Origin| own == *origin)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(headers: &[(&'static str, &str)]) -> HeaderMap {
        let headers = headers.iter();
        let headers = headers.map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
        headers.collect()
    }

    fn own(headers: &[(&'static str, &str)]) -> bool {
        is_our_own(&map(headers), None, None)
    }

    const HOST: (&str, &str) = ("host", "ledger.example:8080");
    const OWN: (&str, &str) = ("origin", "http://ledger.example:8080");

    #[test]
    fn forms_of_other_sites_are_told_apart() {
        assert!(own(&[HOST, OWN]));
        assert!(own(&[HOST, OWN, ("sec-fetch-site", "same-origin")]));
        assert!(own(&[HOST, ("sec-fetch-site", "same-origin")]));
        for site in ["cross-site", "same-site", "none"] {
            assert!(!own(&[HOST, OWN, ("sec-fetch-site", site)]), "{site}");
        }
        for origin in [
            "null",
            "http://ledger.example",
            "http://evil.example:8080",
            "ftp://ledger.example:8080",
        ] {
            assert!(!own(&[HOST, ("origin", origin)]), "{origin}");
            let both = [HOST, ("origin", origin), ("sec-fetch-site", "same-origin")];
            assert!(!own(&both), "{origin}");
        }
        assert!(!own(&[HOST]) && !own(&[OWN]) && !own(&[]));
    }

    #[test]
    fn the_scheme_counts_where_a_proxy_says_it() {
        let host = ("host", "ledger.example");
        let (tls, plain) = (
            ("origin", "https://ledger.example"),
            ("origin", "http://ledger.example"),
        );
        assert!(own(&[host, tls]) && own(&[host, plain]), "nobody knows");
        for said in [
            ("x-forwarded-proto", "https, http"),
            ("forwarded", "for=1;proto=\"HTTPS\""),
        ] {
            assert!(
                own(&[host, tls, said]) && !own(&[host, plain, said]),
                "{said:?}"
            );
        }
        let said = ("x-forwarded-proto", "http");
        assert!(!own(&[host, tls, said]) && own(&[host, plain, said]));
        // The port of a scheme may be left out.
        let said = ("x-forwarded-proto", "https");
        assert!(own(&[("host", "ledger.example:443"), tls, said]));
    }

    #[test]
    fn a_public_url_is_all_that_counts() {
        let public: PublicUrl = "https://ledger.example/x".parse().unwrap();
        let own = |headers: &[_]| is_our_own(&map(headers), None, Some(&public));
        // A proxy may send another host.
        let host = ("host", "10.0.0.7:8080");
        assert!(own(&[host, ("origin", "https://ledger.example")]));
        for origin in [
            "http://ledger.example",
            "https://ledger.example:8443",
            "http://10.0.0.7:8080",
        ] {
            assert!(!own(&[host, ("origin", origin)]), "{origin}");
        }
    }

    #[test]
    fn http_2_has_no_host_header() {
        let authority: Authority = "ledger.example:8080".parse().unwrap();
        assert!(is_our_own(&map(&[OWN]), Some(&authority), None));
        let other: Authority = "evil.example".parse().unwrap();
        assert!(!is_our_own(&map(&[OWN]), Some(&other), None));
    }
}
