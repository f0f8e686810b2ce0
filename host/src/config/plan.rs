//! What `plugins.toml` comes to: for each guild its own settings, and for each linked plugin whether it is on and with which values.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::Arc,
};

use plugin_api::{GuildConfig, PluginId, serenity::GuildId, settings::AnySettings};

use super::{LanguageConfig, Report};

/// The effective plan of one file.
#[derive(Clone, Debug)]
pub struct Plan {
    /// For guilds that the file does not name.
    pub default: GuildPlan,
    /// For the guilds that it names.
    pub guilds: BTreeMap<GuildId, GuildPlan>,
    /// Values that can't be used: the plugins concerned are [`PluginState::Misconfigured`]. Empty where all is well.
    pub findings: Report,
}

/// The effective plan of one guild.
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
    /// Whether it is on, and if not why.
    pub state: PluginState,
    /// Where the file switches it on or off.
    pub enabled_by: Origin,
    /// The settings, read and checked; `None` where it has none or they can't be used.
    pub settings: Option<AnySettings>,
    /// The settings as the file and the defaults say, layers merged.
    pub values: toml::Table,
    /// Which layer sets which key (dots for what lies deeper); a key that is not here has its default.
    pub origins: BTreeMap<String, Origin>,
}

/// Whether a plugin is on in a guild.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PluginState {
    /// It is on.
    On,
    /// Nobody switched it on, or somebody switched it off.
    Off,
    /// It was switched on but a value can't be used: off until it is mended. The text says which and what is allowed.
    Misconfigured(String),
    /// It was switched on but a plugin that it requires is not on.
    Requires(PluginId),
}

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The plugin's own default.
    Default,
    /// `[plugins.<id>]`, for all guilds.
    Plugins,
    /// `[guilds.<guild>.plugins.<id>]`.
    Guild,
}

impl Plan {
    /// The plan of a guild, named in the file or not.
    #[must_use]
    pub fn guild(&self, guild: GuildId) -> &GuildPlan {
        self.guilds.get(&guild).unwrap_or(&self.default)
    }

    /// Whether a guild is served otherwise than under another plan of the same registry.
    #[must_use]
    pub fn differs(&self, other: &Self, guild: GuildId) -> bool {
        self.guild(guild).differs(other.guild(guild))
    }

    /// Those of the guilds that are served otherwise than under another plan of the same registry.
    #[must_use]
    pub fn changed(&self, other: &Self, guilds: impl IntoIterator<Item = GuildId>) -> Vec<GuildId> {
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
    /// Where the value of a key comes from.
    #[must_use]
    pub fn origin(&self, key: &str) -> Origin {
        self.origins.get(key).copied().unwrap_or(Origin::Default)
    }
}

impl PluginState {
    /// Whether it is on.
    #[must_use]
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
