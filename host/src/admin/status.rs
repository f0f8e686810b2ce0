//! `/guildhall status`: how the program is doing.

use std::time::Duration;

use plugin_api::{
    Context, ContextExt, Locale, Result,
    serenity::Mentionable,
    ui::{self, Reply, Tone},
};

use super::{Admin, admitted, view};
use crate::{
    errors::{text, text_with},
    jobs,
    language::{Models, Standing},
    log_channel,
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
    let admin = admitted(&ctx)?;
    let reader = ctx.reader();
    let (waiting, parked) = jobs::count(ctx.host().db()).await?;
    let mut lines = vec![
        text_with(&reader, "status-version", &[("version", env!("CARGO_PKG_VERSION").into())]),
        shards(&ctx, &reader).await,
        plugins(&admin, &ctx, &reader)?,
        text_with(&reader, "status-queue", &[("waiting", waiting.into()), ("parked", parked.into())]),
    ];
    let config = admin.live.status();
    lines.push(text_with(&reader, "status-config", &[("when", view::relative(config.loaded_at).into())]));
    if let Some(report) = &config.broken {
        lines.push(text_with(&reader, "config-broken", &[("error", report.summary().into())]));
    }
    let (line, writable) = log_channel(&ctx, &reader).await?;
    lines.extend(line);
    let (line, model_serves) = language(&ctx, &reader).await?;
    lines.extend(line);
    let good = config.broken.is_none() && parked == 0 && writable && model_serves;
    let tone = if good { Tone::Good } else { Tone::Warning };
    let embed = ui::embed(tone, &text(&reader, "status-title"), &lines.join("\n"));
    ctx.answer(Reply::new().embed(embed)).await
}

/// How many shards are connected, which one serves this guild and how far away Discord is.
async fn shards(ctx: &Context<'_>, reader: &Locale) -> String {
    let own = ctx.serenity_context().shard_id;
    let runners = ctx.framework().shard_manager.runners.lock().await;
    let latency =
        runners.get(&own).and_then(|runner| runner.latency).filter(|latency| *latency > Duration::ZERO);
    let latency = latency.map_or_else(|| "?".to_owned(), |latency| latency.as_millis().to_string());
    let count = i64::try_from(runners.len()).unwrap_or(i64::MAX);
    text_with(
        reader,
        "status-shards",
        &[("count", count.into()), ("shard", own.0.into()), ("latency", latency.into())],
    )
}

/// Which channel staff read, and whether entries can be posted there: the channel itself can't say that they can't.
async fn log_channel(ctx: &Context<'_>, reader: &Locale) -> Result<(Option<String>, bool)> {
    let guild = ctx.guild()?;
    let Some(channel) = ctx.host().guild(guild).log_channel else { return Ok((None, true)) };
    let mut args = vec![("channel", channel.mention().to_string().into())];
    let id = match log_channel::obstacle(ctx.host(), guild, channel, reader).await {
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
    Ok((Some(text_with(reader, id, &args)), id == "status-log-channel"))
}

/// What the guild's language model used today, and whether it serves.
async fn language(ctx: &Context<'_>, reader: &Locale) -> Result<(Option<String>, bool)> {
    let Some(models) = ctx.host().extension::<Models>() else { return Ok((None, true)) };
    Ok(match models.standing(ctx.guild()?).await? {
        Standing::Off => (None, true),
        Standing::NoKey => (Some(text(reader, "status-language-no-key")), false),
        Standing::On { used, budget, requests, failures, paused_until } => {
            let args = [
                ("used", used.into()),
                ("budget", budget.into()),
                ("requests", requests.into()),
                ("failures", failures.into()),
            ];
            let mut line = text_with(reader, "status-language", &args);
            if let Some(until) = paused_until {
                let when = [("when", view::relative(until).into())];
                line.push(' ');
                line.push_str(&text_with(reader, "status-language-paused", &when));
            }
            (Some(line), paused_until.is_none() && used < budget.into())
        }
    })
}

fn plugins(admin: &Admin, ctx: &Context<'_>, reader: &Locale) -> Result<String> {
    let plan = admin.live.plan();
    let on = plan.guild(ctx.guild()?).plugins.iter().filter(|plugin| plugin.state.is_on()).count();
    let on = i64::try_from(on).unwrap_or(i64::MAX);
    let linked = i64::try_from(admin.registry.len()).unwrap_or(i64::MAX);
    Ok(text_with(reader, "status-plugins", &[("on", on.into()), ("linked", linked.into())]))
}
