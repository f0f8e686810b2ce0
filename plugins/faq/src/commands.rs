//! The slash commands.

use plugin_api::{
    Command, Context, ContextExt, Error, Result,
    serenity::{AutocompleteChoice, CreateAttachment, CreateAutocompleteResponse},
    table,
    ui::Reply,
};

use crate::{
    Faq, actions,
    components::list_page,
    domain::{Entry, Heading, entry::key},
    export,
    rights::Actor,
    settings::FaqSettings,
    store, view,
};

/// Discord's limit on the choices of an autocomplete.
const CHOICES: usize = 25;

/// The largest file that Discord takes in every guild, in bytes
/// (<https://discord.com/developers/docs/reference#uploading-files>).
const LARGEST_FILE: usize = 10 * 1024 * 1024;

/// How many entries are shown to who searches.
const FOUND: usize = 5;

/// All of them.
#[must_use]
pub fn all() -> Vec<Command> {
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
    #[description = "Only those under this heading"]
    #[autocomplete = "categories"]
    #[max_length = 40]
    category: Option<String>,
) -> Result<()> {
    let guild = ctx.guild()?;
    let actor = caller(&ctx).await?;
    let drafts = actor.sees_drafts(&ctx.host().settings::<FaqSettings>(guild));
    let known = store::categories(ctx.host().db(), guild, drafts).await?;
    // As it is spelt there; an unknown one shows an empty list.
    let heading = category
        .map(|typed| known.iter().find(|category| key(category) == key(&typed)).cloned().unwrap_or(typed));
    let reply = list_page(ctx.host(), guild, &actor, &Heading::of(heading), 0).await?;
    ctx.answer(reply).await
}

/// Shows an answer
#[poise::command(slash_command, guild_only)]
async fn view(
    ctx: Context<'_>,
    #[description = "Which one: its question, another wording or a keyword"]
    #[autocomplete = "entries"]
    #[max_length = 100]
    entry: String,
    #[description = "Show it to everybody here"] public: Option<bool>,
) -> Result<()> {
    let actor = caller(&ctx).await?;
    let entry = chosen(&ctx, &actor, &entry).await?;
    let settings = ctx.host().settings::<FaqSettings>(entry.guild);
    let public = public.unwrap_or_default();
    if public && !entry.published {
        return Err(Error::user(view::text(&ctx.member_locale(), "refused-draft-public")));
    }
    if public {
        ctx.acknowledge(true).await?;
    }
    actions::opened(ctx.host(), &entry).await;
    let changes = !public && actor.require_change(&settings, &entry).is_ok();
    let reply = view::entry(&ctx.member_locale(), &entry, changes, None)?;
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
    let (host, guild, reader) = (ctx.host(), ctx.guild()?, ctx.member_locale());
    let hits = Faq::of(host)?.shelves.published(host.db(), guild).await?.search(&question, FOUND);
    let sure = hits.first().is_some_and(|hit| hit.strong);
    let ids: Vec<_> = hits.iter().map(|hit| hit.id).collect();
    let mut entries = store::of_numbers(host.db(), guild, &ids).await?;
    // One may have been taken back since the index was asked.
    entries.retain(|entry| entry.published);
    if entries.is_empty() {
        let kept = actions::unanswered(host, guild, ctx.author().id, &question).await;
        return ctx.answer(view::nothing(&reader, &question, kept)).await;
    }
    let public = public.unwrap_or_default();
    if public {
        ctx.acknowledge(true).await?;
    }
    if sure || entries.len() == 1 {
        actions::opened(host, &entries[0]).await;
    }
    let reply = view::found(&reader, &question, &entries, sure)?;
    ctx.answer(if public { reply.public() } else { reply }).await
}

/// Adds an entry in a form
#[poise::command(slash_command, guild_only)]
async fn add(
    ctx: Context<'_>,
    #[description = "The question"]
    #[max_length = 100]
    title: Option<String>,
    #[description = "The heading it stands under"]
    #[autocomplete = "categories"]
    #[max_length = 40]
    category: Option<String>,
) -> Result<()> {
    let settings = ctx.host().settings::<FaqSettings>(ctx.guild()?);
    Actor::of_command(&ctx).await.require_editor(&settings)?;
    let (title, category) = (title.unwrap_or_default(), category.unwrap_or_default());
    ctx.modal(view::add(&ctx.member_locale(), &title, &category, None)?).await
}

