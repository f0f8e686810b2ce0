//! Where everything that the gateway sends comes in.

use std::{
    sync::{Arc, OnceLock, Weak},
    time::Instant,
};

use plugin_api::{
    Event, LogEntry, LogKind,
    component::Source,
    serenity::{
        Client, Context, Framework, FullEvent, GuildId, Interaction, InteractionId, ShardManager, async_trait,
    },
};
use tokio_util::sync::CancellationToken;

use super::{
    commands::{Commands, run::CommandRunner},
    components::{self, Components},
    connection::Connection,
    event_guild::kind_and_guild,
    interaction_dedup::InteractionDedup,
    roster::Roster,
};
use crate::{errors, gate::PluginHook, isolate::Outcome, metrics, quarantine, runtime::Runtime};

/// Handles the events of every connection of a host.
pub(crate) struct Dispatcher {
    pub(super) runtime: Arc<Runtime>,
    pub(super) connection: Arc<Connection>,
    pub(super) roster: Arc<Roster>,
    commands: Arc<Commands>,
    components: Components,
    interactions: InteractionDedup,
}

impl Dispatcher {
    /// Makes the dispatcher of a host. `commands` are the table that the roster registers.
    pub(crate) fn new(
        runtime: Arc<Runtime>,
        connection: Arc<Connection>,
        roster: Arc<Roster>,
        commands: Arc<Commands>,
    ) -> Self {
        let components = Components::new(&runtime.registry);
        Self { runtime, connection, roster, commands, components, interactions: InteractionDedup::default() }
    }

    async fn dispatch(&self, context: &Context, shards: Option<&Arc<ShardManager>>, event: FullEvent) {
        self.connection.track_gateway(&event);
        match event {
            FullEvent::InteractionCreate { interaction } => {
                let Some(shards) = shards else { return };
                if self.interactions.insert(interaction_id(&interaction)) {
                    self.run_interaction(context, shards, interaction).await;
                }
            }
            // During an outage the bot is still in the guild.
            FullEvent::GuildDelete { incomplete, .. } if incomplete.unavailable => {}
            FullEvent::GuildDelete { incomplete, .. } => self.roster.remove(incomplete.id).await,
            event => {
                if let FullEvent::Ready { data_about_bot } = &event {
                    self.roster.remove_lost(data_about_bot).await;
                }
                if let FullEvent::GuildCreate { guild, .. } = &event {
                    self.roster.add(guild.id);
                }
                spawn_hooks(&self.runtime, event);
            }
        }
    }

    async fn run_interaction(&self, context: &Context, shards: &Arc<ShardManager>, interaction: Interaction) {
        let (runtime, commands) = (&*self.runtime, &*self.commands);
        let runner = CommandRunner { runtime, commands, context, shards };
        match interaction {
            Interaction::Command(command) => runner.run(&command).await,
            Interaction::Autocomplete(command) => runner.autocomplete(&command).await,
            Interaction::Component(component) => {
                let source = Source::Component(Box::new(component));
                components::run::run(runtime, &self.components, source).await;
            }
            Interaction::Modal(modal) => {
                let source = Source::Modal(Box::new(modal));
                components::run::run(runtime, &self.components, source).await;
            }
            _ => {}
        }
    }
}

/// Passes the events of one connection to the dispatcher: serenity calls it in a task of its own for each event.
pub(super) struct ConnectionDispatch {
    /// Serenity never drops a framework whose shards were shut down one by one: it must not keep a whole host alive.
    dispatcher: Weak<Dispatcher>,
    /// Cancelled when another connection replaces this one: serenity may still have shards of it to start.
    replaced: CancellationToken,
    shards: OnceLock<Arc<ShardManager>>,
}

impl ConnectionDispatch {
    pub(super) fn new(dispatcher: &Arc<Dispatcher>, replaced: CancellationToken) -> Self {
        Self { dispatcher: Arc::downgrade(dispatcher), replaced, shards: OnceLock::new() }
    }
}

#[async_trait]
impl Framework for ConnectionDispatch {
    async fn init(&mut self, client: &Client) {
        self.shards.get_or_init(|| Arc::clone(&client.shard_manager));
    }

    async fn dispatch(&self, context: Context, event: FullEvent) {
        let Some(dispatcher) = self.dispatcher.upgrade() else { return };
        let runtime = &dispatcher.runtime;
        // Counted, so that a shutdown waits for what has begun.
        let _running = runtime.isolation.tasks.token();
        if runtime.stop.is_cancelled() || self.replaced.is_cancelled() {
            return;
        }
        tokio::select! {
            () = dispatcher.dispatch(&context, self.shards.get(), event) => {}
            () = runtime.isolation.abort.cancelled() => {}
        }
    }
}

fn interaction_id(interaction: &Interaction) -> InteractionId {
    match interaction {
        Interaction::Ping(interaction) => interaction.id,
        Interaction::Command(interaction) | Interaction::Autocomplete(interaction) => interaction.id,
        Interaction::Component(interaction) => interaction.id,
        Interaction::Modal(interaction) => interaction.id,
        _ => InteractionId::default(),
    }
}

/// Starts every hook that wants the event, each in a task of its own. Costs only a lookup if none does.
fn spawn_hooks(runtime: &Arc<Runtime>, event: FullEvent) {
    let Some((kind, guild)) = kind_and_guild(&event) else { return };
    let mut wanting = runtime.gate.hooks(kind, guild).peekable();
    if wanting.peek().is_none() {
        return;
    }
    let event = Arc::new(event);
    for hook in wanting {
        if runtime.quarantine.until(hook.plugin, guild, runtime.host.clock().now()).is_some() {
            continue;
        }
        let event = Event { host: runtime.host.clone(), guild, event: Arc::clone(&event) };
        runtime.isolation.tasks.spawn(run_hook(Arc::clone(runtime), Arc::clone(hook), event));
    }
}

async fn run_hook(runtime: Arc<Runtime>, hook: Arc<PluginHook>, event: Event) {
    let (begun, guild) = (Instant::now(), event.guild);
    let outcome = runtime.isolation.run(hook.hook.deadline, (hook.hook.run)(event)).await;
    metrics::record_hook(hook.plugin.as_str(), hook.hook.kind, outcome.as_str(), begun.elapsed());
    match outcome {
        Outcome::Done => runtime.quarantine.record_success(hook.plugin, guild, hook.hook.kind),
        Outcome::Stopped => {}
        failed => handle_failure(&runtime, &hook, guild, &failed),
    }
}

fn handle_failure(runtime: &Runtime, hook: &PluginHook, guild: GuildId, outcome: &Outcome) {
    let now = runtime.host.clock().now();
    tracing::error!(plugin = %hook.plugin, kind = ?hook.hook.kind, %guild, cause = %outcome, "a hook failed");
    if !runtime.quarantine.record_failure(hook.plugin, guild, hook.hook.kind, now) {
        return;
    }
    let locale = runtime.host.guild(guild).locale;
    let minutes = quarantine::DURATION.num_minutes();
    runtime.host.log(guild).post(LogEntry::new(
        LogKind::Failed,
        hook.plugin,
        errors::text(&locale, "quarantine-title"),
        errors::text_with(
            &locale,
            "quarantine",
            &[("plugin", hook.plugin.as_str().into()), ("minutes", minutes.into())],
        ),
    ));
}
