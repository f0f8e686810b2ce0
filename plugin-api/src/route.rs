//! The HTTP routes of a plugin, and their failures.

use std::ops::RangeInclusive;

use axum::{
    Json, Router,
    extract::FromRequestParts,
    http::{StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use serenity::all::GuildId;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;

use crate::{Actor, Error, Host, Locale, Request};

mod extract;
mod idempotency;

pub use extract::{ApiJson, ApiPath, ApiQuery};
pub use idempotency::{IdempotencyKey, IdempotentRequest, delete_expired_answers};

/// A plugin's routes: those of the API with their OpenAPI part, relative to `/api/guilds/{guild_id}/plugins/<id>`, and pages that
/// everybody may read, relative to `/guilds/{guild_id}/<id>`.
///
/// The host puts authentication, the gate, limits and request ids around them; a plugin can't forget any. Handlers take
/// [`Caller`] (on a page [`Visitor`]) for the guild and never read it from the path.
pub struct Routes {
    api: OpenApiRouter<Host>,
    pages: Router<Host>,
}

impl Routes {
    /// No routes.
    pub fn none() -> Self {
        Self::new(OpenApiRouter::new())
    }

    /// These routes of the API: `OpenApiRouter::new().routes(routes!(list, create))`.
    pub fn new(api: OpenApiRouter<Host>) -> Self {
        Self { api, pages: Router::new() }
    }

    /// Adds pages that need no token: `Router::new().route("/", get(page))`. The host serves them with `GET` and `HEAD`, only in
    /// guilds where the plugin is on, and with a policy that lets browsers load nothing but our own style sheets and images. Whether a guild
    /// publishes them is up to a setting, off by default, that the handlers check.
    #[must_use]
    pub fn pages(mut self, pages: Router<Host>) -> Self {
        self.pages = pages;
        self
    }

    /// The routes of the API and the pages, for the host.
    pub fn into_parts(self) -> (OpenApiRouter<Host>, Router<Host>) {
        (self.api, self.pages)
    }
}

/// A reader of a public page. The host has checked that the plugin is on in the guild, and nothing else.
#[derive(Clone, Copy, Debug)]
pub struct Visitor {
    /// The guild that the path names.
    pub guild: GuildId,
}

impl<S: Sync> FromRequestParts<S> for Visitor {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        guarded(parts)
    }
}

/// A program that calls the API. The host has checked the token, its guild, its plugin and its scope.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The guild that the token and the path name.
    pub guild: GuildId,
    /// The token's name, for logs.
    pub token: String,
    /// Whether it may change things. Only `GET` and `HEAD` get here without.
    pub write: bool,
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        guarded(parts)
    }
}

/// The request of a program: its answers are in English.
impl FromRequestParts<Host> for Request {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, host: &Host) -> Result<Self, Problem> {
        let caller: Caller = guarded(parts)?;
        let actor = Actor::Program { token: caller.token };
        Ok(Self::new(host.clone(), caller.guild, actor, Locale::default()))
    }
}

/// What the host's guard left with a request.
fn guarded<T: Clone + Send + Sync + 'static>(parts: &Parts) -> Result<T, Problem> {
    parts.extensions.get::<T>().cloned().ok_or_else(|| {
        tracing::error!(path = parts.uri.path(), "a route is mounted outside of its guard");
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "Something went wrong on our side")
    })
}

/// A failure as RFC 9457 `application/problem+json`. Its `type` is left out, which stands for `about:blank`: `code` tells failures apart.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Problem {
    /// The HTTP status.
    pub status: u16,
    /// A stable word for programs, such as `plugin_disabled`.
    pub code: String,
    /// The status in words, as RFC 9457 (section 4.2.1) has it for a problem without a `type`.
    pub title: &'static str,
    /// What is wrong and the remedy, in a sentence for people.
    pub detail: String,
    /// The field of the body or the parameter at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Leads an operator to the cause in the log.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

