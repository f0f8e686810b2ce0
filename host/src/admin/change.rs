//! One change of `plugins.toml` from a command: audited, made, said in the log channel, answered with what it came to.

use std::sync::Arc;

use anyhow::Context as _;
use plugin_api::{
    Context, ContextExt, Error, Locale, LogEntry, LogKind, Result, locale::FluentValue,
    serenity::Mentionable, ui, ui::Reply,
};

use super::{Admin, admitted, store, view};
use crate::{
    config::{
        PluginPlan, PluginState, Status,
        edit::{Edit, Refusal},
    },
    errors,
    registry::Entry,
};

/// What somebody wants.
pub(super) enum Wish {
    Enable,
    Disable,
    Set { key: String, value: String },
    Reset { key: Option<String> },
}

impl Wish {
    /// The word in the audit, and the end of the ids of the texts about it.
    const fn action(&self) -> &'static str {
        match self {
            Self::Enable => "enable",
            Self::Disable => "disable",
            Self::Set { .. } => "set",
            Self::Reset { key: Some(_) } => "reset",
            Self::Reset { key: None } => "reset-all",
        }
    }

    fn key(&self) -> &str {
        match self {
            Self::Set { key, .. } | Self::Reset { key: Some(key) } => key,
            _ => "",
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::Set { key, value } => format!("{key} = {value}"),
            other => other.key().to_owned(),
        }
    }
}

/// Makes the change and answers.
///
/// # Errors
/// A sentence where it was refused; nothing was changed then.
pub(super) async fn make(ctx: Context<'_>, plugin: &str, wish: Wish) -> Result<()> {
    let admin = admitted(&ctx)?;
    let (host, guild, reader) = (ctx.host(), ctx.guild()?, ctx.reader());
    let entry = admin.entry(plugin, &reader)?;
    let before = admin.live.plan();
    let before = admin.stands(&before, guild, entry);
    if let Some(id) = before.and_then(|plan| already(&wish, &plan.state)) {
        let done = errors::text_with(&reader, id, &args(entry, &wish));
        return ctx.answer(Reply::text(with_state(&done, before, &reader))).await;
    }
    let edit = match &wish {
        Wish::Enable => Ok(Edit::switch(guild, entry.id, true)),
        Wish::Disable => Ok(Edit::switch(guild, entry.id, false)),
        Wish::Set { key, value } => Edit::set(guild, entry, key, value),
        Wish::Reset { key } => Edit::reset(guild, entry, key.as_deref()),
    }
    .map_err(|refusal| refused(&refusal, &reader))?;

    let mut tx = host.db().begin().await?;
    let detail = wish.detail();
    store::record(&mut tx, guild, ctx.author().id, wish.action(), entry.id, &detail, host.clock().now())
        .await?;
    let status = write(&admin, edit).await?.map_err(|refusal| refused(&refusal, &reader))?;
    tx.commit().await?;

    announce(&ctx, entry, &wish, before)?;
    ctx.answer(answer(&admin, &status, &ctx, entry, &wish)?).await
}

/// Writes beside the runtime's threads: a disk may be slow.
async fn write(admin: &Arc<Admin>, edit: Edit) -> Result<Result<Arc<Status>, Refusal>> {
    let live = Arc::clone(&admin.live);
    let written = tokio::task::spawn_blocking(move || live.edit(&edit)).await;
    Ok(written.context("the configuration's writer ended early")?)
}

fn args<'a>(entry: &Entry, wish: &'a Wish) -> Vec<(&'static str, FluentValue<'a>)> {
    let value = if let Wish::Set { value, .. } = wish { ui::plain(value) } else { String::new() };
    vec![("plugin", entry.id.as_str().into()), ("key", ui::plain(wish.key()).into()), ("value", value.into())]
}

fn announce(ctx: &Context<'_>, entry: &Entry, wish: &Wish, before: Option<&PluginPlan>) -> Result<()> {
    let locale = ctx.host().guild(ctx.guild()?).locale;
    let mut args = args(entry, wish);
    let old = before.map(|plan| view::value(plan, wish.key(), &locale)).unwrap_or_default();
    args.extend([("user", ctx.author().id.mention().to_string().into()), ("old", old.into())]);
    let text = errors::text_with(&locale, &format!("admin-log-{}", wish.action()), &args);
    let title = errors::text(&locale, "admin-log-title");
    ctx.host().log(ctx.guild()?).post(LogEntry::of_host(LogKind::Edited, title, text));
    Ok(())
}

/// What was done, and how the plugin stands now.
fn answer(admin: &Admin, status: &Status, ctx: &Context<'_>, entry: &Entry, wish: &Wish) -> Result<Reply> {
    let reader = ctx.reader();
    let done = errors::text_with(&reader, &format!("admin-done-{}", wish.action()), &args(entry, wish));
    Ok(Reply::text(with_state(&done, admin.stands(&status.plan, ctx.guild()?, entry), &reader)))
}

/// The text for a switch that is where it is wanted already.
fn already(wish: &Wish, state: &PluginState) -> Option<&'static str> {
    match (wish, state) {
        (Wish::Disable, PluginState::Off) => Some("admin-already-off"),
        // One that is misconfigured or lacks another is switched on too.
        (Wish::Enable, state) if *state != PluginState::Off => Some("admin-already-on"),
        _ => None,
    }
}

fn with_state(text: &str, plan: Option<&PluginPlan>, reader: &Locale) -> String {
    let state = plan.map(|plan| view::state(&plan.state, reader)).unwrap_or_default();
    format!("{text} {state}")
}

/// A refusal in the member's language; what the file or a plugin says stays as it says it.
fn refused(refusal: &Refusal, reader: &Locale) -> Error {
    let say = |id: &str, args: &[(&str, FluentValue<'_>)]| Error::User(errors::text_with(reader, id, args));
    match refusal {
        Refusal::UnknownKey { plugin, key, known } => say(
            "admin-refused-key",
            &[
                ("plugin", plugin.as_str().into()),
                ("key", ui::plain(key).into()),
                ("known", known.as_str().into()),
            ],
        ),
        Refusal::Value { key, value, reason } => say(
            "admin-refused-value",
            &[
                ("key", key.as_str().into()),
                ("value", ui::plain(value).into()),
                ("reason", reason.as_str().into()),
            ],
        ),
        Refusal::TakingBack { reason } => {
            say("admin-refused-taking-back", &[("reason", reason.as_str().into())])
        }
        Refusal::NothingSet => say("admin-refused-nothing-set", &[]),
        Refusal::Changed => say("admin-refused-changed", &[]),
        Refusal::Unreadable(report) | Refusal::Broken(report) => {
            say("admin-refused-broken", &[("error", report.summary().into())])
        }
        Refusal::Shape(place) => say("admin-refused-shape", &[("place", place.as_str().into())]),
        Refusal::ReadOnly { file, error } => say(
            "admin-refused-read-only",
            &[("file", file.as_str().into()), ("error", error.to_string().into())],
        ),
    }
}
