//! The page: files of `page/` for a browser, under a policy that runs nothing but them.

use std::{borrow::Cow, sync::Arc};

use axum::{
    Router,
    extract::{Path, Request, State},
    handler::Handler as _,
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{
            CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH, REFERRER_POLICY,
            UPGRADE, X_CONTENT_TYPE_OPTIONS,
        },
    },
    response::{IntoResponse, Response},
    routing::get,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use rust_embed::{EmbeddedFile, RustEmbed};
use sha2::{Digest as _, Sha256};

use crate::{app::App, gateway};

/// Read from disk in debug builds, so that an edit shows at the next reload; embedded otherwise.
#[derive(RustEmbed)]
#[folder = "page/"]
struct Files;

/// The file that `GET /` returns.
const INDEX: &str = "index.html";

/// `/` (shared with the gateway's socket) and `/page/...`.
pub(crate) fn router() -> Router<Arc<App>> {
    Router::new().route("/", get(index)).route("/page/{*file}", get(file))
}

/// A WebSocket upgrade comes from a gateway client; any other request gets the page.
async fn index(State(app): State<Arc<App>>, request: Request) -> Response {
    if is_websocket_upgrade(request.headers()) {
        gateway::upgrade.call(request, app).await
    } else {
        serve(INDEX, request.headers())
    }
}

/// Some clients offer to upgrade to another HTTP (`h2c`) at once, and are content with the page.
fn is_websocket_upgrade(headers: &HeaderMap) -> bool {
    let offered = headers.get_all(UPGRADE).iter().filter_map(|value| value.to_str().ok());
    let mut protocols = offered.flat_map(|list| list.split(','));
    protocols.any(|protocol| protocol.trim().eq_ignore_ascii_case("websocket"))
}

async fn file(Path(name): Path<String>, headers: HeaderMap) -> Response {
    serve(&name, &headers)
}

fn serve(name: &str, asked: &HeaderMap) -> Response {
    let Some(file) = Files::get(name) else {
        let sentence = format!("The page has no file {name:?}; the page itself is at /.\n");
        return (StatusCode::NOT_FOUND, sentence).into_response();
    };
    let tag = format!("\"{}\"", STANDARD.encode(file.metadata.sha256_hash()));
    let mut response = if is_cached(asked, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        file.data.clone().into_owned().into_response()
    };
    let headers = [
        (CONTENT_TYPE, content_type(&file)),
        (CONTENT_SECURITY_POLICY, policy(&file.data)),
        (ETAG, tag),
        (CACHE_CONTROL, "no-cache".to_owned()),
        (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (REFERRER_POLICY, "no-referrer".to_owned()),
    ];
    for (name, value) in headers {
        let value = HeaderValue::from_str(&value).expect("media types, hashes and base64 are ASCII");
        response.headers_mut().insert(name, value);
    }
    response
}

/// Whether the browser has this version already.
fn is_cached(asked: &HeaderMap, tag: &str) -> bool {
    let listed = asked.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let mut tags = listed.flat_map(|list| list.split(',')).map(str::trim);
    tags.any(|known| known == "*" || known.trim_start_matches("W/") == tag)
}

fn content_type(file: &EmbeddedFile) -> String {
    let kind = file.metadata.mimetype();
    let text = kind.starts_with("text/") || kind.ends_with("/javascript");
    if text { format!("{kind}; charset=utf-8") } else { kind.to_owned() }
}

/// The policy: nothing from elsewhere, and nothing inline but the import map, by its hash.
fn policy(page: &[u8]) -> String {
    let hash = import_map(&String::from_utf8_lossy(page))
        .map(|map| format!(" 'sha256-{}'", STANDARD.encode(Sha256::digest(map.as_bytes()))));
    let hash = hash.unwrap_or_default();
    format!(
        "default-src 'none'; script-src 'self'{hash}; style-src 'self'; img-src 'self' data:; \
         connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
}

/// The text of the page's import map, with the line ends that a browser hashes.
fn import_map(page: &str) -> Option<Cow<'_, str>> {
    let (_, rest) = page.split_once("<script type=\"importmap\">")?;
    let (map, _) = rest.split_once("</script>")?;
    Some(if map.contains('\r') { Cow::Owned(map.replace("\r\n", "\n")) } else { Cow::Borrowed(map) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_lets_exactly_the_import_map_through() {
        let policy = |page: &str| policy(page.as_bytes());
        // printf '{}' | openssl dgst -sha256 -binary | base64
        let hash = "'sha256-RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o='";
        assert!(
            policy("<script type=\"importmap\">{}</script>").contains(&format!("script-src 'self' {hash};"))
        );
        assert!(policy("<script type=\"module\">{}</script>").contains("script-src 'self';"));
        assert_eq!(
            policy("<script type=\"importmap\">{\r\n}</script>"),
            policy("<script type=\"importmap\">{\n}</script>")
        );
    }
}
