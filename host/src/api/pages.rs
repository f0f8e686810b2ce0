//! Guards a plugin's public pages: everybody may read them if the plugin is on and the bot is in the guild. Their headers restrict browsers.

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
use crate::discord::roster;

/// The content security policy: a page runs nothing, loads nothing from elsewhere, and is framed by no other page.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; \
                      frame-ancestors 'none'";

/// Passes a request to its handler with a [`Visitor`], or answers why it is refused.
pub(super) async fn guard_page(State(guard): State<Guard>, request: Request, next: Next) -> Response {
    if let Err(seconds) = guard.limits.visitors.check(&proxy::client_of(&request)) {
        return rate::too_many_requests("This address", seconds);
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let problem =
            Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", "A page is only read");
        return with_header(problem, header::ALLOW, HeaderValue::from_static("GET, HEAD"));
    }
    let (mut parts, body) = request.into_parts();
    match find_guild(&guard, &mut parts).await {
        Ok(guild) => {
            parts.extensions.insert(Visitor { guild });
            with_security_headers(next.run(Request::from_parts(parts, body)).await)
        }
        Err(problem) => with_security_headers(problem.into_response()),
    }
}

/// Returns the guild of the path if it has a page. The gate has an answer for any number, so the bot must be in the guild too.
async fn find_guild(guard: &Guard, parts: &mut Parts) -> Result<GuildId, Problem> {
    // All refusals are alike, so that nobody learns which guilds exist.
    let not_found = || Problem::not_found("There is no page here");
    let guild = auth::parse_guild(parts).await.map_err(|_| not_found())?;
    let is_on = guard.state.gate.is_on(guard.plugin, guild);
    let here =
        is_on && roster::is_member(guard.state.host.db(), guild).await.map_err(plugin_api::Error::from)?;
    if here { Ok(guild) } else { Err(not_found()) }
}

/// Adds the headers that tell browsers what the page may do.
fn with_security_headers(mut response: Response) -> Response {
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
