//! Lets everything behind the gate follow a changed `plugins.toml`: jobs, commands, schedules, the gateway. Tells staff what is broken.

use std::sync::Arc;

use plugin_api::{LogEntry, LogKind, db::Wake, serenity::GuildId};
use tokio::sync::watch;

use crate::{
    config::{Plan, PluginState, Status},
    discord::roster::Roster,
    errors, jobs,
    language::Models,
    metrics,
    runtime::Runtime,
};

/// What follows the configuration.
pub(crate) struct Follower {
    pub(crate) runtime: Arc<Runtime>,
    pub(crate) roster: Arc<Roster>,
    pub(crate) models: Arc<Models>,
    pub(crate) wake: Arc<Wake>,
    /// Counts the plans that were put into force, for the gateway.
    pub(crate) changes: watch::Sender<u64>,
}

impl Follower {
    /// Follows the configuration until the host stops.
    pub(crate) async fn run(self, mut statuses: watch::Receiver<Arc<Status>>) {
        let mut was_broken = false;
        let mut before = Arc::clone(&statuses.borrow_and_update().plan);
        loop {
            tokio::select! {
                () = self.runtime.stop.cancelled() => return,
                changed = statuses.changed() => if changed.is_err() { return },
            }
            let status = Arc::clone(&statuses.borrow_and_update());
            self.report_file(&status, was_broken);
            was_broken = status.broken.is_some();
            if was_broken {
                metrics::record_config_load("broken");
                continue;
            }
            metrics::record_config_load("good");
            self.models.warn_without_key(&status.plan);
            self.apply(&before, &status.plan).await;
            before = Arc::clone(&status.plan);
            self.changes.send_modify(|count| *count += 1);
        }
    }

    /// Applies a plan that the gate has already ([`super::Reloader`]) to everything else.
    async fn apply(&self, before: &Plan, plan: &Plan) {
        let changed = plan.changed_guilds(before, self.roster.guilds());
        tracing::info!(guilds = changed.len(), "plugins.toml was read anew");
        if let Err(error) = jobs::release_held(self.runtime.host.db()).await {
            tracing::error!(%error, "jobs of plugins that were switched on wait until the next change of plugins.toml");
        }
        self.wake.ring();
        for guild in changed {
            self.report_misconfigured(before, plan, guild);
            self.roster.sync_guild(guild, true);
        }
    }

    /// Tells staff when the file breaks and when it is mended.
    fn report_file(&self, status: &Status, was_broken: bool) {
        let (kind, title, text) = match &status.broken {
            Some(_) => (LogKind::Failed, "config-broken-title", "config-broken"),
            None if was_broken => (LogKind::Info, "config-mended-title", "config-mended"),
            None => return,
        };
        let first = status.broken.as_ref().map(|report| report.summary()).unwrap_or_default();
        if let Some(report) = &status.broken {
            tracing::error!("plugins.toml can't be used; the last good one stays in force:\n{report}");
        }
        let host = &self.runtime.host;
        for guild in self.roster.guilds() {
            let locale = host.guild(guild).locale;
            let text = errors::text_with(&locale, text, &[("error", first.clone().into())]);
            host.log(guild).post(LogEntry::from_host(kind, errors::text(&locale, title), text));
        }
    }

    /// Tells the staff of a guild which of its plugins are off because of a setting, unless they were off before for the same reason.
    fn report_misconfigured(&self, before: &Plan, plan: &Plan, guild: GuildId) {
        let host = &self.runtime.host;
        let (old, new) = (before.guild(guild), plan.guild(guild));
        for ((entry, was), now) in self.runtime.registry.iter().zip(&old.plugins).zip(&new.plugins) {
            let PluginState::Misconfigured(reason) = &now.state else { continue };
            if was.state == now.state {
                continue;
            }
            let locale = host.guild(guild).locale;
            let args = [("plugin", entry.id.as_str().into()), ("reason", reason.clone().into())];
            host.log(guild).post(LogEntry::new(
                LogKind::Failed,
                entry.id,
                errors::text(&locale, "misconfigured-title"),
                errors::text_with(&locale, "misconfigured", &args),
            ));
        }
    }
}
