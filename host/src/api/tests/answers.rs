//! The answers of the API: every failure is a problem.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use chrono::TimeDelta;
use serde_json::json;

use super::{GUILD, GatewayState, Scene, path, request};
use crate::api::tokens::Scope;

#[tokio::test]
async fn a_handler_learns_who_calls() {
    let scene = Scene::new().await;
    let token = scene.token(&[Scope::Read], "t").await;
    let answer = scene.get(&path("?page=3"), &token).await;
    assert_eq!(answer.body, json!([{ "name": format!("{GUILD} t 3") }]));
}

#[tokio::test]
async fn input_that_can_not_be_read_names_the_field() {
    let scene = Scene::new().await;
    let token = scene.token(&[Scope::Read, Scope::Write], "t").await;
    let cases = [
        ("GET", path("?page=three"), "", 400, "bad_request", Some("page")),
        ("GET", path(""), "", 400, "bad_request", Some("page")),
        ("GET", path("/seven"), "", 400, "bad_request", Some("number")),
        ("POST", path(""), "{", 400, "bad_json", None),
        ("POST", path(""), "{}", 422, "invalid_field", Some("name")),
        ("POST", path(""), "", 415, "unsupported_media_type", None),
    ];
    for (method, path, body, status, code, field) in cases {
        let answer = scene.send(request(method, &path, &token, body)).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (status, code), "{method} {path} {body}");
        assert_eq!(answer.body["field"].as_str(), field, "{answer:?}");
    }
}

