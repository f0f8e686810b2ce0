//! The only code that knows whether a plugin is on in a guild.
//!
//! One snapshot, replaced as a whole when the configuration changes and read without a lock: a bit per plugin for each guild,
//! and for each kind of event the hooks that want it.

use std::{collections::HashMap, sync::Arc};

use arc_swap::{ArcSwap, Guard};
use plugin_api::{
    EventKind, GuildConfig, Hook, PluginId,
    data::SettingsSource,
    serenity::{GatewayIntents, GuildId, Permissions},
    settings::AnySettings,
};

use crate::{
    config::{GuildPlan, Plan, PluginState},
    registry::Registry,
};

/// A hook and its plugin.
pub struct PluginHook {
    /// The plugin's index in the registry.
    pub index: usize,
    /// The plugin.
    pub plugin: PluginId,
    /// The hook.
    pub hook: Hook,
}

impl PluginHook {
    /// Whether a guild's settings want it.
    fn is_wanted_by(&self, plan: &GuildPlan) -> bool {
        self.hook.is_wanted(plan.plugins.get(self.index).and_then(|plugin| plugin.settings.as_ref()))
    }
}

/// Which plugins are on in a guild, as bits by their indices in the registry.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
struct Bits(u128);

impl Bits {
    const fn has(self, index: usize) -> bool {
        self.0 >> index & 1 == 1
    }
}

struct Snapshot {
    plan: Arc<Plan>,
    guilds: HashMap<GuildId, Bits>,
    /// In the guilds that the plan does not name.
    default: Bits,
    /// The plugins that are on anywhere.
    anywhere: Bits,
}

/// Answers for every surface whether a plugin is on.
pub struct Gate {
    registry: Arc<Registry>,
    /// By [`EventKind::index`].
    hooks: Vec<Vec<Arc<PluginHook>>>,
    snapshot: ArcSwap<Snapshot>,
}

impl Gate {
    /// Makes a gate that follows a plan.
    pub fn new(registry: Arc<Registry>, plan: Arc<Plan>) -> Self {
        let mut hooks: Vec<Vec<_>> = EventKind::ALL.iter().map(|_| Vec::new()).collect();
        for (index, entry) in registry.iter().enumerate() {
            for hook in entry.plugin.hooks() {
                hooks[hook.kind.index()].push(Arc::new(PluginHook { index, plugin: entry.id, hook }));
            }
        }
        Self { registry, hooks, snapshot: ArcSwap::from_pointee(Snapshot::new(plan)) }
    }

    /// Follows another plan from now on, everywhere at once.
    pub fn replace(&self, plan: Arc<Plan>) {
        self.snapshot.store(Arc::new(Snapshot::new(plan)));
    }

    /// The plan in force.
    pub fn plan(&self) -> Arc<Plan> {
        Arc::clone(&self.snapshot.load().plan)
    }

    /// Whether a plugin is on in a guild.
    pub fn is_on(&self, plugin: PluginId, guild: GuildId) -> bool {
        self.registry.index(plugin.as_str()).is_some_and(|index| self.bits(guild).has(index))
    }

    /// Finds the hooks that want an event of this kind in this guild. Allocates nothing.
    pub fn hooks(&self, kind: EventKind, guild: GuildId) -> impl Iterator<Item = &Arc<PluginHook>> {
        let candidates = &self.hooks[kind.index()];
        let snapshot = (!candidates.is_empty()).then(|| self.snapshot.load_full());
        candidates.iter().filter(move |candidate| {
            snapshot.as_ref().is_some_and(|snapshot| snapshot.wants(candidate, guild))
        })
    }

    /// The gateway intents that each plugin that is on somewhere needs. A hook that no guild's settings want needs none.
    pub fn intents(&self) -> Vec<(PluginId, GatewayIntents)> {
        let snapshot = self.snapshot.load();
        let on = self.registry.iter().enumerate().filter(|(index, _)| snapshot.anywhere.has(*index));
        on.map(|(index, entry)| {
            let hooks = self.hooks.iter().flatten().filter(|hook| hook.index == index);
            let wanted = hooks.filter(|hook| snapshot.wants_anywhere(hook));
            (entry.id, wanted.fold(entry.plugin.intents(), |all, hook| all | hook_intents(&hook.hook)))
        })
        .collect()
    }

    /// The permissions that the bot needs for the plugins that are on somewhere.
    pub fn permissions(&self) -> Permissions {
        let anywhere = self.snapshot.load().anywhere;
        let on = self.registry.iter().enumerate().filter(|(index, _)| anywhere.has(*index));
        on.fold(Permissions::empty(), |all, (_, entry)| all | entry.plugin.permissions())
    }

    fn bits(&self, guild: GuildId) -> Bits {
        let snapshot: Guard<_> = self.snapshot.load();
        snapshot.bits(guild)
    }
}

/// Collects the intents that a plugin may need: those that it names and those of its hooks.
pub(crate) fn plugin_intents(plugin: &dyn plugin_api::Plugin) -> GatewayIntents {
    plugin.hooks().iter().fold(plugin.intents(), |all, hook| all | hook_intents(hook))
}

fn hook_intents(hook: &Hook) -> GatewayIntents {
    hook.kind.intents() | hook.intents
}

impl SettingsSource for Gate {
    fn guild(&self, guild: GuildId) -> GuildConfig {
        self.snapshot.load().plan.guild(guild).config.clone()
    }

    fn settings(&self, plugin: PluginId, guild: GuildId) -> Option<AnySettings> {
        let index = self.registry.index(plugin.as_str())?;
        self.snapshot.load().plan.guild(guild).plugins.get(index)?.settings.clone()
    }

    fn is_on(&self, plugin: PluginId, guild: GuildId) -> bool {
        Self::is_on(self, plugin, guild)
    }
}

impl Snapshot {
    fn new(plan: Arc<Plan>) -> Self {
        let guilds: HashMap<_, _> = plan
            .guilds
            .iter()
            .map(|(guild, own)| (*guild, Bits::from_states(own.plugins.iter().map(|p| &p.state))))
            .collect();
        let default = Bits::from_states(plan.default.plugins.iter().map(|p| &p.state));
        let anywhere = guilds.values().fold(default, |all, bits| Bits(all.0 | bits.0));
        Self { plan, guilds, default, anywhere }
    }

    fn bits(&self, guild: GuildId) -> Bits {
        self.guilds.get(&guild).copied().unwrap_or(self.default)
    }

    fn wants(&self, hook: &PluginHook, guild: GuildId) -> bool {
        self.bits(guild).has(hook.index) && hook.is_wanted_by(self.plan.guild(guild))
    }

    /// Whether any guild wants it.
    fn wants_anywhere(&self, hook: &PluginHook) -> bool {
        let named = self.plan.guilds.iter().map(|(guild, own)| (self.bits(*guild), own));
        let mut all = named.chain([(self.default, &self.plan.default)]);
        all.any(|(bits, plan)| bits.has(hook.index) && hook.is_wanted_by(plan))
    }
}

impl Bits {
    fn from_states<'a>(states: impl Iterator<Item = &'a PluginState>) -> Self {
        Self(
            states
                .enumerate()
                .fold(0, |bits, (index, state)| bits | (u128::from(*state == PluginState::On) << index)),
        )
    }
}
