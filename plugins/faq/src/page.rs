//! The page at `/guilds/{guild_id}/faq`, where everybody may read the published entries of a guild that wants it. Nothing runs on it.

mod html;

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use plugin_api::{Host, Problem, Visitor, route::ApiQuery, ui::paginate::Page};
use serde::Deserialize;

use crate::{Faq, settings::FaqSettings, store};

/// How many entries a page has.
const PAGE: u32 = 50;

/// How many entries are found.
const FOUND: usize = 20;

/// How long browsers and what stands before us may keep a page, in seconds.
const KEPT: &str = "public, max-age=60";

const STYLE: &str = include_str!("page/style.css");

/// The page and its style.
pub fn router() -> Router<Host> {
    Router::new().route("/", get(page)).route("/style.css", get(style))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Wanted {
    /// What is looked for; all entries where it is empty.
    q: String,
    /// Which page of all entries, counted from 1.
    page: u32,
}

async fn page(
    State(host): State<Host>,
    Visitor { guild }: Visitor,
    headers: HeaderMap,
    ApiQuery(wanted): ApiQuery<Wanted>,
) -> Result<Response, Problem> {
    open(&host, Visitor { guild })?;
    let locale = host.guild(guild).locale;
    let version = store::version(host.db(), guild).await?;
    let tag = format!("\"{version}-{}-{}\"", locale.as_str(), env!("CARGO_PKG_VERSION"));
    let tag =
        HeaderValue::try_from(tag).map_err(|error| plugin_api::Error::from(anyhow::Error::from(error)))?;
    let kept = [(header::CACHE_CONTROL, HeaderValue::from_static(KEPT)), (header::ETAG, tag.clone())];
    if headers.get(header::IF_NONE_MATCH) == Some(&tag) {
        return Ok((StatusCode::NOT_MODIFIED, kept).into_response());
    }
    let question: String = wanted.q.trim().chars().take(300).collect();
    let page = if question.is_empty() {
        let filter = store::Filter::default();
        let page =
            Page::of(wanted.page.saturating_sub(1), store::count(host.db(), guild, &filter).await?, PAGE);
        let entries = store::list(host.db(), guild, &filter, page.size, page.offset()).await?;
        html::all(&locale, guild, &entries, page)
    } else {
        let shelf = Faq::of(&host)?.shelves.of(host.db(), guild).await?;
        let ids: Vec<_> = shelf.search(&question, FOUND).into_iter().map(|hit| hit.id).collect();
        let mut entries = store::of_numbers(host.db(), guild, &ids).await?;
        entries.retain(|entry| entry.published);
        html::found(&locale, guild, &question, &entries)
    };
    Ok((kept, Html(page.into_string())).into_response())
}

async fn style(State(host): State<Host>, visitor: Visitor) -> Result<Response, Problem> {
    open(&host, visitor)?;
    let headers = [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, KEPT)];
    Ok((headers, STYLE).into_response())
}

/// Refuses where the guild does not want it, as where there is no such guild.
fn open(host: &Host, Visitor { guild }: Visitor) -> Result<(), Problem> {
    if host.settings::<FaqSettings>(guild).public_page {
        return Ok(());
    }
    Err(Problem::not_found("There is no page here"))
}