#[tokio::test]
async fn a_body_over_64_kib_is_413_whether_its_length_is_announced_or_not() {
    let scene = Scene::new().await;
    let token = scene.token(&[Scope::Write], "t").await;
    let body = format!(r#"{{"name":"{}"}}"#, "x".repeat(64 * 1024));
    let announced = scene.send(request("POST", &path(""), &token, &body)).await;
    assert_eq!((announced.status, announced.code()), (StatusCode::PAYLOAD_TOO_LARGE, "payload_too_large"));

    let chunks = futures::stream::iter(
        body.into_bytes().chunks(4096).map(|c| Ok::<_, std::io::Error>(c.to_vec())).collect::<Vec<_>>(),
    );
    let mut streamed = request("POST", &path(""), &token, "x");
    *streamed.body_mut() = Body::from_stream(chunks);
    let streamed = scene.send(streamed).await;
    assert_eq!((streamed.status, streamed.code()), (StatusCode::PAYLOAD_TOO_LARGE, "payload_too_large"));
}

#[tokio::test]
async fn a_request_ends_after_ten_seconds_by_the_programs_clock() {
    let scene = Scene::new().await;
    let token = scene.token(&[Scope::Read], "t").await;
    let sleeps = path("/sleeps");
    let (answer, ()) =
        tokio::join!(scene.get(&sleeps, &token), async { scene.clock.advance(TimeDelta::seconds(10)) });
    assert_eq!((answer.status, answer.code()), (StatusCode::GATEWAY_TIMEOUT, "timeout"));
}

#[tokio::test]
async fn a_panic_and_an_internal_error_give_a_reference_and_no_reason() {
    let scene = Scene::new().await;
    let token = scene.token(&[Scope::Read], "t").await;
    for rest in ["/panics", "/fails", "/bare/7"] {
        let answer = scene.get(&path(rest), &token).await;
        assert_eq!((answer.status, answer.code()), (StatusCode::INTERNAL_SERVER_ERROR, "internal"), "{rest}");
        assert_eq!(answer.body["reference"].as_str().map(str::len), Some(8), "{rest}");
        assert_eq!(answer.body["detail"], "Something went wrong on our side", "{rest}");
    }
    assert_eq!(scene.get(&path("/7"), &token).await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_unknown_route_is_404_and_a_wrong_method_405() {
    let scene = Scene::new().await;
    let unknown = scene.get("/api/nothing", "").await;
    assert_eq!((unknown.status, unknown.code()), (StatusCode::NOT_FOUND, "unknown_route"));
    let wrong = scene.send(request("DELETE", "/healthz", "", "")).await;
    assert_eq!((wrong.status, wrong.code()), (StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed"));
    assert_eq!(wrong.headers[header::ALLOW], "GET,HEAD");
    insta::assert_json_snapshot!(wrong.body, @r#"
    {
      "status": 405,
      "code": "method_not_allowed",
      "title": "Method Not Allowed",
      "detail": "This route has no such method; the header 'Allow' names those it has"
    }
    "#);
}

#[tokio::test]
async fn a_callers_request_id_comes_back_unless_it_is_no_plain_word() {
    let scene = Scene::new().await;
    let send = async |id: &str| {
        let request = Request::builder().uri("/healthz").header("x-request-id", id).body(Body::empty());
        let answer = scene.send(request.expect("a request")).await;
        answer.headers["x-request-id"].to_str().expect("text").to_owned()
    };
    assert_eq!(send("order-12.3_x").await, "order-12.3_x");
    let long = "x".repeat(65);
    for unusable in ["", "a b", "a\tb", long.as_str()] {
        let id = send(unusable).await;
        assert!(id.len() == 32 && id.bytes().all(|b| b.is_ascii_hexdigit()), "{id}");
    }
}

#[tokio::test]
async fn readiness_names_what_is_not_ready() {
    let scene = Scene::new().await;
    assert_eq!(scene.get("/healthz", "").await.body["status"], "alive");
    assert_eq!(scene.get("/readyz", "").await.status, StatusCode::OK);
    scene.connection.set_state(GatewayState::Closed("connecting again".to_owned()));
    let answer = scene.get("/readyz", "").await;
    assert_eq!((answer.status, answer.code()), (StatusCode::SERVICE_UNAVAILABLE, "not_ready"));
    insta::assert_json_snapshot!(answer.body, @r#"
    {
      "status": 503,
      "code": "not_ready",
      "title": "Service Unavailable",
      "detail": "Not ready: gateway",
      "checks": {
        "config": {
          "ready": true,
          "detail": "in force"
        },
        "database": {
          "ready": true,
          "detail": "SQLite answers"
        },
        "gateway": {
          "ready": false,
          "detail": "connecting again"
        }
      }
    }
    "#);
}

#[tokio::test]
async fn the_description_lists_every_mounted_route_with_its_refusals() {
    let scene = Scene::new().await;
    let description = scene.get("/api/openapi.json", "").await.body;
    let own = "/api/guilds/{guild_id}/plugins/sample";
    let mut paths: Vec<_> =
        description["paths"].as_object().expect("paths").keys().map(String::as_str).collect();
    paths.sort_unstable();
    let mut expected: Vec<String> = ["", "/bare/{number}", "/fails", "/panics", "/sleeps", "/{number}"]
        .map(|rest| format!("{own}{rest}"))
        .to_vec();
    expected.extend(["/healthz", "/metrics", "/readyz", "/api/openapi.json"].map(str::to_owned));
    expected.sort_unstable();
    assert_eq!(paths, expected);
    let parameter = &description["paths"][own]["parameters"][0];
    assert_eq!((&parameter["name"], &parameter["required"]), (&json!("guild_id"), &json!(true)));
    let create = &description["paths"][own]["post"];
    assert_eq!(create["security"], json!([{ "token": [] }]));
    assert_eq!(create["operationId"], "sample_create");
    assert_eq!(
        create["requestBody"]["content"]["application/json"]["schema"]["$ref"],
        "#/components/schemas/sample.Item"
    );
    assert!(description["components"]["schemas"]["sample.Item"].is_object());
    assert!(description["components"]["schemas"]["Problem"].is_object());
    let statuses: Vec<_> =
        create["responses"].as_object().expect("responses").keys().map(String::as_str).collect();
    assert_eq!(statuses, ["201", "400", "401", "403", "404", "413", "422", "429", "500", "504"]);
    assert_eq!(create["responses"]["201"]["description"], "Created");
}

#[tokio::test]
async fn people_read_the_description_without_the_internet() {
    let scene = Scene::new().await;
    let page = scene.get("/api/docs/", "").await;
    assert_eq!(page.status, StatusCode::OK);
    let html = page.body.as_str().expect("a page");
    assert!(html.contains("swagger-ui-bundle.js") && !html.contains("https://"), "{html}");
    assert_eq!(scene.get("/api/docs/swagger-ui-bundle.js", "").await.status, StatusCode::OK);
    assert_eq!(scene.get("/api/docs/nothing.js", "").await.code(), "not_found");
}

#[tokio::test]
async fn metrics_count_requests_by_route_and_never_by_guild() {
    let scene = Scene::new().await;
    super::super::install_metrics();
    let token = scene.token(&[Scope::Read], "t").await;
    scene.get(&path("/7"), &token).await;
    let page = scene.get("/metrics", "").await;
    let text = page.body.as_str().expect("text");
    let route = r#"route="/api/guilds/{guild_id}/plugins/sample/{number}""#;
    assert!(text.contains("guildhall_http_requests_total") && text.contains(route), "{text}");
    assert!(text.contains("guildhall_jobs_waiting") && !text.contains(&GUILD.to_string()), "{text}");
}
