//! What the host offers to plugins.

use std::{
    any::{Any, TypeId},
    collections::HashMap,
    sync::Arc,
};

use chrono_tz::Tz;
use serenity::{
    all::{ChannelId, GuildId, UserId},
    http::Http,
};

use crate::{
    Clock, Db, Jobs, Language, Locale, PluginId, Settings,
    language::LanguageModel,
    log::{GuildLog, LogSender},
    settings::AnySettings,
};

/// What every command finds in its context: the same as [`Host`].
pub type Data = Host;

/// Everything the host offers: database, settings, jobs, clock, Discord, the log channel, other plugins. Cheap to clone.
#[derive(Clone)]
pub struct Host(Arc<Parts>);

/// What a host consists of. For hosts and tests, not for plugins.
pub struct Parts {
    /// The database.
    pub db: Db,
    /// The settings in force.
    pub settings: Arc<dyn SettingsSource>,
    /// Job queue.
    pub jobs: Jobs,
    /// Clock.
    pub clock: Clock,
    /// Discord's REST API.
    pub http: Arc<Http>,
    /// The queue of entries for log channels.
    pub log: LogSender,
    /// The bot's own id.
    pub bot: UserId,
    /// The language model that guilds may have.
    pub language: Option<Arc<dyn LanguageModel>>,
    /// The linked plugins, sorted by id.
    pub plugins: Vec<(PluginId, Arc<dyn Any + Send + Sync>)>,
    /// What else the host's own commands need.
    pub extensions: Extensions,
}

/// Values that a host gives to its own commands, one of each type, which this crate does not know.
#[derive(Clone, Default)]
pub struct Extensions(HashMap<TypeId, Arc<dyn Any + Send + Sync>>);

impl Extensions {
    /// Adds a value, in place of another one of its type.
    #[must_use]
    pub fn with<T: Any + Send + Sync>(mut self, value: Arc<T>) -> Self {
        self.0.insert(TypeId::of::<T>(), value);
        self
    }

    fn get<T: Any + Send + Sync>(&self) -> Option<Arc<T>> {
        self.0.get(&TypeId::of::<T>()).and_then(|value| Arc::clone(value).downcast().ok())
    }
}

/// What `plugins.toml` says of a guild as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuildConfig {
    /// The language of messages to its channels.
    pub locale: Locale,
    /// The zone of its wall clocks.
    pub timezone: Tz,
    /// The channel for staff, if it has one.
    pub log_channel: Option<ChannelId>,
}

impl Default for GuildConfig {
    fn default() -> Self {
        Self { locale: Locale::default(), timezone: Tz::UTC, log_channel: None }
    }
}

/// Gives the settings in force. The host implements it; it never waits.
pub trait SettingsSource: Send + Sync {
    /// A guild's own settings.
    fn guild(&self, guild: GuildId) -> GuildConfig;
    /// A plugin's settings in a guild; `None` if the plugin has none, or if they are not valid.
    fn settings(&self, plugin: PluginId, guild: GuildId) -> Option<AnySettings>;
    /// Whether a plugin is on in a guild.
    fn is_on(&self, plugin: PluginId, guild: GuildId) -> bool;
}

impl Host {
    /// Makes a host of its parts.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// The database.
    pub fn db(&self) -> &Db {
        &self.0.db
    }

    /// A plugin's settings in a guild, as they are now: ask each time, they change while the program runs.
    pub fn settings<S: Settings>(&self, guild: GuildId) -> Arc<S> {
        self.0.settings.settings(S::PLUGIN, guild).and_then(|any| any.downcast().ok()).unwrap_or_default()
    }

    /// A guild's language, time zone and log channel, as they are now.
    pub fn guild(&self, guild: GuildId) -> GuildConfig {
        self.0.settings.guild(guild)
    }

    /// The queue of one-shot work.
    pub fn jobs(&self) -> &Jobs {
        &self.0.jobs
    }

    /// The clock.
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// Discord's REST API.
    pub fn http(&self) -> &Arc<Http> {
        &self.0.http
    }

    /// The bot's own user id.
    pub fn bot(&self) -> UserId {
        self.0.bot
    }

    /// The guild's log channel. Posting there never waits and never fails.
    pub fn log(&self, guild: GuildId) -> GuildLog<'_> {
        self.0.log.for_guild(guild)
    }

    /// The guild's language model, or what works offline in its place.
    pub fn language(&self, guild: GuildId) -> Language {
        Language::new(self.0.language.clone(), guild)
    }

    /// A value for the host's own commands. Plugins use [`Host::plugin`].
    pub fn extension<T: Any + Send + Sync>(&self) -> Option<Arc<T>> {
        self.0.extensions.get()
    }

    /// Another plugin's public type. Name that plugin in [`crate::About::requires`].
    pub fn plugin<P: Any + Send + Sync>(&self) -> Option<Arc<P>> {
        self.linked().map(|(_, plugin)| plugin)
    }

    /// Another plugin's public type, if it is linked and on in a guild. Name that plugin in [`crate::About::uses`].
    pub fn plugin_in<P: Any + Send + Sync>(&self, guild: GuildId) -> Option<Arc<P>> {
        self.linked().filter(|(id, _)| self.0.settings.is_on(*id, guild)).map(|(_, plugin)| plugin)
    }

    fn linked<P: Any + Send + Sync>(&self) -> Option<(PluginId, Arc<P>)> {
        self.0.plugins.iter().find_map(|(id, plugin)| Some((*id, Arc::clone(plugin).downcast().ok()?)))
    }
}
