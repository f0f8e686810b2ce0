//! The page at `/guilds/{guild_id}/faq`, where everybody may read the published entries of a guild that allows it. No script runs on it.

mod html;

use std::hash::{DefaultHasher, Hash, Hasher};

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use plugin_api::{Host, Problem, Visitor, route::ApiQuery};
use serde::Deserialize;

use crate::{plugin::Faq, settings::FaqSettings, store};

/// How many entries a page has.
const PAGE_SIZE: u32 = 50;

/// How many entries a search shows.
const MAX_RESULTS: usize = 20;

/// For how long browsers and proxies may cache a page.
const CACHE_CONTROL: &str = "public, max-age=60";

const STYLE: &str = include_str!("page/style.css");

/// The page and its style.
pub(crate) fn router() -> Router<Host> {
    Router::new().route("/", get(page)).route("/style.css", get(style))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct PageQuery {
    /// The question; if it is empty, all entries are listed.
    q: String,
    /// Which page of all entries, counted from 1.
    page: u32,
}

async fn page(
    State(host): State<Host>,
    Visitor { guild }: Visitor,
    headers: HeaderMap,
    ApiQuery(query): ApiQuery<PageQuery>,
) -> Result<Response, Problem> {
    require_public_page(&host, Visitor { guild })?;
    let locale = host.guild(guild).locale;
    let question: String = query.q.trim().chars().take(300).collect();
    let page = if question.is_empty() {
        let filter = store::Filter::default();
        let (entries, page) =
            store::fetch_page(host.db(), guild, &filter, query.page.saturating_sub(1), PAGE_SIZE).await?;
        html::entries_page(&locale, guild, &entries, page)
    } else {
        let index = Faq::from_host(&host)?.index_cache.published(host.db(), guild).await?;
        let ids: Vec<_> = index.search(&question, MAX_RESULTS).into_iter().map(|hit| hit.id).collect();
        let entries = store::fetch_published(host.db(), guild, &ids).await?;
        html::results_page(&locale, guild, &question, &entries)
    };
    respond(&headers, page.into_string())
}

/// The page, or only that the visitor has it already.
fn respond(headers: &HeaderMap, page: String) -> Result<Response, Problem> {
    let tag = etag(&page);
    let is_cached = is_cached(headers, &tag);
    let tag = HeaderValue::try_from(tag).map_err(|e| plugin_api::Error::from(anyhow::Error::from(e)))?;
    let caching = [(header::CACHE_CONTROL, HeaderValue::from_static(CACHE_CONTROL)), (header::ETAG, tag)];
    if is_cached {
        return Ok((StatusCode::NOT_MODIFIED, caching).into_response());
    }
    Ok((caching, Html(page)).into_response())
}

/// A hash of the whole page: another build of the program may render the same entries differently.
fn etag(page: &str) -> String {
    let mut hasher = DefaultHasher::new();
    page.hash(&mut hasher);
    format!("\"{:016x}\"", hasher.finish())
}

/// Whether a visitor has the page already (RFC 9110, 13.1.2). A proxy that compressed it may have made its tag a weak one.
fn is_cached(headers: &HeaderMap, tag: &str) -> bool {
    let all = headers.get_all(header::IF_NONE_MATCH).into_iter().filter_map(|value| value.to_str().ok());
    all.flat_map(|value| value.split(','))
        .map(str::trim)
        .any(|known| known == "*" || known.trim_start_matches("W/") == tag)
}

async fn style(State(host): State<Host>, visitor: Visitor) -> Result<Response, Problem> {
    require_public_page(&host, visitor)?;
    let headers = [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, CACHE_CONTROL)];
    Ok((headers, STYLE).into_response())
}

/// Refuses if the guild does not allow the page, in the same words as if there were no such guild.
fn require_public_page(host: &Host, Visitor { guild }: Visitor) -> Result<(), Problem> {
    if host.settings::<FaqSettings>(guild).public_page {
        return Ok(());
    }
    Err(Problem::not_found("There is no page here"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visitor_has_a_page_under_any_of_its_tags() {
        let tag = etag("<p>1</p>");
        assert_ne!(tag, super::etag("<p>2</p>"));
        for (header, has_it) in [
            (tag.clone(), true),
            (format!("W/{tag}"), true),
            (format!("\"other\", W/{tag}"), true),
            ("*".to_owned(), true),
            ("\"other\"".to_owned(), false),
            (String::new(), false),
        ] {
            let headers = HeaderMap::from_iter([(
                header::IF_NONE_MATCH,
                HeaderValue::try_from(&header).expect("a value"),
            )]);
            assert_eq!(is_cached(&headers, &tag), has_it, "{header}");
        }
    }
}
