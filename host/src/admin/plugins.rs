//! `/plugins`: shows which plugins are on here and with which settings, and changes that.

use plugin_api::{
    Context, ContextExt, Result,
    ui::{self, Reply, Tone},
};

use super::{
    change::{self, Change},
    complete,
    state::authorize,
    view,
};
use crate::errors::text_with;

/// Switches plugins on and off, and changes their settings
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

/// Shows which plugins are on here, and why others are off
#[poise::command(slash_command, guild_only)]
async fn list(ctx: Context<'_>) -> Result<()> {
    let admin = authorize(&ctx)?;
    let (guild, locale) = (ctx.guild()?, ctx.member_locale());
    let (plan, now) = (admin.config().plan(), ctx.host().clock().now());
    let mut lines = Vec::new();
    for (entry, plugin) in admin.registry.iter().zip(&plan.guild(guild).plugins) {
        lines.push(view::plugin_line(entry, plugin, &locale));
        if let Some(until) = admin.quarantine.until(entry.id, guild, now) {
            lines.push(text_with(
                &locale,
                "admin-state-quarantined",
                &[("until", view::relative_time(until).into())],
            ));
        }
    }
    if lines.is_empty() {
        lines.push(text_with(&locale, "admin-list-none", &[]));
    }
    let title = text_with(&locale, "admin-list-title", &[]);
    ctx.answer(Reply::new().embed(ui::embed(Tone::Neutral, &title, &lines.join("\n")))).await
}

/// Switches a plugin on in this server
#[poise::command(slash_command, guild_only)]
async fn enable(
    ctx: Context<'_>,
    #[description = "Which one"]
    #[autocomplete = "complete::suggest_plugins"]
    #[max_length = 32]
    plugin: String,
) -> Result<()> {
    change::apply(ctx, &plugin, Change::Enable).await
}

/// Switches a plugin off in this server
#[poise::command(slash_command, guild_only)]
async fn disable(
    ctx: Context<'_>,
    #[description = "Which one"]
    #[autocomplete = "complete::suggest_plugins"]
    #[max_length = 32]
    plugin: String,
) -> Result<()> {
    change::apply(ctx, &plugin, Change::Disable).await
}

/// Shows a plugin's settings here, and where each comes from
#[poise::command(slash_command, guild_only)]
async fn settings(
    ctx: Context<'_>,
    #[description = "Which one"]
    #[autocomplete = "complete::suggest_plugins"]
    #[max_length = 32]
    plugin: String,
) -> Result<()> {
    let admin = authorize(&ctx)?;
    let locale = ctx.member_locale();
    let entry = admin.find_plugin(&plugin, &locale)?;
    let plan = admin.config().plan();
    let shown = admin.plugin_plan(&plan, ctx.guild()?, entry);
    let text = shown.map(|plugin| {
        format!(
            "{}\n\n{}",
            view::plugin_line(entry, plugin, &locale),
            view::settings_list(entry, plugin, &locale)
        )
    });
    let title = text_with(&locale, "admin-settings-title", &[("plugin", entry.id.as_str().into())]);
    ctx.answer(Reply::new().embed(ui::embed(Tone::Neutral, &title, &text.unwrap_or_default()))).await
}

/// Changes a setting of a plugin in this server
#[poise::command(slash_command, guild_only)]
async fn set(
    ctx: Context<'_>,
    #[description = "Which plugin"]
    #[autocomplete = "complete::suggest_plugins"]
    #[max_length = 32]
    plugin: String,
    #[description = "Which setting"]
    #[autocomplete = "complete::suggest_keys"]
    #[max_length = 100]
    key: String,
    #[description = "Its new value"]
    #[autocomplete = "complete::suggest_values"]
    #[max_length = 1000]
    value: String,
) -> Result<()> {
    change::apply(ctx, &plugin, Change::Set { key: key.trim().to_owned(), value }).await
}

/// Resets settings of a plugin in this server: one, or all of them
#[poise::command(slash_command, guild_only)]
async fn reset(
    ctx: Context<'_>,
    #[description = "Which plugin"]
    #[autocomplete = "complete::suggest_plugins"]
    #[max_length = 32]
    plugin: String,
    #[description = "Which setting; leave it out for all of them"]
    #[autocomplete = "complete::suggest_keys"]
    #[max_length = 100]
    key: Option<String>,
) -> Result<()> {
    change::apply(ctx, &plugin, Change::Reset { key: key.map(|key| key.trim().to_owned()) }).await
}