impl Problem {
    /// A failure with a stable word and a sentence.
    pub fn new(status: StatusCode, code: &str, detail: impl Into<String>) -> Self {
        Self {
            status: status.as_u16(),
            code: code.to_owned(),
            title: status.canonical_reason().unwrap_or("Failed"),
            detail: detail.into(),
            field: None,
            reference: None,
        }
    }

    /// A field that can't be used (422), and what is allowed.
    pub fn field(field: &str, detail: impl Into<String>) -> Self {
        Self {
            field: Some(field.to_owned()),
            ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid_field", detail)
        }
    }

    /// Gives back a field's value that lies in a range.
    ///
    /// # Errors
    /// 422 with the field and the range, for a value outside of it.
    pub fn check_range(field: &str, value: u32, allowed: RangeInclusive<u32>) -> Result<u32, Self> {
        if allowed.contains(&value) {
            return Ok(value);
        }
        let (least, most) = allowed.into_inner();
        Err(Self::field(field, format!("{value} is outside of what is allowed, {least} to {most}")))
    }

    /// Reads one of Discord's ids, a string since JSON's numbers do not hold it.
    ///
    /// # Errors
    /// 422 with the field if it is not an id.
    pub fn parse_snowflake(field: &str, text: &str) -> Result<u64, Self> {
        // Not more than what the database's BIGINT keeps.
        let id = text.parse().ok().filter(|id| (1..=i64::MAX.cast_unsigned()).contains(id));
        id.ok_or_else(|| Self::field(field, "An id is a string of digits, such as \"41771983423143937\""))
    }

    /// A body beyond the host's limit (413).
    #[must_use]
    pub fn too_large() -> Self {
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "payload_too_large",
            "The body is larger than the 64 KiB allowed here",
        )
    }

    /// What was asked for does not exist (404).
    pub fn not_found(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", detail)
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        if error.is_refusal() {
            let detail = error.for_member(&Locale::default(), "");
            let (status, code) = match error {
                Error::MissingPermission(_) => (StatusCode::FORBIDDEN, "missing_permission"),
                _ => (StatusCode::UNPROCESSABLE_ENTITY, "refused"),
            };
            return Self::new(status, code, detail);
        }
        let reference = crate::error::new_reference();
        tracing::error!(reference, %error, "a route failed");
        Self {
            reference: Some(reference),
            ..Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "Something went wrong on our side")
        }
    }
}

impl From<sqlx::Error> for Problem {
    fn from(error: sqlx::Error) -> Self {
        Error::from(error).into()
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, [(header::CONTENT_TYPE, "application/problem+json")], Json(self)).into_response()
    }
}

/// The maximum number of rows on one page.
const MAX_ROWS: u32 = 100;

/// Which page of a list is wanted: `ApiQuery(paging): ApiQuery<Paging>`.
#[derive(Clone, Copy, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Paging {
    /// How many, 1 to 100; 50 by default.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<u32>,
    /// Only those whose number is greater.
    after: Option<i64>,
}

impl Paging {
    /// A page of a plugin's own query that has more parameters.
    pub const fn new(limit: Option<u32>, after: Option<i64>) -> Self {
        Self { limit, after }
    }

    /// The number of rows on the page. Fetch one more: see [`next_page`].
    ///
    /// # Errors
    /// 422 for more than 100 or none.
    pub fn limit(&self) -> Result<u32, Problem> {
        Problem::check_range("limit", self.limit.unwrap_or(50), 1..=MAX_ROWS)
    }

    /// The number that it comes after.
    pub fn after(&self) -> i64 {
        self.after.unwrap_or(0)
    }
}

/// Cuts the found rows to a page of `limit` rows and returns the number after which the next page begins, or `None` on the last page. Fetch one
/// row more than the page has: it shows whether there is another page.
pub fn next_page<T>(found: &mut Vec<T>, limit: u32, number: impl FnOnce(&T) -> i64) -> Option<i64> {
    let more = found.len() > limit as usize;
    found.truncate(limit as usize);
    found.last().filter(|_| more).map(number)
}