/// Changes an entry in a form
#[poise::command(slash_command, guild_only)]
async fn edit(
    ctx: Context<'_>,
    #[description = "Which one"]
    #[autocomplete = "entries"]
    #[max_length = 100]
    entry: String,
) -> Result<()> {
    let (_, entry) = to_change(&ctx, &entry).await?;
    ctx.modal(view::edit(&ctx.member_locale(), (entry.id, entry.revision), &entry.draft)?).await
}

/// Removes an entry and its history
#[poise::command(slash_command, guild_only)]
async fn remove(
    ctx: Context<'_>,
    #[description = "Which one"]
    #[autocomplete = "entries"]
    #[max_length = 100]
    entry: String,
) -> Result<()> {
    let (_, entry) = to_change(&ctx, &entry).await?;
    ctx.answer(view::removal(&ctx.member_locale(), &entry)?).await
}

/// Shows an entry to members, or takes it back
#[poise::command(slash_command, guild_only)]
async fn publish(
    ctx: Context<'_>,
    #[description = "Which one"]
    #[autocomplete = "entries"]
    #[max_length = 100]
    entry: String,
    #[description = "False takes it back: it is a draft then"] published: Option<bool>,
) -> Result<()> {
    let (reader, published) = (ctx.member_locale(), published.unwrap_or(true));
    let actor = caller(&ctx).await?;
    actor.require_publisher(&ctx.host().settings::<FaqSettings>(ctx.guild()?))?;
    // At once, so nothing is guessed at.
    let entry = named(&ctx, &actor, &entry).await?.ok_or_else(|| unknown(&actor))?;
    let at = (entry.id, entry.revision);
    let (entry, came) = actions::publish(ctx.host(), entry.guild, &actor, at, published).await?;
    let headline = view::Headline::of_publishing(published, came);
    ctx.answer(view::entry(&reader, &entry, true, Some(headline))?).await
}

/// Shows who changed an entry when, and what it said before
#[poise::command(slash_command, guild_only)]
async fn history(
    ctx: Context<'_>,
    #[description = "Which one"]
    #[autocomplete = "entries"]
    #[max_length = 100]
    entry: String,
) -> Result<()> {
    let reader = ctx.member_locale();
    let actor = caller(&ctx).await?;
    actor.require_editor(&ctx.host().settings::<FaqSettings>(ctx.guild()?))?;
    let entry = chosen(&ctx, &actor, &entry).await?;
    ctx.answer(crate::components::history_page(ctx.host(), &entry, &reader, 0).await?).await
}

/// Lists the questions that nothing answers yet
#[poise::command(slash_command, guild_only)]
async fn gaps(ctx: Context<'_>) -> Result<()> {
    let guild = ctx.guild()?;
    caller(&ctx).await?.require_editor(&ctx.host().settings::<FaqSettings>(guild))?;
    ctx.answer(crate::components::gaps_page(ctx.host(), guild, &ctx.member_locale(), 0).await?).await
}

/// Gives all entries as a table
#[poise::command(slash_command, guild_only)]
async fn export_faq(ctx: Context<'_>) -> Result<()> {
    let (guild, reader) = (ctx.guild()?, ctx.member_locale());
    caller(&ctx).await?.require_editor(&ctx.host().settings::<FaqSettings>(guild))?;
    let table = table::whole(export::parts(ctx.host().clone(), guild), LARGEST_FILE).await?;
    let table = table.ok_or_else(|| Error::user(view::text(&reader, "refused-export-size")))?;
    let said = Reply::text(view::text(&reader, "reply-exported"));
    ctx.answer(said.file(CreateAttachment::bytes(table, export::NAME))).await
}

/// Who calls, with what they may do in the whole guild.
async fn caller(ctx: &Context<'_>) -> Result<Actor> {
    Actor::of_command(ctx).await.in_guild(ctx.host(), ctx.guild()?).await
}

/// The entry that somebody chose or typed, if they may change it.
async fn to_change(ctx: &Context<'_>, typed: &str) -> Result<(Actor, Entry)> {
    let actor = caller(ctx).await?;
    let settings = ctx.host().settings::<FaqSettings>(ctx.guild()?);
    actor.require_editor(&settings)?;
    let entry = chosen(ctx, &actor, typed).await?;
    actor.require_change(&settings, &entry)?;
    Ok((actor, entry))
}

