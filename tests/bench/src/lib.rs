//! What the benchmarks measure on: plugins that hook events, and plans that switch them on.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use guildhall::{
    config::{GuildPlan, Origin, Plan, PluginPlan, PluginState, Report},
    gate::Gate,
    registry::{Entry, Registry},
};
use plugin_api::{About, EventKind, GuildConfig, Hook, Plugin, PluginId, UserData, serenity::GuildId};

/// The plugins; as many as a large host has.
pub const PLUGINS: [PluginId; 16] = [
    PluginId::new("p00"),
    PluginId::new("p01"),
    PluginId::new("p02"),
    PluginId::new("p03"),
    PluginId::new("p04"),
    PluginId::new("p05"),
    PluginId::new("p06"),
    PluginId::new("p07"),
    PluginId::new("p08"),
    PluginId::new("p09"),
    PluginId::new("p10"),
    PluginId::new("p11"),
    PluginId::new("p12"),
    PluginId::new("p13"),
    PluginId::new("p14"),
    PluginId::new("p15"),
];

/// How many guilds the plan names.
pub const GUILDS: u64 = 10_000;

/// Hooks messages and nothing else.
struct Hooked;

impl Plugin for Hooked {
    fn about(&self) -> About {
        About::new("Hooked", "Hooks messages")
    }

    fn user_data(&self) -> UserData {
        UserData::none("keeps nothing")
    }

    fn hooks(&self) -> Vec<Hook> {
        vec![Hook::new(EventKind::Message, |_| async { Ok(()) })]
    }
}

/// The guild with this number; snowflakes differ in their high bits.
#[must_use]
pub const fn guild(number: u64) -> GuildId {
    GuildId::new((number + 1) << 22)
}

/// Whether a plugin, by its place, is on in a guild: one in two, in every second guild.
#[must_use]
pub const fn is_on(plugin: usize, guild: u64) -> bool {
    guild.is_multiple_of(2) && plugin.is_multiple_of(2)
}

/// A gate that knows [`PLUGINS`] and [`GUILDS`].
///
/// # Panics
/// Never: the plugins fit together.
#[must_use]
pub fn gate() -> Gate {
    let entries = PLUGINS.map(|id| {
        let plugin: Arc<dyn Plugin> = Arc::new(Hooked);
        Entry { id, crate_name: "bench", about: plugin.about(), plugin }
    });
    let registry = Arc::new(Registry::from_entries(entries, Vec::new()).expect("the plugins fit together"));
    let guilds: BTreeMap<_, _> =
        (0..GUILDS).map(|number| (guild(number), plan(|plugin| is_on(plugin, number)))).collect();
    let findings = Report::new(Path::new("plugins.toml"), "".into(), Vec::new());
    Gate::new(registry, Arc::new(Plan { default: plan(|_| false), guilds, findings }))
}

fn plan(on: impl Fn(usize) -> bool) -> GuildPlan {
    let plugin = |place: usize| PluginPlan {
        state: if on(place) { PluginState::On } else { PluginState::Off },
        enabled_by: Origin::Guild,
        settings: None,
        values: Default::default(),
        origins: BTreeMap::new(),
    };
    let plugins = (0..PLUGINS.len()).map(|place| Arc::new(plugin(place))).collect();
    GuildPlan { config: GuildConfig::default(), language: Default::default(), plugins }
}
