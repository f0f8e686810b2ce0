//! The slash commands.

mod choose;

use plugin_api::{Command, Context, ContextExt, Error, Result, serenity::CreateAttachment, table, ui::Reply};

use crate::{
    actions,
    components::list_page,
    domain::{CategoryFilter, entry::comparison_key},
    export, gaps, history,
    plugin::Faq,
    rights::Rights,
    store, texts,
    view::{self, Headline},
};
use choose::{
    entry_by_name, entry_to_change, find_entry, suggest_categories, suggest_entries, unknown_entry,
};

/// The largest file that Discord takes in every guild, in bytes
/// (<https://discord.com/developers/docs/reference#uploading-files>).
const MAX_FILE_BYTES: usize = 10 * 1024 * 1024;

/// How many entries a search shows.
const MAX_RESULTS: usize = 5;

pub(crate) fn all() -> Vec<Command> {
    vec![faq(), export_faq()]
}

/// Questions that are asked often, and their answers
#[poise::command(
    slash_command,
    guild_only,
    subcommand_required,
    subcommands("list", "view", "search", "add", "edit", "remove", "publish", "history", "gaps")
)]
async fn faq(_: Context<'_>) -> Result<()> {
    Ok(())
}

/// Lists the questions
#[poise::command(slash_command, guild_only)]
async fn list(
    ctx: Context<'_>,
    #[description = "Only those of this category"]
    #[autocomplete = "suggest_categories"]
    #[max_length = 40]
    category: Option<String>,
) -> Result<()> {
    let request = ctx.request()?;
    let drafts = Rights::fetch(&request).await?.sees_drafts();
    let known = store::fetch_categories(request.db(), request.guild, drafts).await?;
    // As it is spelt there; an unknown category shows an empty list.
    let category = category.map(|typed| {
        let same = |known: &&String| comparison_key(known) == comparison_key(&typed);
        known.iter().find(same).cloned().unwrap_or(typed)
    });
    ctx.answer(list_page(&request, &CategoryFilter::new(category), 0).await?).await
}

/// Shows an answer
#[poise::command(slash_command, guild_only)]
async fn view(
    ctx: Context<'_>,
    #[description = "Which one: its question, another wording or a keyword"]
    #[autocomplete = "suggest_entries"]
    #[max_length = 100]
    entry: String,
    #[description = "Show it to everybody here"] public: Option<bool>,
) -> Result<()> {
    let request = ctx.request()?;
    let entry = find_entry(&request, &entry).await?;
    let public = public.unwrap_or_default();
    if public && !entry.published {
        return Err(Error::user(texts::text(&request.locale, "refused-draft-public")));
    }
    if public {
        ctx.acknowledge(true).await?;
    }
    actions::count_view(&request, &entry).await;
    let may_change = !public && Rights::fetch(&request).await?.may_change(&entry);
    let reply = view::entry(&request.locale, &entry, may_change, None)?;
    ctx.answer(if public { reply.public() } else { reply }).await
}

/// Finds the answer to a question
#[poise::command(slash_command, guild_only)]
async fn search(
    ctx: Context<'_>,
    #[description = "Your question, in your own words"]
    #[max_length = 300]
    question: String,
    #[description = "Show it to everybody here"] public: Option<bool>,
) -> Result<()> {
    let request = ctx.request()?;
    let (host, guild, locale) = (&request.host, request.guild, &request.locale);
    let hits =
        Faq::from_host(host)?.index_cache.published(host.db(), guild).await?.search(&question, MAX_RESULTS);
    let sure = hits.first().is_some_and(|hit| hit.strong);
    let ids: Vec<_> = hits.iter().map(|hit| hit.id).collect();
    let entries = store::fetch_published(host.db(), guild, &ids).await?;
    if entries.is_empty() {
        let recorded = gaps::actions::record(host, guild, ctx.author().id, &question).await;
        return ctx.answer(view::nothing_found(locale, &question, recorded)).await;
    }
    let public = public.unwrap_or_default();
    if public {
        ctx.acknowledge(true).await?;
    }
    if sure || entries.len() == 1 {
        actions::count_view(&request, &entries[0]).await;
    }
    let reply = view::search_results(locale, &question, &entries, sure)?;
    ctx.answer(if public { reply.public() } else { reply }).await
}

/// Adds an entry in a form
#[poise::command(slash_command, guild_only)]
async fn add(
    ctx: Context<'_>,
    #[description = "The question"]
    #[max_length = 100]
    title: Option<String>,
    #[description = "The category of the question"]
    #[autocomplete = "suggest_categories"]
    #[max_length = 40]
    category: Option<String>,
) -> Result<()> {
    let request = ctx.request()?;
    Rights::in_channel(&request).require_editor()?;
    let (title, category) = (title.unwrap_or_default(), category.unwrap_or_default());
    ctx.modal(view::add_form(&request.locale, &title, &category, None)?).await
}

