//! The plan that `plugins.toml` resolves to: for each guild its settings, and for each linked plugin whether it is on and with which values.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::Arc,
};

use plugin_api::{GuildConfig, PluginId, serenity::GuildId, settings::AnySettings};

use super::{LanguageConfig, Report, layers::Origin};

/// The plan of one file.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The plan of the guilds that the file does not name.
    pub default: GuildPlan,
    /// The plans of the guilds that it names.
    pub guilds: BTreeMap<GuildId, GuildPlan>,
    /// Values that can't be used: the plugins concerned are [`PluginState::Misconfigured`].
    pub findings: Report,
}

/// The plan of one guild.
#[derive(Clone, Debug)]
pub struct GuildPlan {
    /// Language, time zone and log channel.
    pub config: GuildConfig,
    /// The language model.
    pub language: LanguageConfig,
    /// One for each linked plugin, at its place in the registry.
    pub plugins: Vec<Arc<PluginPlan>>,
}

/// A plugin in a guild.
#[derive(Clone, Debug)]
pub struct PluginPlan {
    /// Whether it is on, and if not, why.
    pub state: PluginState,
    /// The layer that switches it on or off.
    pub enabled_by: Origin,
    /// The parsed and checked settings; `None` if it has none or they can't be used.
    pub settings: Option<AnySettings>,
    /// The merged values of the file and the defaults.
    pub values: toml::Table,
    /// The layer that sets each key (with dots between names); a key that is not here has its default.
    pub origins: BTreeMap<String, Origin>,
}

/// Whether a plugin is on in a guild.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PluginState {
    /// It is on.
    On,
    /// It was not switched on, or it was switched off.
    Off,
    /// It was switched on, but a value can't be used: it is off until that is corrected. The text says which value and what is allowed.
    Misconfigured(String),
    /// It was switched on, but a plugin that it requires is not on.
    Requires(PluginId),
}

impl Plan {
    /// Returns the plan of a guild, whether the file names it or not.
    pub fn guild(&self, guild: GuildId) -> &GuildPlan {
        self.guilds.get(&guild).unwrap_or(&self.default)
    }

    /// Whether a guild's plan differs from that in another plan of the same registry.
    pub fn differs(&self, other: &Self, guild: GuildId) -> bool {
        self.guild(guild).differs(other.guild(guild))
    }

    /// Returns those of the guilds whose plan differs from that in another plan of the same registry.
    pub fn changed_guilds(&self, other: &Self, guilds: impl IntoIterator<Item = GuildId>) -> Vec<GuildId> {
        let default_differs = self.default.differs(&other.default);
        let named: BTreeSet<_> = self.guilds.keys().chain(other.guilds.keys()).copied().collect();
        let differs = |guild: &GuildId| {
            if named.contains(guild) { self.differs(other, *guild) } else { default_differs }
        };
        guilds.into_iter().filter(differs).collect()
    }
}

impl GuildPlan {
    fn differs(&self, other: &Self) -> bool {
        self.config != other.config
            || self.language != other.language
            || self.plugins.len() != other.plugins.len()
            || self
                .plugins
                .iter()
                .zip(&other.plugins)
                .any(|(a, b)| a.state != b.state || a.values != b.values)
    }
}

impl PluginPlan {
    /// Returns the layer that the value of a key comes from.
    pub fn origin(&self, key: &str) -> Origin {
        self.origins.get(key).copied().unwrap_or(Origin::Default)
    }
}

impl PluginState {
    /// Whether it is on.
    pub fn is_on(&self) -> bool {
        *self == Self::On
    }
}

impl fmt::Display for PluginState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::On => f.write_str("on"),
            Self::Off => f.write_str("off"),
            Self::Misconfigured(_) => f.write_str("misconfigured"),
            Self::Requires(plugin) => write!(f, "needs {plugin}"),
        }
    }
}
