//! Access to /control: programs on this machine and the emulator's own page have it. Web pages from elsewhere do not, even
//! if they run in a browser on this machine.

use std::net::IpAddr;

use axum::{
    extract::Request,
    http::{
        HeaderMap, HeaderName,
        header::{HOST, ORIGIN},
        uri::Authority,
    },
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::error::ControlError;

/// The header in which a browser says which site sends a request. <https://www.w3.org/TR/fetch-metadata/>
const SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Refuses requests of other web sites in a browser.
pub(super) async fn guard(request: Request, next: Next) -> Response {
    match check(request.headers()) {
        Ok(()) => next.run(request).await,
        Err(sentence) => ControlError::forbidden(sentence).into_response(),
    }
}

fn check(headers: &HeaderMap) -> Result<(), String> {
    let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("(not text)"));
    let host = text(HOST).unwrap_or_default();
    // A foreign DNS name that points at this machine would give a foreign page this origin.
    if !is_loopback(host) {
        return Err(format!(
            "the host {host:?} is not this machine; use 127.0.0.1 or localhost in the address of /control"
        ));
    }
    let foreign = text(ORIGIN).filter(|origin| *origin != format!("http://{host}"));
    if let Some(origin) = foreign {
        return Err(format!(
            "the origin {origin:?} may not use /control, only the page at http://{host} may; \
             outside a browser leave `Origin` out"
        ));
    }
    match text(SITE) {
        None | Some("same-origin" | "none") => Ok(()),
        Some(site) => Err(format!(
            "a {site} request may not use /control; only the page at http://{host} and programs on this machine may"
        )),
    }
}

/// Whether a `Host` names this machine itself: an address of the loopback, `localhost` or a name under it.
fn is_loopback(host: &str) -> bool {
    let Ok(authority) = host.parse::<Authority>() else { return false };
    let name = authority.host().trim_matches(['[', ']']).to_ascii_lowercase();
    match name.parse::<IpAddr>() {
        Ok(address) => address.is_loopback(),
        Err(_) => name == "localhost" || name.ends_with(".localhost"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_and_its_own_page_pass() {
        let cases: [(&[(&str, &str)], bool); 12] = [
            (&[("host", "127.0.0.1:9100")], true),
            (&[("host", "localhost:9100")], true),
            (&[("host", "[::1]:9100")], true),
            (&[("host", "discord.localhost")], true),
            (&[], false),
            (&[("host", "evil.example:9100")], false),
            (&[("host", "127.0.0.1.evil.example")], false),
            (&[("host", "localhost.evil.example")], false),
            (
                &[
                    ("host", "localhost:1"),
                    ("origin", "http://localhost:1"),
                    ("sec-fetch-site", "same-origin"),
                ],
                true,
            ),
            (&[("host", "localhost:1"), ("origin", "http://localhost:2")], false),
            (&[("host", "localhost:1"), ("origin", "null")], false),
            (&[("host", "localhost:1"), ("sec-fetch-site", "cross-site")], false),
        ];
        for (given, passes) in cases {
            let headers =
                given.iter().map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap()));
            assert_eq!(check(&headers.collect()).is_ok(), passes, "{given:?}");
        }
    }
}
