//! What was said in a ticket, for programs.

use axum::{
    Json,
    body::Body,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use plugin_api::{
    Caller, Host, Locale, Problem,
    route::{ApiJson, ApiPath, ApiQuery, Paging},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    known,
    model::{At, MessagePage, MessageView, NoteView, RatingView},
};
use crate::{
    actions,
    rights::Actor,
    store,
    transcript::{self, Form, Version},
};

/// How many notes of a ticket are given.
const NOTES: u32 = 1_000;

/// All of them.
pub(super) fn router() -> OpenApiRouter<Host> {
    OpenApiRouter::new()
        .routes(routes!(messages))
        .routes(routes!(page))
        .routes(routes!(text))
        .routes(routes!(attachment))
        .routes(routes!(notes, note))
        .routes(routes!(summary))
        .routes(routes!(rating))
}

/// Gives what was said in a ticket, with edits and deletions
#[utoipa::path(get, path = "/{id}/messages", params(At, Paging), responses((status = 200, body = MessagePage)))]
async fn messages(
    State(host): State<Host>,
    caller: Caller,
    ApiPath(at): ApiPath<At>,
    ApiQuery(paging): ApiQuery<Paging>,
) -> Result<Json<MessagePage>, Problem> {
    known(&host, &caller, at.id).await?;
    let (limit, after) = (paging.limit()?, paging.after().cast_unsigned());
    let (db, guild) = (host.db(), caller.guild);
    let mut found = store::messages::after(db, guild, at.id, after, limit + 1).await?;
    let more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let ends = found.first().zip(found.last()).map_or((0, 0), |(first, last)| (first.id, last.id));
    let edits = store::messages::edits(db, guild, at.id, ends).await?;
    let files = store::attachments::between(db, guild, at.id, ends).await?;
    let next = more.then(|| ends.1.to_string());
    let messages = found.into_iter().map(|message| MessageView::of(message, &edits, &files)).collect();
    Ok(Json(MessagePage { messages, next }))
}

/// Who reads a transcript.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum For {
    /// Staff: with their notes.
    #[default]
    Staff,
    /// The member.
    Member,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Reader {
    /// Who reads it; staff where it is left out.
    #[serde(default)]
    #[param(inline)]
    version: For,
}

/// Gives a ticket's transcript as a page that can be read offline
#[utoipa::path(get, path = "/{id}/transcript.html", params(At, Reader),
    responses((status = 200, body = String, content_type = "text/html")))]
async fn page(
    State(host): State<Host>,
    caller: Caller,
    ApiPath(at): ApiPath<At>,
    ApiQuery(reader): ApiQuery<Reader>,
) -> Result<Response, Problem> {
    let form = Form::Page(transcript::ROOM);
    streamed(&host, &caller, at.id, reader, form, "text/html; charset=utf-8").await
}

/// Gives a ticket's transcript as text
#[utoipa::path(get, path = "/{id}/transcript.txt", params(At, Reader),
    responses((status = 200, body = String, content_type = "text/plain")))]
async fn text(
    State(host): State<Host>,
    caller: Caller,
    ApiPath(at): ApiPath<At>,
    ApiQuery(reader): ApiQuery<Reader>,
) -> Result<Response, Problem> {
    streamed(&host, &caller, at.id, reader, Form::Text, "text/plain; charset=utf-8").await
}

/// A transcript that is sent while it is being read, however long it is.
async fn streamed(
    host: &Host,
    caller: &Caller,
    id: i64,
    reader: Reader,
    form: Form,
    kind: &'static str,
) -> Result<Response, Problem> {
    let ticket = known(host, caller, id).await?;
    let version = match reader.version {
        For::Staff => Version::Staff,
        For::Member => Version::Member,
    };
    let parts = transcript::parts(host, &ticket, version, form).await?;
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, Body::from_stream(parts)).into_response())
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct AtFile {
    /// The ticket's number in the guild.
    id: i64,
    /// The file's id.
    attachment: u64,
}

/// Gives a file that was kept
#[utoipa::path(get, path = "/{id}/attachments/{attachment}", params(AtFile),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream")))]
async fn attachment(
    State(host): State<Host>,
    caller: Caller,
    ApiPath(at): ApiPath<AtFile>,
) -> Result<Response, Problem> {
    let content = store::attachments::content(host.db(), caller.guild, at.id, at.attachment).await?;
    let content = content.ok_or_else(|| {
        Problem::not_found(format!("Ticket {} has no file {} that was kept", at.id, at.attachment))
    })?;
    // Whatever a member sent, no browser shows it as a page of ours.
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream"),
        (header::CONTENT_DISPOSITION, "attachment"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, content).into_response())
}

/// Gives what staff noted
#[utoipa::path(get, path = "/{id}/notes", params(At), responses((status = 200, body = Vec<NoteView>)))]
async fn notes(
    State(host): State<Host>,
    caller: Caller,
    ApiPath(at): ApiPath<At>,
) -> Result<Json<Vec<NoteView>>, Problem> {
    known(&host, &caller, at.id).await?;
    let notes = store::notes::notes(host.db(), caller.guild, at.id, NOTES, 0).await?;
    Ok(Json(notes.into_iter().map(NoteView::of).collect()))
}

/// A note to be added.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewNote {
    /// What it says, at most 2,000 characters.
    text: String,
}

/// The number of a note.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AddedNote)]
struct Added {
    /// Its number in the ticket.
    id: i64,
}

/// Notes something that only staff read
#[utoipa::path(post, path = "/{id}/notes", params(At), request_body = NewNote, responses((status = 201, body = Added)))]
async fn note(
    State(host): State<Host>,
    caller: Caller,
    ApiPath(at): ApiPath<At>,
    ApiJson(body): ApiJson<NewNote>,
) -> Result<(StatusCode, Json<Added>), Problem> {
    known(&host, &caller, at.id).await?;
    if !(1..=2_000).contains(&body.text.trim().chars().count()) {
        return Err(Problem::field("text", "A note has 1 to 2,000 characters"));
    }
    let (actor, english) = (Actor::host(), Locale::default());
    let id = actions::note(&host, caller.guild, at.id, body.text.trim(), &actor, &english).await?;
    Ok((StatusCode::CREATED, Json(Added { id })))
}

/// What a ticket was about.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TicketSummary)]
struct SummaryView {
    /// In a few sentences.
    summary: String,
}

/// Gives what a closed ticket was about
#[utoipa::path(get, path = "/{id}/summary", params(At), responses((status = 200, body = SummaryView)))]
async fn summary(
    State(host): State<Host>,
    caller: Caller,
    ApiPath(at): ApiPath<At>,
) -> Result<Json<SummaryView>, Problem> {
    let summary = store::summaries::get(host.db(), caller.guild, at.id).await?;
    let summary =
        summary.ok_or_else(|| Problem::not_found(format!("There is no summary of ticket {}", at.id)))?;
    Ok(Json(SummaryView { summary }))
}

/// Gives what the member thought of the help
#[utoipa::path(get, path = "/{id}/rating", params(At), responses((status = 200, body = RatingView)))]
async fn rating(
    State(host): State<Host>,
    caller: Caller,
    ApiPath(at): ApiPath<At>,
) -> Result<Json<RatingView>, Problem> {
    let rating = store::closing::rating(host.db(), caller.guild, at.id).await?;
    let rating = rating.ok_or_else(|| Problem::not_found(format!("Ticket {} was not rated", at.id)))?;
    Ok(Json(RatingView::of(rating)))
}
