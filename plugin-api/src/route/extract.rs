//! Extractors that refuse with a [`Problem`] that names the field; axum's own answer with plain text.

use std::error::Error as _;

use axum::{
    body::Bytes,
    extract::{
        FromRequest, FromRequestParts, Path, Query, Request,
        path::ErrorKind,
        rejection::{BytesRejection, PathRejection, QueryRejection},
    },
    http::{HeaderMap, StatusCode, header, request::Parts},
};
use serde::de::{DeserializeOwned, value::Error as QueryError};

use super::Problem;

/// A JSON body. Anything else is 415, broken JSON 400, a field that can't be used 422 with its name.
#[derive(Clone, Copy, Debug)]
pub struct ApiJson<T>(pub T);

/// The query, as a struct with named fields. What can't be used is 400 with the parameter's name.
#[derive(Clone, Copy, Debug)]
pub struct ApiQuery<T>(pub T);

/// Parameters of the path, as a struct with named fields: a bare `ApiPath<i64>` can't be read, because the host's own `guild_id`
/// stands in the path too. What can't be used is 400 with the parameter's name.
#[derive(Clone, Copy, Debug)]
pub struct ApiPath<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for ApiJson<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if !is_json(request.headers()) {
            return Err(Problem::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "unsupported_media_type",
                "The body must be JSON: send 'Content-Type: application/json'",
            ));
        }
        let body = Bytes::from_request(request, state).await.map_err(body_problem)?;
        let mut json = serde_json::Deserializer::from_slice(&body);
        let value = serde_path_to_error::deserialize(&mut json)
            .map_err(|error| json_problem(&error.path().to_string(), error.inner()))?;
        json.end().map_err(|error| json_problem(".", &error))?;
        Ok(Self(value))
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for ApiQuery<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        Query::try_from_uri(&parts.uri).map(|Query(value)| Self(value)).map_err(|error| query_problem(&error))
    }
}

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for ApiPath<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        Path::from_request_parts(parts, state).await.map(|Path(value)| Self(value)).map_err(path_problem)
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let essence = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .map(|value| value.trim().to_ascii_lowercase());
    essence
        .is_some_and(|e| e == "application/json" || (e.starts_with("application/") && e.ends_with("+json")))
}

fn body_problem(error: BytesRejection) -> Problem {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return Problem::too_large();
    }
    bad_request(None, "The body could not be read to its end")
}

fn json_problem(path: &str, error: &serde_json::Error) -> Problem {
    let text = error.to_string();
    if !error.is_data() {
        return Problem::new(
            StatusCode::BAD_REQUEST,
            "bad_json",
            format!("The body is not valid JSON: {text}"),
        );
    }
    // The place in the text says nothing to a program that has made the JSON from values.
    let reason = text.rsplit_once(" at line ").map_or(text.as_str(), |(reason, _)| reason);
    match field(path, reason) {
        Some(field) => Problem::field(&field, sentence(&format!("`{field}`"), reason)),
        None => Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid_body", sentence("The body", reason)),
    }
}

fn query_problem(error: &QueryRejection) -> Problem {
    let cause = error.source().and_then(std::error::Error::source);
    let Some(cause) = cause.and_then(|e| e.downcast_ref::<serde_path_to_error::Error<QueryError>>()) else {
        return bad_request(None, error.body_text());
    };
    let reason = cause.inner().to_string();
    let field = field(&cause.path().to_string(), &reason);
    let subject = field.as_ref().map_or_else(|| "The query".to_owned(), |field| format!("`{field}`"));
    bad_request(field, sentence(&subject, &reason))
}

fn path_problem(error: PathRejection) -> Problem {
    let PathRejection::FailedToDeserializePathParams(error) = error else {
        return Problem::from(crate::Error::Internal(anyhow::anyhow!(
            "a route reads a path that has no parameters"
        )));
    };
    match error.into_kind() {
        ErrorKind::ParseErrorAtKey { key, value, expected_type } => {
            let reason = format!("`{key}` must be {}, not '{value}'", describe_type(expected_type));
            bad_request(Some(key), reason)
        }
        ErrorKind::DeserializeError { key, message, .. } => bad_request(Some(key), message),
        ErrorKind::InvalidUtf8InPathParam { key } => bad_request(Some(key), "The path is not valid UTF-8"),
        ErrorKind::Message(message) => bad_request(None, message),
        other => Problem::from(crate::Error::Internal(anyhow::anyhow!(
            "a route reads its path as something else than a struct with named fields: {other}"
        ))),
    }
}

/// Turns serde's message about a subject into a sentence for people. The messages of our own types stay as they are.
fn sentence(subject: &str, reason: &str) -> String {
    let expected = reason.rsplit_once(", expected ").map(|(_, expected)| expected);
    match (reason, expected) {
        (_, Some(expected)) if reason.starts_with("unknown field ") => {
            format!("{subject} is not known here; known is {expected}")
        }
        (_, Some(expected)) if reason.starts_with("unknown variant ") => {
            format!("{subject} must be {expected}")
        }
        (_, Some(expected)) if reason.starts_with("invalid ") => {
            format!("{subject} must be {}", describe_type(expected))
        }
        ("invalid digit found in string" | "cannot parse integer from empty string", _) => {
            format!("{subject} must be a whole number, in digits")
        }
        ("number too large to fit in target type", _) => format!("{subject} is too large"),
        ("number too small to fit in target type", _) => format!("{subject} is too small"),
        ("provided string was not `true` or `false`", _) => format!("{subject} must be `true` or `false`"),
        _ if reason.starts_with("missing field ") => format!("{subject} is missing"),
        _ if reason.starts_with("duplicate field ") => format!("{subject} is given twice"),
        _ if reason.starts_with("unknown field ") => format!("{subject} is not known here"),
        _ => reason.to_owned(),
    }
}

