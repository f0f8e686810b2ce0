//! The HTTP routes under `/api/guilds/{guild_id}/plugins/faq`: programs read entries, and only people write them.

mod model;

use axum::{Json, response::Response};
use plugin_api::{
    Host, Problem, Request,
    route::{ApiPath, ApiQuery, Paging, next_page},
    table::download,
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{export, plugin::Faq, store};
use model::{EntryPath, EntryView, FoundView, ListQuery, Page, SearchQuery, SearchResults};

/// The most entries that a search finds.
const MAX_RESULTS: u32 = 25;

/// The most characters of a question.
const QUESTION_LIMIT: usize = 300;

pub(crate) fn router() -> OpenApiRouter<Host> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(search))
        .routes(routes!(table))
        .routes(routes!(get))
}

/// Lists the guild's entries
#[utoipa::path(get, path = "/", params(ListQuery), responses((status = 200, body = Page)))]
async fn list(request: Request, ApiQuery(query): ApiQuery<ListQuery>) -> Result<Json<Page>, Problem> {
    let (page, drafts) = (Paging::new(query.limit, query.after), query.drafts.unwrap_or_default());
    let limit = page.limit()?;
    let mut found = store::fetch_after(request.db(), request.guild, page.after(), drafts, limit + 1).await?;
    let next = next_page(&mut found, limit, |entry| entry.id);
    Ok(Json(Page { entries: found.iter().map(EntryView::new).collect(), next }))
}

/// Finds the published entries that answer a question, the best first
#[utoipa::path(get, path = "/search", params(SearchQuery), responses((status = 200, body = SearchResults)))]
async fn search(
    request: Request,
    ApiQuery(query): ApiQuery<SearchQuery>,
) -> Result<Json<SearchResults>, Problem> {
    let limit = Problem::check_range("limit", query.limit.unwrap_or(5), 1..=MAX_RESULTS)?;
    if query.q.chars().count() > QUESTION_LIMIT {
        return Err(Problem::field("q", format!("A question has at most {QUESTION_LIMIT} characters")));
    }
    let index = Faq::from_host(&request.host)?.index_cache.published(request.db(), request.guild).await?;
    let hits = index.search(&query.q, limit as usize);
    let ids: Vec<_> = hits.iter().map(|hit| hit.id).collect();
    let entries = store::fetch_published(request.db(), request.guild, &ids).await?;
    let strong = |id: i64| hits.iter().any(|hit| hit.id == id && hit.strong);
    let found =
        entries.iter().map(|entry| FoundView { strong: strong(entry.id), entry: EntryView::new(entry) });
    Ok(Json(SearchResults { found: found.collect() }))
}

/// Gives all entries, drafts too, as a table
#[utoipa::path(get, path = "/export.csv", responses((status = 200, body = String, content_type = "text/csv")))]
async fn table(request: Request) -> Response {
    download(export::FILE_NAME, export::parts(request.host, request.guild))
}

/// Gives one entry, a draft too
#[utoipa::path(get, path = "/{id}", params(EntryPath), responses((status = 200, body = EntryView)))]
async fn get(request: Request, ApiPath(path): ApiPath<EntryPath>) -> Result<Json<EntryView>, Problem> {
    let entry = store::get(request.db(), request.guild, path.id).await?;
    let entry =
        entry.ok_or_else(|| Problem::not_found(format!("There is no entry {} in this guild", path.id)))?;
    Ok(Json(EntryView::new(&entry)))
}
