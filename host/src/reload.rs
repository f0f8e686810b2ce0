//! Puts a changed `plugins.toml` into force: gate, jobs, commands, schedules, gateway, and a word to staff.

use std::sync::Arc;

use plugin_api::{LogEntry, LogKind, db::Wake, serenity::GuildId};
use tokio::sync::watch;

use crate::{
    config::{Plan, PluginState, Status},
    errors, jobs,
    language::Models,
    metrics,
    runtime::Runtime,
};

/// Follows the configuration until the runtime stops. `changes` counts what was put into force, for the gateway.
pub(crate) async fn follow(
    runtime: Arc<Runtime>,
    mut loads: watch::Receiver<Arc<Status>>,
    wake: Arc<Wake>,
    changes: watch::Sender<u64>,
) {
    let mut was_broken = false;
    let mut before = Arc::clone(&loads.borrow_and_update().plan);
    loop {
        tokio::select! {
            () = runtime.stop.cancelled() => return,
            changed = loads.changed() => if changed.is_err() { return },
        }
        let status = Arc::clone(&loads.borrow_and_update());
        say(&runtime, &status, was_broken);
        was_broken = status.broken.is_some();
        if was_broken {
            metrics::config_load("broken");
            continue;
        }
        metrics::config_load("good");
        if let Some(models) = runtime.host.extension::<Models>() {
            models.warn(&status.plan);
        }
        put_into_force(&runtime, &before, &status.plan, &wake).await;
        before = Arc::clone(&status.plan);
        changes.send_modify(|count| *count += 1);
    }
}

/// The gate stands as the plan says already ([`crate::config::Live::on_apply`]); this lets everything else follow.
async fn put_into_force(runtime: &Arc<Runtime>, before: &Plan, plan: &Plan, wake: &Wake) {
    let changed = plan.changed(before, runtime.guilds());
    tracing::info!(guilds = changed.len(), "plugins.toml was read anew");
    if let Err(error) = jobs::release_held(runtime.host.db()).await {
        tracing::error!(%error, "jobs of plugins that were switched on wait until the next change of plugins.toml");
    }
    wake.ring();
    for guild in changed {
        say_misconfigured(runtime, before, plan, guild);
        runtime.equip(guild, true);
    }
}

/// Tells staff when the file breaks and when it is mended.
fn say(runtime: &Runtime, status: &Status, was_broken: bool) {
    let (kind, title, text) = match &status.broken {
        Some(_) => (LogKind::Failed, "config-broken-title", "config-broken"),
        None if was_broken => (LogKind::Info, "config-mended-title", "config-mended"),
        None => return,
    };
    let first = status.broken.as_ref().map(|report| report.summary()).unwrap_or_default();
    if let Some(report) = &status.broken {
        tracing::error!("plugins.toml can't be used; the last good one stays in force:\n{report}");
    }
    for guild in runtime.guilds() {
        let locale = runtime.host.guild(guild).locale;
        let text = errors::text_with(&locale, text, &[("error", first.clone().into())]);
        runtime.host.log(guild).post(LogEntry::of_host(kind, errors::text(&locale, title), text));
    }
}

/// Tells the staff of a guild which of its plugins are off because of a setting, unless they were so before.
fn say_misconfigured(runtime: &Runtime, before: &Plan, plan: &Plan, guild: GuildId) {
    let (old, new) = (before.guild(guild), plan.guild(guild));
    for ((entry, was), now) in runtime.registry.iter().zip(&old.plugins).zip(&new.plugins) {
        let PluginState::Misconfigured(reason) = &now.state else { continue };
        if was.state == now.state {
            continue;
        }
        let locale = runtime.host.guild(guild).locale;
        let args = [("plugin", entry.id.as_str().into()), ("reason", reason.clone().into())];
        runtime.host.log(guild).post(LogEntry::new(
            LogKind::Failed,
            entry.id,
            errors::text(&locale, "misconfigured-title"),
            errors::text_with(&locale, "misconfigured", &args),
        ));
    }
}
