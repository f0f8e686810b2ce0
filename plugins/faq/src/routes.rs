//! The HTTP routes, under `/api/guilds/{guild_id}/plugins/faq`: what is kept is read by programs and written by people.

mod model;

use axum::{Json, extract::State, response::Response};
use plugin_api::{
    Caller, Host, Problem,
    route::{ApiPath, ApiQuery, Paging, next_page},
    table::download,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{Faq, export, store};
use model::{At, EntryView, Found, FoundView, Page, Question, Wanted};

/// The most entries that are found.
const MOST_FOUND: u32 = 25;

/// All of them.
#[must_use]
pub fn router() -> OpenApiRouter<Host> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(search))
        .routes(routes!(table))
        .routes(routes!(get))
}

/// Lists the guild's entries
#[utoipa::path(get, path = "/", params(Wanted), responses((status = 200, body = Page)))]
async fn list(
    State(host): State<Host>,
    caller: Caller,
    ApiQuery(wanted): ApiQuery<Wanted>,
) -> Result<Json<Page>, Problem> {
    let (page, drafts) = (Paging::new(wanted.limit, wanted.after), wanted.drafts.unwrap_or_default());
    let limit = page.limit()?;
    let mut found = store::after(host.db(), caller.guild, page.after(), drafts, limit + 1).await?;
    let next = next_page(&mut found, limit, |entry| entry.id);
    Ok(Json(Page { entries: found.iter().map(EntryView::of).collect(), next }))
}

/// Finds the published entries that answer a question, the best first
#[utoipa::path(get, path = "/search", params(Question), responses((status = 200, body = Found)))]
async fn search(
    State(host): State<Host>,
    caller: Caller,
    ApiQuery(question): ApiQuery<Question>,
) -> Result<Json<Found>, Problem> {
    let limit = Problem::unless_within("limit", question.limit.unwrap_or(5), 1..=MOST_FOUND)?;
    if question.q.chars().count() > 300 {
        return Err(Problem::field("q", "A question has at most 300 characters"));
    }
    let index = Faq::of(&host)?.shelves.published(host.db(), caller.guild).await?;
    let hits = index.search(&question.q, limit as usize);
    let ids: Vec<_> = hits.iter().map(|hit| hit.id).collect();
    let entries = store::of_numbers(host.db(), caller.guild, &ids).await?;
    let strong = |id: i64| hits.iter().any(|hit| hit.id == id && hit.strong);
    let published = entries.iter().filter(|entry| entry.published);
    let found = published.map(|entry| FoundView { strong: strong(entry.id), entry: EntryView::of(entry) });
    Ok(Json(Found { found: found.collect() }))
}

/// Gives all entries, drafts too, as a table
#[utoipa::path(get, path = "/export.csv", responses((status = 200, body = String, content_type = "text/csv")))]
async fn table(State(host): State<Host>, caller: Caller) -> Response {
    download(export::NAME, export::parts(host, caller.guild))
}

/// Gives one entry, a draft too
#[utoipa::path(get, path = "/{id}", params(At), responses((status = 200, body = EntryView)))]
async fn get(
    State(host): State<Host>,
    caller: Caller,
    ApiPath(at): ApiPath<At>,
) -> Result<Json<EntryView>, Problem> {
    let entry = store::get(host.db(), caller.guild, at.id).await?;
    let entry =
        entry.ok_or_else(|| Problem::not_found(format!("There is no entry {} in this guild", at.id)))?;
    Ok(Json(EntryView::of(&entry)))
}
