//! One change of `plugins.toml` by a command: recorded in the audit, made, posted to the log channel, and answered with the new state.

use std::sync::Arc;

use anyhow::Context as _;
use plugin_api::{
    Context, ContextExt, Error, Locale, LogEntry, LogKind, Result, locale::FluentValue,
    serenity::Mentionable, ui, ui::Reply,
};

use super::{
    state::{Admin, authorize},
    store::{self, AuditEntry},
    view,
};
use crate::{
    config::{
        PluginPlan, PluginState, Status,
        edit::{Edit, EditError},
    },
    errors,
    registry::Entry,
};

/// A change that an admin asks for.
pub(super) enum Change {
    Enable,
    Disable,
    Set { key: String, value: String },
    Reset { key: Option<String> },
}

impl Change {
    /// The name in the audit, and the end of the ids of the texts about it.
    const fn as_str(&self) -> &'static str {
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

/// Makes a change and answers.
///
/// # Errors
/// If it is refused: a sentence for the member. Then nothing was changed.
pub(super) async fn apply(ctx: Context<'_>, plugin: &str, change: Change) -> Result<()> {
    let admin = authorize(&ctx)?;
    let (host, guild, locale) = (ctx.host(), ctx.guild()?, ctx.member_locale());
    let entry = admin.find_plugin(plugin, &locale)?;
    let before = admin.config().plan();
    let before = admin.plugin_plan(&before, guild, entry);
    if let Some(id) = before.and_then(|plan| find_no_op(&change, &plan.state)) {
        let done = errors::text_with(&locale, id, &args(entry, &change));
        return ctx.answer(Reply::text(with_state(&done, before, &locale))).await;
    }
    let edit = match &change {
        Change::Enable => Ok(Edit::switch(guild, entry.id, true)),
        Change::Disable => Ok(Edit::switch(guild, entry.id, false)),
        Change::Set { key, value } => Edit::set(guild, entry, key, value),
        Change::Reset { key } => Edit::reset(guild, entry, key.as_deref()),
    }
    .map_err(|refusal| explain_refusal(&refusal, &locale))?;

    let audited = AuditEntry {
        guild,
        user: ctx.author().id,
        action: change.as_str(),
        plugin: entry.id,
        detail: &change.detail(),
        at: host.clock().now(),
    };
    // In one transaction: no change is made that is not in the audit.
    let edited = host.db().transaction(async |tx| {
        store::insert(tx, &audited).await?;
        edit_file(&admin, edit).await?.map_err(|refusal| explain_refusal(&refusal, &locale))
    });
    let status = edited.await?;

    log_change(&ctx, entry, &change, before)?;
    ctx.answer(render_reply(&admin, &status, &ctx, entry, &change)?).await
}

/// Edits the file on a thread of its own: a disk may be slow.
async fn edit_file(admin: &Arc<Admin>, edit: Edit) -> Result<Result<Arc<Status>, EditError>> {
    let reloader = Arc::clone(&admin.reloader);
    let written = tokio::task::spawn_blocking(move || reloader.edit(&edit)).await;
    Ok(written.context("the configuration's writer ended early")?)
}

fn args<'a>(entry: &Entry, change: &'a Change) -> Vec<(&'static str, FluentValue<'a>)> {
    let value =
        if let Change::Set { value, .. } = change { ui::escape_markdown(value) } else { String::new() };
    vec![
        ("plugin", entry.id.as_str().into()),
        ("key", ui::escape_markdown(change.key()).into()),
        ("value", value.into()),
    ]
}

fn log_change(ctx: &Context<'_>, entry: &Entry, change: &Change, before: Option<&PluginPlan>) -> Result<()> {
    let locale = ctx.host().guild(ctx.guild()?).locale;
    let mut args = args(entry, change);
    let old = before.map(|plan| view::value(plan, change.key(), &locale)).unwrap_or_default();
    args.extend([("user", ctx.author().id.mention().to_string().into()), ("old", old.into())]);
    let text = errors::text_with(&locale, &format!("admin-log-{}", change.as_str()), &args);
    let title = errors::text(&locale, "admin-log-title");
    ctx.host().log(ctx.guild()?).post(LogEntry::from_host(LogKind::Edited, title, text));
    Ok(())
}

/// Renders what was done and the state of the plugin now.
fn render_reply(
    admin: &Admin,
    status: &Status,
    ctx: &Context<'_>,
    entry: &Entry,
    change: &Change,
) -> Result<Reply> {
    let locale = ctx.member_locale();
    let done = errors::text_with(&locale, &format!("admin-done-{}", change.as_str()), &args(entry, change));
    Ok(Reply::text(with_state(&done, admin.plugin_plan(&status.plan, ctx.guild()?, entry), &locale)))
}

/// Returns the text for a plugin that is switched that way already.
fn find_no_op(change: &Change, state: &PluginState) -> Option<&'static str> {
    match (change, state) {
        (Change::Disable, PluginState::Off) => Some("admin-already-off"),
        // A plugin that is misconfigured or lacks another one is switched on too.
        (Change::Enable, state) if *state != PluginState::Off => Some("admin-already-on"),
        _ => None,
    }
}

fn with_state(text: &str, plan: Option<&PluginPlan>, locale: &Locale) -> String {
    let state = plan.map(|plan| view::state(&plan.state, locale)).unwrap_or_default();
    format!("{text} {state}")
}

/// Explains a refusal in the member's language. What the file or a plugin says about it is not translated.
fn explain_refusal(refusal: &EditError, locale: &Locale) -> Error {
    let user_error =
        |id: &str, args: &[(&str, FluentValue<'_>)]| Error::User(errors::text_with(locale, id, args));
    match refusal {
        EditError::UnknownKey { plugin, key, known } => user_error(
            "admin-refused-key",
            &[
                ("plugin", plugin.as_str().into()),
                ("key", ui::escape_markdown(key).into()),
                ("known", known.as_str().into()),
            ],
        ),
        EditError::InvalidValue { key, value, reason } => user_error(
            "admin-refused-value",
            &[
                ("key", key.as_str().into()),
                ("value", ui::escape_markdown(value).into()),
                ("reason", reason.as_str().into()),
            ],
        ),
        EditError::InvalidReset { reason } => {
            user_error("admin-refused-taking-back", &[("reason", reason.as_str().into())])
        }
        EditError::NothingSet => user_error("admin-refused-nothing-set", &[]),
        EditError::Conflict => user_error("admin-refused-changed", &[]),
        EditError::Unreadable(report) | EditError::Broken(report) => {
            user_error("admin-refused-broken", &[("error", report.summary().into())])
        }
        EditError::NotATable(place) => user_error("admin-refused-shape", &[("place", place.as_str().into())]),
        EditError::NotWritable { file, error } => user_error(
            "admin-refused-read-only",
            &[("file", file.as_str().into()), ("error", error.to_string().into())],
        ),
    }
}
