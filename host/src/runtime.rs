//! What every surface needs while the gateway is open.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use arc_swap::ArcSwapOption;
use plugin_api::{
    Data, Error, Host, LogEntry, LogKind,
    serenity::{ConnectionStage, Context, FullEvent, GuildId, Ready, ShardManager},
};
use tokio::sync::{Semaphore, watch};
use tokio_util::sync::CancellationToken;

use crate::{
    commands::{Commands, register::Registered},
    components::Components,
    errors,
    gate::Gate,
    guilds,
    isolate::Isolation,
    metrics,
    quarantine::Quarantine,
    registry::Registry,
    scheduler,
    seen::Seen,
};

/// How many guilds have their commands registered at once.
const REGISTRATIONS: usize = 4;

/// How often a registration is tried.
const REGISTRATION_TRIES: u32 = 6;

/// The pause after the first failed registration; each further one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_secs(5);

/// How far the gateway is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GatewayState {
    /// Connecting, or connecting again.
    Connecting,
    /// Events arrive.
    Ready,
    /// Closed, and why.
    Closed(String),
}

/// The running host behind the surfaces.
pub struct Runtime {
    /// The linked plugins.
    pub registry: Arc<Registry>,
    /// Who is on where.
    pub gate: Arc<Gate>,
    /// What plugins get.
    pub host: Host,
    /// Where handlers run.
    pub isolation: Isolation,
    /// Set when no new work is taken.
    pub stop: CancellationToken,
    /// Plugins kept away from guilds where they fail.
    pub quarantine: Quarantine,
    /// How far the gateway is.
    pub gateway: watch::Sender<GatewayState>,
    pub(crate) seen: Seen,
    pub(crate) commands: Commands,
    pub(crate) components: Components,
    registered: Registered,
    registrations: Semaphore,
    guilds: Mutex<HashSet<GuildId>>,
    shards: ArcSwapOption<ShardManager>,
}

/// The gateway connection that an event came from.
#[derive(Clone, Copy)]
pub(crate) struct Session<'a> {
    pub(crate) context: &'a Context,
    pub(crate) shards: &'a Arc<ShardManager>,
}

impl Runtime {
    /// Puts the surfaces of all linked plugins together.
    #[must_use]
    pub fn new(
        registry: Arc<Registry>,
        gate: Arc<Gate>,
        host: Host,
        isolation: Isolation,
        stop: CancellationToken,
    ) -> Self {
        Self {
            commands: Commands::new(&registry, Arc::clone(&gate)),
            components: Components::new(&registry),
            seen: Seen::default(),
            registry,
            gate,
            host,
            isolation,
            stop,
            quarantine: Quarantine::default(),
            gateway: watch::Sender::new(GatewayState::Connecting),
            registered: Registered::default(),
            registrations: Semaphore::new(REGISTRATIONS),
            guilds: Mutex::default(),
            shards: ArcSwapOption::empty(),
        }
    }

    /// The guilds that this process serves now.
    #[must_use]
    pub fn guilds(&self) -> Vec<GuildId> {
        self.lock_guilds().iter().copied().collect()
    }

    /// The shards of the open gateway; `None` before it was opened for the first time.
    #[must_use]
    pub fn shards(&self) -> Option<Arc<ShardManager>> {
        self.shards.load_full()
    }

    pub(crate) fn set_shards(&self, shards: Arc<ShardManager>) {
        self.shards.store(Some(shards));
    }

    /// How far the gateway is: ready when each shard of this process is connected.
    pub async fn connection(&self) -> GatewayState {
        let state = self.gateway.borrow().clone();
        let (GatewayState::Ready, Some(shards)) = (&state, self.shards()) else { return state };
        let runners = shards.runners.lock().await;
        let connected = runners.values().all(|runner| runner.stage == ConnectionStage::Connected);
        if connected && !runners.is_empty() { GatewayState::Ready } else { GatewayState::Connecting }
    }

