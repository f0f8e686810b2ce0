//! The API's routes for messages, files and search.

use axum::{
    Json,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use plugin_api::{
    Caller, Host, Problem,
    route::{ApiPath, ApiQuery, Paging},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    model::{MessagePage, MessageView},
    search as words_search, store,
};
use crate::ticket::{
    access::TicketRequest,
    model::{At, TicketView},
    routes::fetch_ticket,
};

pub(crate) fn router() -> OpenApiRouter<Host> {
    OpenApiRouter::new().routes(routes!(messages)).routes(routes!(attachment)).routes(routes!(search))
}

/// Gives what was said in a ticket, with edits and deletions
#[utoipa::path(get, path = "/{id}/messages", params(At, Paging), responses((status = 200, body = MessagePage)))]
async fn messages(
    State(host): State<Host>,
    caller: Caller,
    ApiPath(at): ApiPath<At>,
    ApiQuery(paging): ApiQuery<Paging>,
) -> Result<Json<MessagePage>, Problem> {
    fetch_ticket(&host, caller.guild, at.id).await?;
    let (limit, after) = (paging.limit()?, paging.after().cast_unsigned());
    let (db, guild) = (host.db(), caller.guild);
    let mut found = store::fetch_after(db, guild, at.id, after, limit + 1).await?;
    let more = found.len() > limit as usize;
    found.truncate(limit as usize);
    let ends = found.first().zip(found.last()).map_or((0, 0), |(first, last)| (first.id, last.id));
    let edits = store::fetch_edits(db, guild, at.id, ends).await?;
    let files = store::attachments::fetch_between(db, guild, at.id, ends).await?;
    let next = more.then(|| ends.1.to_string());
    let messages = found.into_iter().map(|message| MessageView::new(message, &edits, &files)).collect();
    Ok(Json(MessagePage { messages, next }))
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
    let content = store::attachments::fetch_content(host.db(), caller.guild, at.id, at.attachment).await?;
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

/// How many tickets a search finds at most.
const MAX_FOUND: u32 = 50;

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Question {
    /// Words that were said, English or Dutch; all of them have to be there.
    pub(crate) q: String,
    /// How many, 1 to 50; 10 if it is left out.
    #[param(minimum = 1, maximum = 50, default = 10)]
    pub(crate) limit: Option<u32>,
}

/// Tickets that were found.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FoundTickets)]
pub(crate) struct Found {
    /// The newest first.
    pub(crate) tickets: Vec<TicketView>,
}

/// Finds tickets by words that were said in them, the newest first
#[utoipa::path(get, path = "/search", params(Question), responses((status = 200, body = Found)))]
async fn search(
    State(host): State<Host>,
    caller: Caller,
    ApiQuery(question): ApiQuery<Question>,
) -> Result<Json<Found>, Problem> {
    let limit = Problem::check_range("limit", question.limit.unwrap_or(10), 1..=MAX_FOUND)?;
    if question.q.chars().count() > 200 {
        return Err(Problem::field("q", "A search has at most 200 characters"));
    }
    let words = words_search::search_stems(&question.q);
    if words.is_empty() {
        return Err(Problem::field("q", "Give words that were said; small words alone find nothing"));
    }
    let visibility = TicketRequest::from_host(&host, caller.guild).visibility();
    let tickets = store::words::find_tickets(host.db(), caller.guild, &visibility, &words, limit).await?;
    Ok(Json(Found { tickets: tickets.iter().map(TicketView::from_ticket).collect() }))
}
