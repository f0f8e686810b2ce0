//! The page at `/guilds/{guild_id}/faq`, where everybody may read the published entries of a guild that wants it. Nothing runs on it.

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
    let question: String = wanted.q.trim().chars().take(300).collect();
    let page = if question.is_empty() {
        let filter = store::Filter::default();
        let (entries, page) =
            store::page(host.db(), guild, &filter, wanted.page.saturating_sub(1), PAGE).await?;
        html::all(&locale, guild, &entries, page)
    } else {
        let index = Faq::of(&host)?.shelves.published(host.db(), guild).await?;
        let ids: Vec<_> = index.search(&question, FOUND).into_iter().map(|hit| hit.id).collect();
        let mut entries = store::of_numbers(host.db(), guild, &ids).await?;
        entries.retain(|entry| entry.published);
        html::found(&locale, guild, &question, &entries)
    };
    answer(&headers, page.into_string())
}

/// The page, or only that the visitor has it as it is.
fn answer(headers: &HeaderMap, page: String) -> Result<Response, Problem> {
    let tag = tag(&page);
    let known = has(headers, &tag);
    let tag = HeaderValue::try_from(tag).map_err(|e| plugin_api::Error::from(anyhow::Error::from(e)))?;
    let kept = [(header::CACHE_CONTROL, HeaderValue::from_static(KEPT)), (header::ETAG, tag)];
    if known {
        return Ok((StatusCode::NOT_MODIFIED, kept).into_response());
    }
    Ok((kept, Html(page)).into_response())
}

/// Names a page by all that is in it: another build of the program may write another one of the same entries.
fn tag(page: &str) -> String {
    let mut hasher = DefaultHasher::new();
    page.hash(&mut hasher);
    format!("\"{:016x}\"", hasher.finish())
}

/// Whether a visitor has the page already (RFC 9110, 13.1.2): a proxy that packed it may have made its tag a weak one.
fn has(headers: &HeaderMap, tag: &str) -> bool {
    let all = headers.get_all(header::IF_NONE_MATCH).into_iter().filter_map(|value| value.to_str().ok());
    all.flat_map(|value| value.split(','))
        .map(str::trim)
        .any(|known| known == "*" || known.trim_start_matches("W/") == tag)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visitor_has_a_page_under_any_of_its_tags() {
        let tag = tag("<p>1</p>");
        assert_ne!(tag, super::tag("<p>2</p>"));
        for (said, has_it) in [
            (tag.clone(), true),
            (format!("W/{tag}"), true),
            (format!("\"other\", W/{tag}"), true),
            ("*".to_owned(), true),
            ("\"other\"".to_owned(), false),
            (String::new(), false),
        ] {
            let headers = HeaderMap::from_iter([(
                header::IF_NONE_MATCH,
                HeaderValue::try_from(&said).expect("a value"),
            )]);
            assert_eq!(has(&headers, &tag), has_it, "{said}");
        }
    }
}
