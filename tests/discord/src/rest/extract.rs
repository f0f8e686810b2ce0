//! Reading requests: paths, queries and bodies, with Discord's errors when they are wrong.

use std::{convert::Infallible, sync::Arc};

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Multipart, Path, Query, Request},
    http::{StatusCode, header::CONTENT_TYPE, request::Parts},
};
use serde::{Deserialize, Deserializer, de::DeserializeOwned};
use serde_json::Value;

use super::paths::GuildPath;
use crate::{
    app::App,
    error::{ApiError, ApiResult},
    payload::{Payload, Upload},
    world::ActionContext,
};

/// The parameters of the path.
pub(crate) struct Route<T>(pub(crate) T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Route<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        match Path::from_request_parts(parts, state).await {
            Ok(Path(ids)) => Ok(Self(ids)),
            Err(error) => {
                let message = format!("Value is not snowflake: {error}");
                Err(ApiError::field("id", "NUMBER_TYPE_COERCE", &message))
            }
        }
    }
}

/// The query string.
pub(crate) struct Params<T>(pub(crate) T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Params<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        match Query::from_request_parts(parts, state).await {
            Ok(Query(query)) => Ok(Self(query)),
            Err(error) => Err(ApiError::field("query", "BASE_TYPE_BAD_TYPE", &error.to_string())),
        }
    }
}

/// A switch in a query: `true`, `True` and `1` turn it on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Switch(pub(crate) bool);

impl<'de> Deserialize<'de> for Switch {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Ok(Self(matches!(text.as_str(), "true" | "True" | "1")))
    }
}

/// The reason for the audit log, from `X-Audit-Log-Reason`, percent-decoded.
pub(crate) struct Reason(pub(crate) Option<String>);

impl<S: Send + Sync> FromRequestParts<S> for Reason {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let header = parts.headers.get("x-audit-log-reason");
        Ok(Self(header.map(|value| percent_decode(value.as_bytes()))))
    }
}

impl FromRequestParts<Arc<App>> for ActionContext {
    type Rejection = ApiError;

    /// The bot as the actor, in the guild of the path's `guild_id`.
    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> ApiResult<Self> {
        let Route(path) = Route::<GuildPath>::from_request_parts(parts, app).await?;
        let Ok(Reason(reason)) = Reason::from_request_parts(parts, app).await;
        Ok(Self { actor: app.world().bot_id(), guild: path.guild_id, reason })
    }
}

/// Decodes `%41` sequences; what is not valid UTF-8 is replaced.
pub(crate) fn percent_decode(encoded: &[u8]) -> String {
    let mut bytes = Vec::with_capacity(encoded.len());
    let mut rest = encoded;
    while let [first, tail @ ..] = rest {
        let escaped = tail
            .get(..2)
            .filter(|_| *first == b'%')
            .and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok());
        bytes.push(escaped.unwrap_or(*first));
        rest = if escaped.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Any JSON; nothing reads as null.
pub(crate) struct JsonBody(pub(crate) Value);

impl<S: Send + Sync> FromRequest<S> for JsonBody {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let bytes = Bytes::from_request(request, state).await.map_err(|_| invalid_json())?;
        read_json(&bytes).map(Self)
    }
}

impl<S: Send + Sync> FromRequest<S> for Payload {
    type Rejection = ApiError;

    /// Reads an object, alone or as `payload_json` among uploaded files.
    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        if kind.is_some_and(|kind| kind.starts_with("multipart/form-data")) {
            let form = Multipart::from_request(request, state).await;
            return read_form(form.map_err(|error| invalid_form(&error.to_string()))?).await;
        }
        let JsonBody(json) = JsonBody::from_request(request, state).await?;
        match json {
            Value::Object(json) => Ok(Self { json, files: Vec::new() }),
            Value::Null => Ok(Self::default()),
            _ => {
                let message = "Only dictionaries may be used in a DictType";
                Err(ApiError::field("", "DICT_TYPE_CONVERT", message))
            }
        }
    }
}

async fn read_form(mut form: Multipart) -> Result<Payload, ApiError> {
    let mut payload = Payload::default();
    while let Some(part) = form.next_field().await.map_err(|error| invalid_form(&error.to_string()))? {
        let field = part.name().unwrap_or_default().to_owned();
        let filename = part.file_name().map(str::to_owned);
        let content_type = part.content_type().map(str::to_owned);
        let bytes = part.bytes().await.map_err(|error| invalid_form(&error.to_string()))?;
        if field == "payload_json" {
            payload.json.extend(Payload::from_json(read_json(&bytes)?).json);
        } else if let Some(filename) = filename {
            payload.files.push(Upload { field, filename, content_type, bytes: bytes.to_vec() });
        } else {
            payload.json.insert(field, Value::String(String::from_utf8_lossy(&bytes).into_owned()));
        }
    }
    Ok(payload)
}

fn read_json(bytes: &[u8]) -> Result<Value, ApiError> {
    if bytes.is_empty() { Ok(Value::Null) } else { serde_json::from_slice(bytes).map_err(|_| invalid_json()) }
}

fn invalid_json() -> ApiError {
    ApiError::new(StatusCode::BAD_REQUEST, 50109, "The request body contains invalid JSON.")
}

fn invalid_form(error: &str) -> ApiError {
    ApiError::new(StatusCode::BAD_REQUEST, 50035, &format!("Invalid multipart form: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_escapes_are_decoded_and_broken_ones_kept() {
        assert_eq!(percent_decode(b"caf%C3%A9 100%"), "café 100%");
    }
}
