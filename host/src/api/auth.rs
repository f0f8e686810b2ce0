//! Authorizes calls of a plugin's routes: they need a token of that guild, for that plugin, with that scope, and the plugin must be on.

use axum::{
    extract::{FromRequestParts, Path, Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use plugin_api::{Caller, PluginId, Problem, serenity::GuildId};
use serde::Deserialize;

use super::{
    problem::with_header,
    rate::{self, RateLimits},
    state::ApiState,
    tokens::{self, Scope, Token},
};

/// What the checks in front of one plugin's routes need.
#[derive(Clone)]
pub(super) struct Guard {
    pub(super) state: ApiState,
    pub(super) plugin: PluginId,
    pub(super) limits: RateLimits,
}

#[derive(Deserialize)]
struct GuildPath {
    guild_id: String,
}

/// Passes an authorized request to its handler with a [`Caller`], or answers why it is refused.
pub(super) async fn require_token(State(guard): State<Guard>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    match resolve_caller(&guard, &mut parts).await {
        Ok(caller) => {
            parts.extensions.insert(caller);
            next.run(Request::from_parts(parts, body)).await
        }
        Err(refusal) => *refusal,
    }
}

async fn resolve_caller(guard: &Guard, parts: &mut Parts) -> Result<Caller, Box<Response>> {
    let token = authenticate(guard, &parts.headers).await.map_err(Box::new)?;
    if let Err(seconds) = guard.limits.tokens.check(&token.name) {
        return Err(Box::new(rate::too_many_requests(&format!("The token '{}'", token.name), seconds)));
    }
    authorize(guard, token, parts).await.map_err(|problem| Box::new(problem.into_response()))
}

async fn authenticate(guard: &Guard, headers: &HeaderMap) -> Result<Token, Response> {
    let Some(bearer) = bearer_token(headers) else {
        let detail =
            "Send 'Authorization: Bearer ghl_..'; an operator makes tokens with `guildhall token create`";
        let problem = Problem::new(StatusCode::UNAUTHORIZED, "missing_token", detail);
        let challenge = HeaderValue::from_static("Bearer realm=\"guildhall\"");
        return Err(with_header(problem, header::WWW_AUTHENTICATE, challenge));
    };
    let host = &guard.state.host;
    match tokens::verify(host.db(), host.clock(), bearer).await {
        Ok(Some(token)) => Ok(token),
        Ok(None) => {
            let detail = "This token is not known, or it was revoked";
            let problem = Problem::new(StatusCode::UNAUTHORIZED, "invalid_token", detail);
            let challenge = HeaderValue::from_static("Bearer realm=\"guildhall\", error=\"invalid_token\"");
            Err(with_header(problem, header::WWW_AUTHENTICATE, challenge))
        }
        Err(error) => Err(Problem::from(plugin_api::Error::from(error)).into_response()),
    }
}

/// Reads the token from the header. The case of the scheme does not matter (RFC 9110, section 11.1).
fn bearer_token(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

async fn authorize(guard: &Guard, token: Token, parts: &mut Parts) -> Result<Caller, Problem> {
    let guild = parse_guild(parts).await?;
    let forbidden = |code, detail| Err(Problem::new(StatusCode::FORBIDDEN, code, detail));
    if token.guild != guild.get().cast_signed() {
        return forbidden("wrong_guild", format!("The token '{}' is not for this guild", token.name));
    }
    let plugin = guard.plugin;
    if !token.grants_plugin(plugin.as_str()) {
        return forbidden(
            "missing_scope",
            format!("The token '{}' is not for the plugin '{plugin}'", token.name),
        );
    }
    let needed = if matches!(parts.method, Method::GET | Method::HEAD) { Scope::Read } else { Scope::Write };
    if !token.grants(needed) {
        return forbidden("missing_scope", format!("The token '{}' lacks the scope '{needed}'", token.name));
    }
    if !guard.state.gate.is_on(plugin, guild) {
        let detail = format!("The plugin '{plugin}' is off in this guild");
        return Err(Problem::new(StatusCode::NOT_FOUND, "plugin_disabled", detail));
    }
    Ok(Caller { guild, write: token.grants(Scope::Write), token: token.name })
}

/// Parses the guild's id in the path.
pub(super) async fn parse_guild(parts: &mut Parts) -> Result<GuildId, Problem> {
    let unreadable = || Problem {
        field: Some("guild_id".to_owned()),
        ..Problem::new(
            StatusCode::BAD_REQUEST,
            "bad_request",
            "The guild's id in the path must be its Discord id",
        )
    };
    let Path(path): Path<GuildPath> = Path::from_request_parts(parts, &()).await.map_err(|_| unreadable())?;
    let id = path.guild_id.parse::<u64>().ok().filter(|id| *id != 0).ok_or_else(unreadable)?;
    Ok(GuildId::new(id))
}
