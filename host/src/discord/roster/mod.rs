//! The guilds that the bot is in, and bringing each of them up to date with the plan.
//!
//! [`Roster`] knows those that this process serves. The table knows those of all processes: whoever presses a button in a direct message or
//! asks for a public page names a guild that another process may serve, or one where the bot never was.

mod store;

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use plugin_api::{
    Error, LogEntry, LogKind,
    retry::{Backoff, Retry, Verdict},
    serenity::{GuildId, Ready},
};
use serenity::utils::shard_id;
use tokio::sync::Semaphore;

use super::commands::{Commands, register::Registrar};
use crate::{errors, metrics, runtime::Runtime, scheduler};

pub(crate) use store::is_member;
#[cfg(test)]
pub(crate) use store::{delete, insert};

/// How many guilds have their commands registered at once.
const CONCURRENT_REGISTRATIONS: usize = 4;

/// How a failed registration is attempted again.
const RETRY: Retry = Retry::new(6, Backoff::doubling(Duration::from_secs(5), Duration::from_secs(80)));

/// The guilds that this process serves.
pub struct Roster {
    runtime: Arc<Runtime>,
    commands: Arc<Commands>,
    registrar: Registrar,
    registrations: Semaphore,
    guilds: Mutex<HashSet<GuildId>>,
}

impl Roster {
    /// Makes an empty roster. `commands` are those that each guild gets as far as their plugins are on.
    pub(crate) fn new(runtime: Arc<Runtime>, commands: Arc<Commands>) -> Self {
        Self {
            runtime,
            commands,
            registrar: Registrar::default(),
            registrations: Semaphore::new(CONCURRENT_REGISTRATIONS),
            guilds: Mutex::default(),
        }
    }

    /// The guilds that this process serves now.
    pub fn guilds(&self) -> Vec<GuildId> {
        self.lock_guilds().iter().copied().collect()
    }

    /// Adds a guild that the bot sees: at start, after an outage, or because it was invited.
    pub(crate) fn add(self: &Arc<Self>, guild: GuildId) {
        let count = {
            let mut guilds = self.lock_guilds();
            guilds.insert(guild);
            guilds.len()
        };
        metrics::record_guilds(count);
        self.sync_guild(guild, false);
    }

    /// Removes a guild that the bot was removed from.
    pub(crate) async fn remove(&self, guild: GuildId) {
        self.registrar.forget(guild);
        let count = {
            let mut guilds = self.lock_guilds();
            guilds.remove(&guild);
            guilds.len()
        };
        metrics::record_guilds(count);
        if let Err(error) = store::delete(self.runtime.host.db(), guild).await {
            tracing::error!(%guild, %error, "a guild that the bot left could not be forgotten; its public pages stay until it connects anew");
        }
    }

    /// Removes the guilds that the bot left while it was not connected. `ready` names all guilds of a shard.
    pub(crate) async fn remove_lost(&self, ready: &Ready) {
        if let Err(error) = self.try_remove_lost(ready).await {
            tracing::error!(%error, "guilds that the bot left could not be forgotten; their public pages stay until it connects anew");
        }
    }

    async fn try_remove_lost(&self, ready: &Ready) -> sqlx::Result<()> {
        self.lock_guilds().retain(|guild| !is_lost(ready, *guild));
        let db = self.runtime.host.db();
        for guild in store::fetch_all(db).await? {
            // It may have been joined since.
            if is_lost(ready, guild) && !self.lock_guilds().contains(&guild) {
                store::delete(db, guild).await?;
            }
        }
        Ok(())
    }

    /// Brings a guild up to date with the plan: registers its commands and queues its schedules, a few guilds at a time and without
    /// holding up the caller. `plan_changed` tells whether the next runs must be computed again.
    pub(crate) fn sync_guild(self: &Arc<Self>, guild: GuildId, plan_changed: bool) {
        let roster = Arc::clone(self);
        self.runtime.isolation.tasks.spawn(async move {
            let stop = roster.runtime.stop.clone();
            stop.run_until_cancelled(roster.sync_guild_now(guild, plan_changed)).await;
        });
    }

    async fn sync_guild_now(&self, guild: GuildId, plan_changed: bool) {
        let Runtime { host, gate, registry, .. } = &*self.runtime;
        if let Err(error) = store::insert(host.db(), guild).await {
            tracing::error!(%guild, %error, "the guild could not be stored; it has no public pages until the bot connects anew");
        }
        // The bot may have left meanwhile.
        if !self.lock_guilds().contains(&guild) {
            return self.remove(guild).await;
        }
        if let Err(error) = scheduler::sync_schedules(host, gate, registry, guild, plan_changed).await {
            tracing::error!(%guild, %error, "the guild's schedules could not be queued");
        }
        self.register_commands(guild).await;
    }

    /// Registers a guild's commands. Staff learn of it if Discord takes them in no attempt.
    async fn register_commands(&self, guild: GuildId) {
        let host = &self.runtime.host;
        let register = |_attempt| async {
            // Held only while something is registered, not between the attempts.
            let _permit = self.registrations.acquire().await.map_err(anyhow::Error::from)?;
            self.registrar.register(&self.commands, host.http(), guild).await
        };
        let verdict = |error: &Error| {
            tracing::error!(%guild, %error, "the guild's commands could not be registered");
            if self.lock_guilds().contains(&guild) { Verdict::Again } else { Verdict::Final }
        };
        if RETRY.run(host.clock(), register, verdict).await.is_ok() {
            return;
        }
        let locale = host.guild(guild).locale;
        host.log(guild).post(LogEntry::from_host(
            LogKind::Failed,
            errors::text(&locale, "registration-failed-title"),
            errors::text(&locale, "registration-failed"),
        ));
    }

    fn lock_guilds(&self) -> MutexGuard<'_, HashSet<GuildId>> {
        self.guilds.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether the bot left a guild of a shard before that connected: Discord names all guilds of the shard then.
fn is_lost(ready: &Ready, guild: GuildId) -> bool {
    let of_shard = ready.shard.as_ref().is_none_or(|shard| shard_id(guild, shard.total) == shard.id.get());
    of_shard && ready.guilds.iter().all(|known| known.id != guild)
}