/// The entry that somebody chose or typed: one that is named so, or what only one can be meant by.
async fn chosen(ctx: &Context<'_>, actor: &Actor, typed: &str) -> Result<Entry> {
    if let Some(entry) = named(ctx, actor, typed).await? {
        return Ok(entry);
    }
    let (host, guild) = (ctx.host(), ctx.guild()?);
    let drafts = actor.sees_drafts(&host.settings::<FaqSettings>(guild));
    let shelves = &Faq::of(host)?.shelves;
    let titles = shelves.titles(host.db(), guild).await?;
    let id = match titles.offer(typed, drafts, CHOICES)[..] {
        [only] => only.id,
        _ => {
            let best = shelves.published(host.db(), guild).await?.best(typed);
            best.ok_or_else(|| unknown(actor))?.id
        }
    };
    actions::known(host, guild, actor, id).await
}

/// The entry that was chosen from what is offered, or whose title, other wording or number was typed.
async fn named(ctx: &Context<'_>, actor: &Actor, typed: &str) -> Result<Option<Entry>> {
    let (host, guild) = (ctx.host(), ctx.guild()?);
    if let Some(id) = labelled(typed) {
        return actions::known(host, guild, actor, id).await.map(Some);
    }
    let drafts = actor.sees_drafts(&host.settings::<FaqSettings>(guild));
    let titles = Faq::of(host)?.shelves.titles(host.db(), guild).await?;
    // A title may be a number itself.
    let id = titles.named(typed, drafts).map(|short| short.id).or_else(|| typed.trim().parse().ok());
    match id {
        Some(id) => actions::known(host, guild, actor, id).await.map(Some),
        None => Ok(None),
    }
}

/// The number in `#3`, or in the label of a choice, `#3 How do I join?`.
fn labelled(typed: &str) -> Option<i64> {
    typed.trim().strip_prefix('#')?.split_whitespace().next()?.parse().ok()
}

fn unknown(actor: &Actor) -> Error {
    Error::user(view::text(&actor.reader, "refused-unknown"))
}

/// Offers entries: drafts only to who may edit.
async fn entries(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    let offered = offered(&ctx, typed).await.unwrap_or_else(|error| {
        tracing::error!(%error, "entries could not be offered");
        Vec::new()
    });
    CreateAutocompleteResponse::new().set_choices(offered)
}

async fn offered(ctx: &Context<'_>, typed: &str) -> Result<Vec<AutocompleteChoice>> {
    let (host, guild, reader) = (ctx.host(), ctx.guild()?, ctx.member_locale());
    let settings = host.settings::<FaqSettings>(guild);
    let actor = caller(ctx).await?;
    let drafts = actor.sees_drafts(&settings);
    let titles = Faq::of(host)?.shelves.titles(host.db(), guild).await?;
    Ok(titles.offer(typed, drafts, CHOICES).into_iter().map(|short| view::choice(&reader, short)).collect())
}

/// Offers the headings that there are: those of drafts only to who may see them.
async fn categories(ctx: Context<'_>, typed: &str) -> CreateAutocompleteResponse {
    let known = headings(&ctx).await.unwrap_or_else(|error| {
        tracing::error!(%error, "headings could not be offered");
        Vec::new()
    });
    let wanted = key(typed);
    let found = known.into_iter().filter(|category| key(category).contains(&wanted)).take(CHOICES);
    CreateAutocompleteResponse::new()
        .set_choices(found.map(|category| AutocompleteChoice::new(category.clone(), category)).collect())
}

async fn headings(ctx: &Context<'_>) -> Result<Vec<String>> {
    let (host, guild) = (ctx.host(), ctx.guild()?);
    let drafts = caller(ctx).await?.sees_drafts(&host.settings::<FaqSettings>(guild));
    store::categories(host.db(), guild, drafts).await
}

#[cfg(test)]
mod tests {
    use plugin_api::Locale;

    use super::*;

    /// What is in the code and in the catalogue, each after its id.
    fn described(command: &Command, id: &str) -> Vec<(String, String)> {
        let english = |id: &str| view::TEXTS.text(&Locale::new("en"), id);
        let mut all =
            vec![(format!("{id} = {}", command.description.as_deref().unwrap_or_default()), english(id))];
        for option in &command.parameters {
            let said = option.description.as_deref().unwrap_or_default();
            let known = view::TEXTS.attribute("en", id, &option.name).unwrap_or_default();
            all.push((format!("{id}.{} = {said}", option.name), known));
        }
        let under = command.subcommands.iter();
        all.extend(under.flat_map(|command| described(command, &format!("{id}-{}", command.name))));
        all
    }

    #[test]
    fn commands_are_described_in_the_code_as_in_the_catalogue() {
        let commands = super::all();
        for (said, known) in commands.iter().flat_map(|one| described(one, &format!("cmd-{}", one.name))) {
            assert!(said.ends_with(&format!(" = {known}")), "{said} / {known}");
        }
    }
}
