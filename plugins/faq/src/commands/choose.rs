//! How the options of a command choose an entry or a category.

use plugin_api::{
    Context, ContextExt, Error, Request, Result,
    serenity::CreateAutocompleteResponse,
    ui::{CHOICES_LIMIT, choices},
};

use crate::{
    actions,
    domain::{Entry, entry::comparison_key},
    plugin::Faq,
    rights::Rights,
    store, texts, view,
};

/// The entry that was chosen or typed, if the actor may change it.
pub(super) async fn entry_to_change(request: &Request, typed: &str) -> Result<Entry> {
    let rights = Rights::fetch(request).await?;
    rights.require_editor()?;
    let entry = find_entry(request, typed).await?;
    rights.require_change(&entry)?;
    Ok(entry)
}

/// The entry that was chosen or typed: the one with that name, or the only one that can be meant.
pub(super) async fn find_entry(request: &Request, typed: &str) -> Result<Entry> {
    if let Some(entry) = entry_by_name(request, typed).await? {
        return Ok(entry);
    }
    let drafts = Rights::fetch(request).await?.sees_drafts();
    let cache = &Faq::from_host(&request.host)?.index_cache;
    let titles = cache.titles(request.db(), request.guild).await?;
    let id = match titles.complete(typed, drafts, CHOICES_LIMIT)[..] {
        [only] => only.id,
        _ => {
            let best = cache.published(request.db(), request.guild).await?.best(typed);
            best.ok_or_else(|| unknown_entry(request))?.id
        }
    };
    actions::find_visible(request, id).await
}

/// The entry that was chosen from the choices, or whose title, other wording or number was typed.
pub(super) async fn entry_by_name(request: &Request, typed: &str) -> Result<Option<Entry>> {
    if let Some(id) = parse_choice(typed) {
        return actions::find_visible(request, id).await.map(Some);
    }
    let drafts = Rights::fetch(request).await?.sees_drafts();
    let titles = Faq::from_host(&request.host)?.index_cache.titles(request.db(), request.guild).await?;
    // A title may itself be a number.
    let id = titles.find(typed, drafts).map(|title| title.id).or_else(|| typed.trim().parse().ok());
    match id {
        Some(id) => actions::find_visible(request, id).await.map(Some),
        None => Ok(None),
    }
}

/// The number in `#3`, or in the name of a choice, `#3 How do I join?`.
fn parse_choice(typed: &str) -> Option<i64> {
    typed.trim().strip_prefix('#')?.split_whitespace().next()?.parse().ok()
}

pub(super) fn unknown_entry(request: &Request) -> Error {
    Error::user(texts::text(&request.locale, "refused-unknown"))
}

/// Offers entries; drafts only to editors.
pub(super) async fn suggest_entries(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    choices(matching_entries(&ctx, typed).await.unwrap_or_else(|error| {
        tracing::error!(%error, "entries could not be offered");
        Vec::new()
    }))
}

async fn matching_entries(ctx: &Context<'_>, typed: &str) -> Result<Vec<(String, String)>> {
    let request = ctx.request()?;
    let drafts = Rights::fetch(&request).await?.sees_drafts();
    let titles = Faq::from_host(&request.host)?.index_cache.titles(request.db(), request.guild).await?;
    let found = titles.complete(typed, drafts, CHOICES_LIMIT);
    Ok(found.into_iter().map(|title| view::title_choice(&request.locale, title)).collect())
}

/// Offers the categories in use; those of drafts only to editors.
pub(super) async fn suggest_categories(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    let known = known_categories(&ctx).await.unwrap_or_else(|error| {
        tracing::error!(%error, "categories could not be offered");
        Vec::new()
    });
    let typed = comparison_key(typed);
    let matching = known.into_iter().filter(|category| comparison_key(category).contains(&typed));
    choices(matching.map(|category| (category.clone(), category)))
}

async fn known_categories(ctx: &Context<'_>) -> Result<Vec<String>> {
    let request = ctx.request()?;
    let drafts = Rights::fetch(&request).await?.sees_drafts();
    store::fetch_categories(request.db(), request.guild, drafts).await
}
