//! The page, and what a browser near the control API may not do.

use reqwest::{Client, Response};
use serde_json::{Value, json};

use crate::scene::Scene;

async fn get(scene: &Scene, path: &str, headers: &[(&str, &str)]) -> Response {
    let mut request = Client::new().get(scene.emulator.url() + path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.send().await.unwrap()
}

fn header<'r>(response: &'r Response, name: &str) -> &'r str {
    response.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn a_browser_gets_the_page_where_a_socket_gets_the_gateway() {
    let scene = Scene::new().await;
    let page = get(&scene, "/?person=ada&v=x", &[]).await;
    assert_eq!(page.status(), 200);
    assert_eq!(header(&page, "content-type"), "text/html; charset=utf-8");
    assert!(page.text().await.unwrap().contains("<div id=\"app\">"));
    scene.bot().await;
    // A client that would like HTTP/2 (curl --http2) is no socket.
    let newer =
        [("connection", "Upgrade, HTTP2-Settings"), ("upgrade", "h2c"), ("http2-settings", "AAMAAABk")];
    assert_eq!(get(&scene, "/", &newer).await.status(), 200);
}

#[tokio::test]
async fn the_page_runs_nothing_but_its_own_files() {
    let scene = Scene::new().await;
    let page = get(&scene, "/", &[]).await;
    let policy = header(&page, "content-security-policy");
    assert!(policy.starts_with("default-src 'none'; script-src 'self' 'sha256-"), "{policy}");
    assert!(!policy.contains("unsafe"), "{policy}");
    assert_eq!(header(&page, "x-content-type-options"), "nosniff");
    assert_eq!(header(&page, "referrer-policy"), "no-referrer");
    let script = get(&scene, "/page/vendor/preact/preact.mjs", &[]).await;
    assert_eq!(header(&script, "content-type"), "application/javascript; charset=utf-8");
}

#[tokio::test]
async fn a_file_that_the_browser_has_is_not_sent_again() {
    let scene = Scene::new().await;
    let first = get(&scene, "/page/index.html", &[]).await;
    assert_eq!(header(&first, "cache-control"), "no-cache");
    let tag = header(&first, "etag").to_owned();
    let again = get(&scene, "/page/index.html", &[("if-none-match", &format!("\"x\", W/{tag}"))]).await;
    assert_eq!((again.status().as_u16(), header(&again, "etag")), (304, &*tag));
    assert_eq!(get(&scene, "/page/index.html", &[("if-none-match", "\"x\"")]).await.status(), 200);
}

#[tokio::test]
async fn only_files_of_the_page_are_served() {
    let scene = Scene::new().await;
    for path in ["/page/none.js", "/page/..%2f..%2fREADME.md", "/page/%2fetc%2fpasswd"] {
        let answer = get(&scene, path, &[]).await;
        assert_eq!(answer.status(), 404, "{path}");
        assert!(answer.text().await.unwrap().contains("has no file"), "{path}");
    }
}

#[tokio::test]
async fn an_uploaded_document_runs_no_script_at_the_pages_address() {
    let scene = Scene::new().await;
    let files = [
        ("a.html", "text/html", "attachment"),
        ("a.svg", "image/svg+xml", "attachment"),
        ("a.png", "image/png", "inline"),
    ];
    for (filename, kind, disposition) in files {
        let file = json!({ "filename": filename, "content_type": kind, "content": "<script>x</script>" });
        let message =
            scene.post("/users/daan/messages", json!({ "channel": "general", "attachments": [file] })).await;
        let url = message["attachments"][0]["url"].as_str().unwrap();
        let answer = reqwest::get(url).await.unwrap();
        assert_eq!(header(&answer, "content-disposition"), disposition, "{filename}");
        assert!(header(&answer, "content-security-policy").starts_with("sandbox; default-src 'none'"));
        assert_eq!(header(&answer, "x-content-type-options"), "nosniff");
    }
}

#[tokio::test]
async fn other_sites_cannot_use_the_control_api_through_a_browser() {
    let scene = Scene::new().await;
    let own = scene.emulator.url();
    assert_eq!(get(&scene, "/control/clock", &[("origin", &own)]).await.status(), 200);
    let refused = [
        ("origin", "http://evil.example", "may not use /control"),
        ("host", "evil.example", "is not this machine"),
        ("sec-fetch-site", "cross-site", "cross-site request"),
    ];
    for (name, value, expected) in refused {
        let answer = get(&scene, "/control/clock", &[(name, value)]).await;
        assert_eq!(answer.status(), 403, "{name}: {value}");
        let error: Value = answer.json().await.unwrap();
        assert!(error["error"].as_str().unwrap().contains(expected), "{error}");
    }
}
