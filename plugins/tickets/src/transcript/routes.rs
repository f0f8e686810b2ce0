//! The API's routes for transcripts.

use axum::{
    body::Body,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use plugin_api::{
    Caller, Host, Problem,
    route::{ApiPath, ApiQuery},
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    page::Version,
    render::{self, Form},
};
use crate::ticket::{model::At, routes::fetch_ticket};

pub(crate) fn router() -> OpenApiRouter<Host> {
    OpenApiRouter::new().routes(routes!(page)).routes(routes!(text))
}

/// Who reads a transcript.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Audience {
    /// Staff: with their notes.
    #[default]
    Staff,
    /// The member.
    Member,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct TranscriptQuery {
    /// Who reads it; staff if it is left out.
    #[serde(default)]
    #[param(inline)]
    version: Audience,
}

/// Gives a ticket's transcript as a page that can be read offline
#[utoipa::path(get, path = "/{id}/transcript.html", params(At, TranscriptQuery),
    responses((status = 200, body = String, content_type = "text/html")))]
async fn page(
    State(host): State<Host>,
    caller: Caller,
    ApiPath(at): ApiPath<At>,
    ApiQuery(query): ApiQuery<TranscriptQuery>,
) -> Result<Response, Problem> {
    let form = Form::Page(render::FILE_BYTES);
    stream_response(&host, &caller, at.id, query, form).await
}

/// Gives a ticket's transcript as text
#[utoipa::path(get, path = "/{id}/transcript.txt", params(At, TranscriptQuery),
    responses((status = 200, body = String, content_type = "text/plain")))]
async fn text(
    State(host): State<Host>,
    caller: Caller,
    ApiPath(at): ApiPath<At>,
    ApiQuery(query): ApiQuery<TranscriptQuery>,
) -> Result<Response, Problem> {
    stream_response(&host, &caller, at.id, query, Form::Text).await
}

/// A transcript that is sent while it is being read, however long it is.
async fn stream_response(
    host: &Host,
    caller: &Caller,
    id: i64,
    query: TranscriptQuery,
    form: Form,
) -> Result<Response, Problem> {
    let kind = match form {
        Form::Page(_) => "text/html; charset=utf-8",
        Form::Text => "text/plain; charset=utf-8",
    };
    let ticket = fetch_ticket(host, caller.guild, id).await?;
    let version = match query.version {
        Audience::Staff => Version::Staff,
        Audience::Member => Version::Member,
    };
    let parts = render::stream_parts(host, &ticket, version, form).await?;
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, Body::from_stream(parts)).into_response())
}