/// Changes an entry in a form
#[poise::command(slash_command, guild_only)]
async fn edit(
    ctx: Context<'_>,
    #[description = "Which one"]
    #[autocomplete = "suggest_entries"]
    #[max_length = 100]
    entry: String,
) -> Result<()> {
    let request = ctx.request()?;
    let entry = entry_to_change(&request, &entry).await?;
    ctx.modal(view::edit_form(&request.locale, entry.version(), &entry.content)?).await
}

/// Removes an entry and its history
#[poise::command(slash_command, guild_only)]
async fn remove(
    ctx: Context<'_>,
    #[description = "Which one"]
    #[autocomplete = "suggest_entries"]
    #[max_length = 100]
    entry: String,
) -> Result<()> {
    let request = ctx.request()?;
    let entry = entry_to_change(&request, &entry).await?;
    ctx.answer(view::confirm_removal(&request.locale, &entry)?).await
}

/// Shows an entry to members, or takes it back
#[poise::command(slash_command, guild_only)]
async fn publish(
    ctx: Context<'_>,
    #[description = "Which one"]
    #[autocomplete = "suggest_entries"]
    #[max_length = 100]
    entry: String,
    #[description = "False makes it a draft again"] published: Option<bool>,
) -> Result<()> {
    let (request, published) = (ctx.request()?, published.unwrap_or(true));
    Rights::fetch(&request).await?.require_publisher()?;
    // It is published at once, so only an exact name is taken.
    let entry = entry_by_name(&request, &entry).await?.ok_or_else(|| unknown_entry(&request))?;
    let (entry, outcome) = actions::set_published(&request, entry.version(), published).await?;
    let headline = Headline::for_publish(published, outcome);
    ctx.answer(view::entry(&request.locale, &entry, true, Some(headline))?).await
}

/// Shows who changed an entry when, and what it said before
#[poise::command(slash_command, guild_only)]
async fn history(
    ctx: Context<'_>,
    #[description = "Which one"]
    #[autocomplete = "suggest_entries"]
    #[max_length = 100]
    entry: String,
) -> Result<()> {
    let request = ctx.request()?;
    Rights::fetch(&request).await?.require_editor()?;
    let entry = find_entry(&request, &entry).await?;
    ctx.answer(history::components::page(&request, &entry, 0).await?).await
}

/// Lists the questions without an answer yet
#[poise::command(slash_command, guild_only)]
async fn gaps(ctx: Context<'_>) -> Result<()> {
    ctx.answer(gaps::components::page(&ctx.request()?, 0).await?).await
}

/// Gives all entries as a table
#[poise::command(slash_command, guild_only)]
async fn export_faq(ctx: Context<'_>) -> Result<()> {
    let request = ctx.request()?;
    Rights::fetch(&request).await?.require_editor()?;
    let parts = export::parts(request.host.clone(), request.guild);
    let table = table::whole(parts, MAX_FILE_BYTES).await?;
    let table = table.ok_or_else(|| Error::user(texts::text(&request.locale, "refused-export-size")))?;
    let reply = Reply::text(texts::text(&request.locale, "reply-exported"));
    ctx.answer(reply.file(CreateAttachment::bytes(table, export::FILE_NAME))).await
}

#[cfg(test)]
mod tests {
    use plugin_api::Locale;

    use super::*;

    /// The descriptions in the code, after their ids, and in the catalogue.
    fn descriptions(command: &Command, id: &str) -> Vec<(String, String)> {
        let english = |id: &str| texts::TEXTS.text(&Locale::new("en"), id);
        let mut all =
            vec![(format!("{id} = {}", command.description.as_deref().unwrap_or_default()), english(id))];
        for option in &command.parameters {
            let description = option.description.as_deref().unwrap_or_default();
            let known = texts::TEXTS.attribute("en", id, &option.name).unwrap_or_default();
            all.push((format!("{id}.{} = {description}", option.name), known));
        }
        let under = command.subcommands.iter();
        all.extend(under.flat_map(|command| descriptions(command, &format!("{id}-{}", command.name))));
        all
    }

    #[test]
    fn commands_are_described_in_the_code_as_in_the_catalogue() {
        let commands = super::all();
        for (in_code, known) in
            commands.iter().flat_map(|one| descriptions(one, &format!("cmd-{}", one.name)))
        {
            assert!(in_code.ends_with(&format!(" = {known}")), "{in_code} / {known}");
        }
    }
}
