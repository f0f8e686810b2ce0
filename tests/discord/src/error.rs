//! Discord's error answers: a JSON code, a message and, for a bad form, the errors of every field.
//! <https://discord.com/developers/docs/topics/opcodes-and-status-codes#json>

use axum::{
    Json,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use serde_json::{Map, Value, json};

/// An error as Discord answers it.
#[derive(Debug, Clone)]
pub(crate) struct ApiError {
    pub(crate) status: StatusCode,
    pub(crate) body: Value,
    /// Boxed because most errors have none.
    pub(crate) headers: Box<HeaderMap>,
}

/// What a REST handler returns.
pub(crate) type ApiResult<T = Value> = Result<T, ApiError>;

impl ApiError {
    /// An error with Discord's JSON `code`; 0 is the general one.
    pub(crate) fn new(status: StatusCode, code: u32, message: &str) -> Self {
        let body = json!({ "message": message, "code": code });
        Self { status, body, headers: Box::default() }
    }

    pub(crate) fn not_found(code: u32, message: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, code, message)
    }

    pub(crate) fn bad_request(code: u32, message: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, message)
    }

    pub(crate) fn forbidden(code: u32, message: &str) -> Self {
        Self::new(StatusCode::FORBIDDEN, code, message)
    }

    /// A route that Discord does not have, or that is not emulated.
    pub(crate) fn no_route() -> Self {
        Self::not_found(0, "404: Not Found")
    }

    /// A route that exists, but not with this method.
    pub(crate) fn no_method() -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, 0, "405: Method Not Allowed")
    }

    pub(crate) fn unauthorized() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, 0, "401: Unauthorized")
    }

    pub(crate) fn missing_access() -> Self {
        Self::forbidden(50001, "Missing Access")
    }

    pub(crate) fn missing_permissions() -> Self {
        Self::forbidden(50013, "Missing Permissions")
    }

    /// 50024: the route is for other types of channels.
    pub(crate) fn wrong_channel_type() -> Self {
        Self::bad_request(50024, "Cannot execute action on this channel type")
    }

    /// 50083: an archived thread cannot be changed.
    pub(crate) fn thread_archived() -> Self {
        Self::bad_request(50083, "Thread is archived")
    }

    pub(crate) fn unknown(what: Unknown) -> Self {
        let (code, name) = what.code_and_name();
        Self::not_found(code, &format!("Unknown {name}"))
    }

    /// One wrong field: 50035 with the nested `errors`. `path` is like `embeds.0.title`.
    pub(crate) fn field(path: &str, code: &str, message: &str) -> Self {
        let mut errors = FormErrors::default();
        errors.add(path, code, message);
        errors.into_error()
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        (self.status, *self.headers, Json(self.body)).into_response()
    }
}

/// What was not found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unknown {
    Channel,
    Guild,
    Invite,
    Member,
    Message,
    Overwrite,
    Role,
    User,
    Emoji,
    Webhook,
    Ban,
    Interaction,
    Command,
    CommandPermissions,
}

impl Unknown {
    fn code_and_name(self) -> (u32, &'static str) {
        match self {
            Self::Channel => (10003, "Channel"),
            Self::Guild => (10004, "Guild"),
            Self::Invite => (10006, "Invite"),
            Self::Member => (10007, "Member"),
            Self::Message => (10008, "Message"),
            Self::Overwrite => (10009, "Overwrite"),
            Self::Role => (10011, "Role"),
            Self::User => (10013, "User"),
            Self::Emoji => (10014, "Emoji"),
            Self::Webhook => (10015, "Webhook"),
            Self::Ban => (10026, "Ban"),
            Self::Interaction => (10062, "interaction"),
            Self::Command => (10063, "application command"),
            Self::CommandPermissions => (10066, "application command permissions"),
        }
    }
}

/// The errors of a form, gathered by field, so that one answer names them all.
#[derive(Debug, Default)]
pub(crate) struct FormErrors {
    tree: Map<String, Value>,
}

impl FormErrors {
    /// Notes an error at `path` (`options.0.name`; empty for the form as a whole).
    pub(crate) fn add(&mut self, path: &str, code: &str, message: &str) {
        let mut place = &mut self.tree;
        for part in path.split('.').filter(|part| !part.is_empty()) {
            let next = place.entry(part).or_insert_with(|| Value::Object(Map::new()));
            place = next.as_object_mut().expect("`_errors` is the only key that holds no object");
        }
        let list = place.entry("_errors").or_insert_with(|| Value::Array(Vec::new()));
        list.as_array_mut()
            .expect("`_errors` always holds an array")
            .push(json!({ "code": code, "message": message }));
    }

    /// `BASE_TYPE_REQUIRED`: the field must be there.
    pub(crate) fn required(&mut self, path: &str) {
        self.add(path, "BASE_TYPE_REQUIRED", "This field is required");
    }

    /// `BASE_TYPE_BAD_LENGTH`: the text has to be `min` to `max` characters long.
    pub(crate) fn length(&mut self, path: &str, text: &str, min: usize, max: usize) {
        let length = text.chars().count();
        if length > max && min == 0 {
            self.add(path, "BASE_TYPE_MAX_LENGTH", &format!("Must be {max} or fewer in length."));
        } else if length < min || length > max {
            let message = format!("Must be between {min} and {max} in length.");
            self.add(path, "BASE_TYPE_BAD_LENGTH", &message);
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.tree.is_empty()
    }

    /// 50035 with every error that was noted.
    pub(crate) fn into_error(self) -> ApiError {
        let mut error = ApiError::bad_request(50035, "Invalid Form Body");
        error.body["errors"] = Value::Object(self.tree);
        error
    }

    /// `Ok` when nothing was noted.
    pub(crate) fn check(self) -> ApiResult<()> {
        if self.is_empty() { Ok(()) } else { Err(self.into_error()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn form_errors_nest_by_field() {
        let mut errors = FormErrors::default();
        errors.length("embeds.0.title", &"x".repeat(300), 0, 256);
        errors.required("name");
        let expected = json!({
            "message": "Invalid Form Body", "code": 50035,
            "errors": {
                "embeds": { "0": { "title": { "_errors": [
                    { "code": "BASE_TYPE_MAX_LENGTH", "message": "Must be 256 or fewer in length." }
                ] } } },
                "name": { "_errors": [
                    { "code": "BASE_TYPE_REQUIRED", "message": "This field is required" }
                ] },
            },
        });
        assert_eq!(errors.into_error().body, expected);
    }
}
