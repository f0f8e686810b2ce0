//! `/plugins`: which are on here, with which settings, and to change that.

use plugin_api::{
    Context, ContextExt, Result,
    ui::{self, Reply, Tone},
};

use super::{admitted, change, change::Wish, complete, view};
use crate::errors::text_with;

/// Switches and tunes plugins
#[poise::command(
    slash_command,
    guild_only,
    default_member_permissions = "MANAGE_GUILD",
    subcommand_required,
    subcommands("list", "enable", "disable", "settings", "set", "reset")
)]
pub(super) async fn plugins(_: Context<'_>) -> Result<()> {
    Ok(())
}

/// Shows which plugins are on here, and why one is not
#[poise::command(slash_command, guild_only)]
async fn list(ctx: Context<'_>) -> Result<()> {
    let admin = admitted(&ctx)?;
    let (guild, reader) = (ctx.guild()?, ctx.reader());
    let plan = admin.live.plan();
    let (runtime, now) = (admin.runtime(), ctx.host().clock().now());
    let mut lines = Vec::new();
    for (entry, plugin) in admin.registry.iter().zip(&plan.guild(guild).plugins) {
        lines.push(view::line(entry, plugin, &reader));
        if let Some(until) =
            runtime.as_ref().and_then(|runtime| runtime.quarantine.until(entry.id, guild, now))
        {
            lines.push(text_with(
                &reader,
                "admin-state-quarantined",
                &[("until", view::relative(until).into())],
            ));
        }
    }
    if lines.is_empty() {
        lines.push(text_with(&reader, "admin-list-none", &[]));
    }
    let title = text_with(&reader, "admin-list-title", &[]);
    ctx.answer(Reply::new().embed(ui::embed(Tone::Neutral, &title, &lines.join("\n")))).await
}

/// Switches a plugin on in this server
#[poise::command(slash_command, guild_only)]
async fn enable(
    ctx: Context<'_>,
    #[description = "Which one"]
    #[autocomplete = "complete::plugin"]
    #[max_length = 32]
    plugin: String,
) -> Result<()> {
    change::make(ctx, &plugin, Wish::Enable).await
}

/// Switches a plugin off in this server
#[poise::command(slash_command, guild_only)]
async fn disable(
    ctx: Context<'_>,
    #[description = "Which one"]
    #[autocomplete = "complete::plugin"]
    #[max_length = 32]
    plugin: String,
) -> Result<()> {
    change::make(ctx, &plugin, Wish::Disable).await
}

/// Shows a plugin's settings here, and where each comes from
#[poise::command(slash_command, guild_only)]
async fn settings(
    ctx: Context<'_>,
    #[description = "Which one"]
    #[autocomplete = "complete::plugin"]
    #[max_length = 32]
    plugin: String,
) -> Result<()> {
    let admin = admitted(&ctx)?;
    let reader = ctx.reader();
    let entry = admin.entry(&plugin, &reader)?;
    let plan = admin.live.plan();
    let shown = admin.stands(&plan, ctx.guild()?, entry);
    let text = shown.map(|plugin| {
        format!("{}\n\n{}", view::line(entry, plugin, &reader), view::settings(entry, plugin, &reader))
    });
    let title = text_with(&reader, "admin-settings-title", &[("plugin", entry.id.as_str().into())]);
    ctx.answer(Reply::new().embed(ui::embed(Tone::Neutral, &title, &text.unwrap_or_default()))).await
}

/// Changes a setting of a plugin in this server
#[poise::command(slash_command, guild_only)]
async fn set(
    ctx: Context<'_>,
    #[description = "Which plugin"]
    #[autocomplete = "complete::plugin"]
    #[max_length = 32]
    plugin: String,
    #[description = "Which setting"]
    #[autocomplete = "complete::key"]
    #[max_length = 100]
    key: String,
    #[description = "What it becomes"]
    #[autocomplete = "complete::value"]
    #[max_length = 1000]
    value: String,
) -> Result<()> {
    change::make(ctx, &plugin, Wish::Set { key: key.trim().to_owned(), value }).await
}

/// Takes back what was set for this server: one setting, or all of a plugin's
#[poise::command(slash_command, guild_only)]
async fn reset(
    ctx: Context<'_>,
    #[description = "Which plugin"]
    #[autocomplete = "complete::plugin"]
    #[max_length = 32]
    plugin: String,
    #[description = "Which setting; all of them where it is left out"]
    #[autocomplete = "complete::key"]
    #[max_length = 100]
    key: Option<String>,
) -> Result<()> {
    change::make(ctx, &plugin, Wish::Reset { key: key.map(|key| key.trim().to_owned()) }).await
}
