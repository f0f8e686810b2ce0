//! Who may read a plugin's public pages: everybody, where the plugin is on; and what browsers are told about them.

use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use plugin_api::{Problem, Visitor, serenity::GuildId};

use super::{
    auth::{self, Guard},
    problem::with_header,
    proxy, rate,
};
use crate::guilds;

/// Nothing runs on a page, nothing comes from elsewhere, and no other page frames it.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; \
                      frame-ancestors 'none'";

/// Lets a request through to its handler with a [`Visitor`], or says why not.
pub(super) async fn guard(State(guard): State<Guard>, request: Request, next: Next) -> Response {
    if let Err(seconds) = guard.limits.visitors.count(&proxy::of(&request)) {
        return rate::refuse("This address", seconds);
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let problem =
            Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", "A page is only read");
        return with_header(problem, header::ALLOW, HeaderValue::from_static("GET, HEAD"));
    }
    let (mut parts, body) = request.into_parts();
    match served(&guard, &mut parts).await {
        Ok(guild) => {
            parts.extensions.insert(Visitor { guild });
            guarded(next.run(Request::from_parts(parts, body)).await)
        }
        Err(problem) => guarded(problem.into_response()),
    }
}

/// The guild whose page is asked for, if it has one. The gate has an answer for any guild, so it counts only for one where the bot is.
async fn served(guard: &Guard, parts: &mut Parts) -> Result<GuildId, Problem> {
    // Whether there is such a guild is nobody's business.
    let none = || Problem::not_found("There is no page here");
    let guild = auth::guild(parts).await.map_err(|_| none())?;
    let is_on = (guard.state.is_on)(guard.plugin, guild);
    let here =
        is_on && guilds::is_here(guard.state.host.db(), guild).await.map_err(plugin_api::Error::from)?;
    if here { Ok(guild) } else { Err(none()) }
}

/// Says to browsers what the page may do.
fn guarded(mut response: Response) -> Response {
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}