/// A Rust type in the words of an API's user.
fn describe_type(rust: &str) -> &str {
    match rust {
        "u8" => "a whole number from 0 to 255",
        "u16" => "a whole number from 0 to 65535",
        "u32" => "a whole number from 0 to 4294967295",
        "u64" | "usize" => "a whole number from 0 up",
        "i8" => "a whole number from -128 to 127",
        "i16" => "a whole number from -32768 to 32767",
        "i32" => "a whole number from -2147483648 to 2147483647",
        "i64" | "isize" => "a whole number",
        "f32" | "f64" => "a number",
        "bool" | "a boolean" => "`true` or `false`",
        "a string" | "a borrowed string" | "string or map" => "a text",
        "a sequence" => "a list",
        "a map" => "a JSON object",
        other if other.starts_with("struct ") => "a JSON object",
        other => other,
    }
}

fn bad_request(field: Option<String>, reason: impl Into<String>) -> Problem {
    Problem { field, ..Problem::new(StatusCode::BAD_REQUEST, "bad_request", reason) }
}

/// The field at fault. Serde's path ends at the object in which one is missing or unknown; its name is then in the sentence.
fn field(path: &str, reason: &str) -> Option<String> {
    let inside = (path != ".").then_some(path);
    let named = ["missing field `", "unknown field `", "duplicate field `"]
        .iter()
        .find_map(|start| reason.strip_prefix(start)?.split('`').next());
    match (inside, named) {
        (Some(path), Some(name)) if path != name && !path.ends_with(&format!(".{name}")) => {
            Some(format!("{path}.{name}"))
        }
        (Some(path), _) => Some(path.to_owned()),
        (None, name) => name.map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Inner {
        #[serde(rename = "minutes")]
        _minutes: u32,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Input {
        #[serde(rename = "name")]
        _name: String,
        #[serde(rename = "lead")]
        _lead: Option<Inner>,
    }

    async fn json(body: &'static str) -> Problem {
        let request = Request::builder().header(header::CONTENT_TYPE, "application/json; charset=utf-8");
        let request = request.body(Body::from(body)).expect("a request");
        ApiJson::<Input>::from_request(request, &()).await.expect_err("it can't be used")
    }

    async fn query_refused(query: &str) -> Problem {
        let request = Request::builder().uri(format!("/?{query}")).body(Body::empty()).expect("a request");
        let (mut parts, _) = request.into_parts();
        ApiQuery::<Inner>::from_request_parts(&mut parts, &()).await.expect_err("it can't be used")
    }

    #[tokio::test]
    async fn a_body_that_can_not_be_used_names_the_field() {
        let cases = [
            ("{}", 422, Some("name")),
            (r#"{"name":7}"#, 422, Some("name")),
            (r#"{"name":"x","nmae":1}"#, 422, Some("nmae")),
            (r#"{"name":"x","name":"y"}"#, 422, Some("name")),
            (r#"{"name":"x","lead":{}}"#, 422, Some("lead.minutes")),
            (r#"{"name":"x","lead":{"minutes":"5"}}"#, 422, Some("lead.minutes")),
            (r#"{"name":"x","lead":{"hours":5}}"#, 422, Some("lead.hours")),
            ("[]", 422, None),
            ("{", 400, None),
            (r#"{"name":"x"} {}"#, 400, None),
            ("", 400, None),
        ];
        for (body, status, field) in cases {
            let problem = json(body).await;
            assert_eq!((problem.status, problem.field.as_deref()), (status, field), "{body}: {problem:?}");
            assert!(!problem.detail.contains(" at line ") || status == 400, "{problem:?}");
        }
    }

    #[tokio::test]
    async fn refusals_are_sentences_for_people() {
        for (body, says) in [
            ("{}", "`name` is missing"),
            ("[]", "The body must be a JSON object"),
            ("null", "The body must be a JSON object"),
            (r#"{"name":7}"#, "`name` must be a text"),
            (r#"{"name":"x","nmae":1}"#, "`nmae` is not known here; known is `name` or `lead`"),
            (r#"{"name":"x","name":"y"}"#, "`name` is given twice"),
            (r#"{"name":"x","lead":{}}"#, "`lead.minutes` is missing"),
            (
                r#"{"name":"x","lead":{"minutes":-1}}"#,
                "`lead.minutes` must be a whole number from 0 to 4294967295",
            ),
        ] {
            assert_eq!(json(body).await.detail, says, "{body}");
        }
        for (query, says) in [
            ("minutes=x", "`minutes` must be a whole number, in digits"),
            ("minutes=", "`minutes` must be a whole number, in digits"),
            ("minutes=4294967296", "`minutes` is too large"),
            ("", "`minutes` is missing"),
        ] {
            assert_eq!(query_refused(query).await.detail, says, "{query}");
        }
    }

    #[tokio::test]
    async fn a_body_of_another_type_is_refused() {
        let request = Request::builder().body(Body::from("{}")).expect("a request");
        let problem = ApiJson::<Input>::from_request(request, &()).await.expect_err("no type");
        assert_eq!((problem.status, problem.code.as_str()), (415, "unsupported_media_type"));
    }

    #[tokio::test]
    async fn a_query_that_can_not_be_used_names_the_parameter() {
        for (query, name) in [("minutes=soon", "minutes"), ("", "minutes"), ("minutes=1&hours=2", "hours")] {
            let problem = query_refused(query).await;
            assert_eq!((problem.status, problem.field.as_deref()), (400, Some(name)), "{query}: {problem:?}");
        }
    }
}
