//! `/guildhall status`: whether the program works as it should.

use std::time::Duration;

use plugin_api::{
    Context, ContextExt, Locale, Result,
    serenity::Mentionable,
    ui::{self, Reply, Tone},
};

use super::{
    state::{Admin, authorize},
    view,
};
use crate::{
    discord::log_channel,
    errors::{text, text_with},
    jobs,
    language::{ModelStatus, Models},
};

/// About this bot
#[poise::command(
    slash_command,
    guild_only,
    default_member_permissions = "MANAGE_GUILD",
    subcommand_required,
    subcommands("status")
)]
pub(super) async fn guildhall(_: Context<'_>) -> Result<()> {
    Ok(())
}

/// Shows how the bot is doing
#[poise::command(slash_command, guild_only)]
async fn status(ctx: Context<'_>) -> Result<()> {
    let admin = authorize(&ctx)?;
    let locale = ctx.member_locale();
    let (waiting, parked) = jobs::count(ctx.host().db()).await?;
    let mut lines = vec![
        text_with(&locale, "status-version", &[("version", env!("CARGO_PKG_VERSION").into())]),
        shards_line(&ctx, &locale).await,
        plugins_line(&admin, &ctx, &locale)?,
        text_with(&locale, "status-queue", &[("waiting", waiting.into()), ("parked", parked.into())]),
    ];
    let config = admin.config().status();
    lines.push(text_with(
        &locale,
        "status-config",
        &[("when", view::relative_time(config.loaded_at).into())],
    ));
    if let Some(report) = &config.broken {
        lines.push(text_with(&locale, "config-broken", &[("error", report.summary().into())]));
    }
    let (line, writable) = log_channel_line(&ctx, &locale).await?;
    lines.extend(line);
    let (line, model_works) = language_line(&ctx, &locale).await?;
    lines.extend(line);
    let good = config.broken.is_none() && parked == 0 && writable && model_works;
    let tone = if good { Tone::Good } else { Tone::Warning };
    let embed = ui::embed(tone, &text(&locale, "status-title"), &lines.join("\n"));
    ctx.answer(Reply::new().embed(embed)).await
}

/// Renders how many shards are connected, which one serves this guild, and its latency.
async fn shards_line(ctx: &Context<'_>, locale: &Locale) -> String {
    let own = ctx.serenity_context().shard_id;
    let runners = ctx.framework().shard_manager.runners.lock().await;
    let latency =
        runners.get(&own).and_then(|runner| runner.latency).filter(|latency| *latency > Duration::ZERO);
    let latency = latency.map_or_else(|| "?".to_owned(), |latency| latency.as_millis().to_string());
    let count = i64::try_from(runners.len()).unwrap_or(i64::MAX);
    text_with(
        locale,
        "status-shards",
        &[("count", count.into()), ("shard", own.0.into()), ("latency", latency.into())],
    )
}

/// Renders which log channel there is, and checks whether entries can be posted there: the channel itself can't say that they can't.
async fn log_channel_line(ctx: &Context<'_>, locale: &Locale) -> Result<(Option<String>, bool)> {
    let guild = ctx.guild()?;
    let Some(channel) = ctx.host().guild(guild).log_channel else { return Ok((None, true)) };
    let mut args = vec![("channel", channel.mention().to_string().into())];
    let id = match log_channel::find_obstacle(ctx.host(), guild, channel, locale).await {
        Ok(None) => "status-log-channel",
        Ok(Some(why)) => {
            args.push(("why", why.into()));
            "status-log-channel-closed"
        }
        Err(error) => {
            tracing::warn!(%guild, %channel, %error, "the log channel could not be checked");
            "status-log-channel-unknown"
        }
    };
    Ok((Some(text_with(locale, id, &args)), id == "status-log-channel"))
}

/// Renders what the guild's language model used today, and checks whether it works.
async fn language_line(ctx: &Context<'_>, locale: &Locale) -> Result<(Option<String>, bool)> {
    let Some(models) = ctx.host().extension::<Models>() else { return Ok((None, true)) };
    Ok(match models.status(ctx.guild()?).await? {
        ModelStatus::Off => (None, true),
        ModelStatus::NoKey => (Some(text(locale, "status-language-no-key")), false),
        ModelStatus::On { used, budget, requests, failures, paused_until } => {
            let args = [
                ("used", used.into()),
                ("budget", budget.into()),
                ("requests", requests.into()),
                ("failures", failures.into()),
            ];
            let mut line = text_with(locale, "status-language", &args);
            if let Some(until) = paused_until {
                let when = [("when", view::relative_time(until).into())];
                line.push(' ');
                line.push_str(&text_with(locale, "status-language-paused", &when));
            }
            (Some(line), paused_until.is_none() && used < budget.into())
        }
    })
}

fn plugins_line(admin: &Admin, ctx: &Context<'_>, locale: &Locale) -> Result<String> {
    let plan = admin.config().plan();
    let on = plan.guild(ctx.guild()?).plugins.iter().filter(|plugin| plugin.state.is_on()).count();
    let on = i64::try_from(on).unwrap_or(i64::MAX);
    let linked = i64::try_from(admin.registry.len()).unwrap_or(i64::MAX);
    Ok(text_with(locale, "status-plugins", &[("on", on.into()), ("linked", linked.into())]))
}
