use std::sync::Arc;

use serde_json::{Value, json};

use super::{CAPACITY, Conformance, Description, Direction, Exchange};

fn document() -> Value {
    json!({
        "openapi": "3.1.0",
        "components": { "schemas": {
            "Id": { "type": "string", "pattern": "^[0-9]+$" },
            "Thing": { "type": "object", "required": ["id"], "properties": { "id": { "$ref": "#/components/schemas/Id" } } },
            "Error": { "type": "object", "required": ["code"] },
        } },
        "paths": {
            "/things/{thing_id}": {
                "parameters": [{ "name": "thing_id", "in": "path" }],
                "get": {
                    "parameters": [{ "name": "limit", "in": "query", "schema": { "type": "integer", "maximum": 10 } }],
                    "responses": {
                        "200": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Thing" } } } },
                        "4XX": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Error" } } } },
                    },
                },
                "put": {
                    "requestBody": { "required": true, "content": { "application/json": { "schema": {
                        "oneOf": [{ "type": "null" }, { "$ref": "#/components/schemas/Thing" }] } } } },
                    "responses": { "204": {} },
                },
            },
        },
    })
}

/// What is found in one exchange.
fn found(
    method: &str,
    target: &str,
    body: Option<Value>,
    status: u16,
    response: Option<Value>,
) -> Vec<(Direction, String)> {
    let conformance = Conformance::with_description(Arc::new(Description::new(document()).unwrap()));
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let exchange = Exchange { method, path, query, body: body.as_ref(), status, response: response.as_ref() };
    conformance.check(exchange);
    let findings = conformance.findings();
    findings
        .into_iter()
        .flat_map(|one| one.errors.into_iter().map(move |error| (one.direction, error)))
        .collect()
}

#[test]
fn a_matching_exchange_leaves_nothing() {
    assert_eq!(found("GET", "/things/1?limit=3", None, 200, Some(json!({ "id": "1" }))), []);
    assert_eq!(found("PUT", "/things/1", Some(json!({ "id": "1" })), 204, None), []);
}

#[test]
fn mismatches_name_the_place() {
    use Direction::{Request, Response};
    let wrong = found("GET", "/things/1?limit=30", None, 200, Some(json!({ "id": 1 })));
    assert_eq!(wrong[0].0, Request);
    assert!(wrong[0].1.starts_with("query `limit`"), "{wrong:?}");
    assert_eq!(wrong[1].0, Response);
    assert!(wrong[1].1.starts_with("/id: "), "{wrong:?}");
    let closest = found("PUT", "/things/1", Some(json!({ "id": true })), 204, None);
    assert!(closest[0].1.starts_with("/id: "), "{closest:?}");
}

#[test]
fn answers_are_judged_by_their_status() {
    assert_eq!(found("GET", "/things/1", None, 404, Some(json!({ "code": 10 }))), []);
    assert_eq!(found("GET", "/things/1", None, 404, Some(json!({}))).len(), 1);
    assert_eq!(found("GET", "/things/1", None, 201, Some(json!({ "id": "1" }))).len(), 1);
    assert_eq!(found("PUT", "/things/1", Some(Value::Null), 204, Some(json!({}))).len(), 1);
}

#[test]
fn unknown_operations_and_parameters_are_found() {
    assert_eq!(found("GET", "/nothing", None, 200, None).len(), 1);
    assert_eq!(found("GET", "/things/1?colour=red", None, 200, Some(json!({ "id": "1" }))).len(), 1);
}

#[test]
fn of_many_findings_the_newest_are_remembered() {
    let conformance = Conformance::with_description(Arc::new(Description::new(document()).unwrap()));
    for number in 0..=CAPACITY {
        let path = format!("/nothing/{number}");
        let exchange =
            Exchange { method: "GET", path: &path, query: "", body: None, status: 200, response: None };
        conformance.check(exchange);
    }
    let findings = conformance.findings();
    assert_eq!((findings.len(), findings[0].path.as_str()), (CAPACITY, "/nothing/1"));
}
