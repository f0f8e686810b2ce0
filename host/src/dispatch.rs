//! Where everything that the gateway sends comes in.

use std::{
    sync::{Arc, OnceLock, Weak},
    time::Instant,
};

use plugin_api::{
    Event, LogEntry, LogKind,
    component::Source,
    serenity::{Context, FullEvent, GuildId, Interaction, InteractionId, ShardManager, async_trait},
};

use tokio_util::sync::CancellationToken;

use crate::{
    commands, components, errors, event_guild,
    gate::HookOf,
    isolate::Outcome,
    metrics,
    runtime::{Runtime, Session},
};

/// Serenity's entry point: called in a task of its own for each event.
pub(crate) struct Dispatch {
    /// Serenity never lets go of a framework whose shards were shut down one by one: it must not keep a whole host alive.
    runtime: Weak<Runtime>,
    /// Set when another connection takes this one's place: serenity may still have shards of it to start.
    replaced: CancellationToken,
    shards: OnceLock<Arc<ShardManager>>,
}

impl Dispatch {
    pub(crate) fn new(runtime: &Arc<Runtime>, replaced: CancellationToken) -> Self {
        Self { runtime: Arc::downgrade(runtime), replaced, shards: OnceLock::new() }
    }

    async fn handle(&self, runtime: &Arc<Runtime>, context: &Context, event: FullEvent) {
        match event {
            FullEvent::InteractionCreate { interaction } => {
                let Some(shards) = self.shards.get() else { return };
                if !runtime.seen.is_new(interaction_id(&interaction)) {
                    return;
                }
                run_interaction(runtime, Session { context, shards }, interaction).await;
            }
            FullEvent::GuildDelete { incomplete, .. } => {
                runtime.guild_gone(incomplete.id, incomplete.unavailable).await;
            }
            event => {
                if let FullEvent::GuildCreate { guild, .. } = &event {
                    runtime.guild_seen(guild.id);
                }
                hooks(runtime, event);
            }
        }
    }
}

#[async_trait]
impl plugin_api::serenity::Framework for Dispatch {
    async fn init(&mut self, client: &plugin_api::serenity::Client) {
        self.shards.get_or_init(|| Arc::clone(&client.shard_manager));
    }

    async fn dispatch(&self, context: Context, event: FullEvent) {
        let Some(runtime) = self.runtime.upgrade() else { return };
        // Counted, so that a shutdown waits for what was begun.
        let _running = runtime.isolation.tasks.token();
        if runtime.stop.is_cancelled() || self.replaced.is_cancelled() {
            return;
        }
        let handled = async {
            runtime.gateway_said(&event).await;
            self.handle(&runtime, &context, event).await;
        };
        tokio::select! {
            () = handled => {}
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

async fn run_interaction(runtime: &Arc<Runtime>, session: Session<'_>, interaction: Interaction) {
    match interaction {
        Interaction::Command(command) => commands::run::command(runtime, session, &command).await,
        Interaction::Autocomplete(command) => commands::run::autocomplete(runtime, session, &command).await,
        Interaction::Component(used) => components::run(runtime, Source::Component(Box::new(used))).await,
        Interaction::Modal(sent) => components::run(runtime, Source::Modal(Box::new(sent))).await,
        _ => {}
    }
}

/// Starts every hook that wants the event, each in a task of its own. Costs a lookup where none does.
fn hooks(runtime: &Arc<Runtime>, event: FullEvent) {
    let Some((kind, guild)) = event_guild::of(&event) else { return };
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

async fn run_hook(runtime: Arc<Runtime>, hook: Arc<HookOf>, event: Event) {
    let (begun, guild) = (Instant::now(), event.guild);
    let outcome = runtime.isolation.run(hook.hook.deadline, (hook.hook.run)(event)).await;
    metrics::hook(hook.plugin.as_str(), hook.hook.kind, outcome.word(), begun.elapsed());
    match outcome {
        Outcome::Done => runtime.quarantine.succeeded(hook.plugin, guild, hook.hook.kind),
        Outcome::Stopped => {}
        failed => hook_failed(&runtime, &hook, guild, &failed),
    }
}

fn hook_failed(runtime: &Runtime, hook: &HookOf, guild: GuildId, outcome: &Outcome) {
    let now = runtime.host.clock().now();
    tracing::error!(plugin = %hook.plugin, kind = ?hook.hook.kind, %guild, cause = %outcome, "a hook failed");
    if !runtime.quarantine.failed(hook.plugin, guild, hook.hook.kind, now) {
        return;
    }
    let locale = runtime.host.guild(guild).locale;
    let minutes = crate::quarantine::LASTS.num_minutes();
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