    /// What poise needs to run a command.
    pub(crate) fn framework<'a>(
        &'a self,
        session: &'a Session<'a>,
    ) -> poise::FrameworkContext<'a, Data, Error> {
        poise::FrameworkContext {
            serenity_context: session.context,
            bot_id: self.host.bot(),
            options: self.commands.options(),
            user_data: &self.host,
            shard_manager: session.shards,
        }
    }

    /// Keeps track of how far the gateway is.
    pub(crate) async fn gateway_said(&self, event: &FullEvent) {
        if matches!(event, FullEvent::Ready { .. } | FullEvent::Resume { .. }) {
            self.gateway.send_replace(GatewayState::Ready);
        }
        if let FullEvent::Ready { data_about_bot } = event
            && let Err(error) = self.forget_lost(data_about_bot).await
        {
            tracing::error!(%error, "guilds that the bot left could not be forgotten; their public pages stay until it connects anew");
        }
    }

    /// Forgets the guilds that the bot left while it was not connected.
    async fn forget_lost(&self, ready: &Ready) -> sqlx::Result<()> {
        self.lock_guilds().retain(|guild| !guilds::is_lost(ready, *guild));
        for guild in guilds::all(self.host.db()).await? {
            // It may have been joined since.
            if guilds::is_lost(ready, guild) && !self.lock_guilds().contains(&guild) {
                guilds::left(self.host.db(), guild).await?;
            }
        }
        Ok(())
    }

    /// The bot sees a guild: at start, after an outage, or because it was invited.
    pub(crate) fn guild_seen(self: &Arc<Self>, guild: GuildId) {
        let count = {
            let mut guilds = self.lock_guilds();
            guilds.insert(guild);
            guilds.len()
        };
        metrics::guilds(count);
        self.equip(guild, false);
    }

    /// The bot was removed from a guild, or Discord has an outage there.
    pub(crate) async fn guild_gone(&self, guild: GuildId, outage: bool) {
        if outage {
            return;
        }
        self.registered.forget(guild);
        self.lock_guilds().remove(&guild);
        metrics::guilds(self.lock_guilds().len());
        if let Err(error) = guilds::left(self.host.db(), guild).await {
            tracing::error!(%guild, %error, "a guild that the bot left could not be forgotten; its public pages stay until it connects anew");
        }
    }

    /// Makes a guild what the plan says: its commands are registered and its schedules queued, a few guilds at a time and without
    /// holding up the caller. `anew` after the plan changed.
    pub(crate) fn equip(self: &Arc<Self>, guild: GuildId, anew: bool) {
        let runtime = Arc::clone(self);
        self.isolation.tasks.spawn(async move {
            let stop = runtime.stop.clone();
            stop.run_until_cancelled(runtime.equip_now(guild, anew)).await;
        });
    }

    async fn equip_now(&self, guild: GuildId, anew: bool) {
        if let Err(error) = guilds::joined(self.host.db(), guild).await {
            tracing::error!(%guild, %error, "the guild could not be noted; it has no public pages until the bot connects anew");
        }
        // It may have left meanwhile.
        if !self.lock_guilds().contains(&guild) {
            return self.guild_gone(guild, false).await;
        }
        if let Err(error) = scheduler::sync(&self.host, &self.gate, &self.registry, guild, anew).await {
            tracing::error!(%guild, %error, "the guild's schedules could not be queued");
        }
        let mut pause = FIRST_PAUSE;
        for last in (0..REGISTRATION_TRIES).rev().map(|left| left == 0) {
            // Waited for only while something is registered, not between the tries.
            let Ok(place) = self.registrations.acquire().await else { return };
            let registered = self.registered.sync(&self.commands, self.host.http(), guild).await;
            drop(place);
            let Err(error) = registered else { return };
            tracing::error!(%guild, %error, "the guild's commands could not be registered");
            if last || !self.lock_guilds().contains(&guild) {
                break;
            }
            self.host.clock().sleep(pause).await;
            pause *= 2;
        }
        let locale = self.host.guild(guild).locale;
        self.host.log(guild).post(LogEntry::of_host(
            LogKind::Failed,
            errors::text(&locale, "registration-failed-title"),
            errors::text(&locale, "registration-failed"),
        ));
    }

    fn lock_guilds(&self) -> std::sync::MutexGuard<'_, HashSet<GuildId>> {
        self.guilds.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
