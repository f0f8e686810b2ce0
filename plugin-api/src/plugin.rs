//! What a plugin is.

use std::any::Any;

use futures::future::BoxFuture;
use serenity::all::{GatewayIntents, Permissions};
use sqlx::migrate::Migrator;

use crate::{
    Catalogue, Command, Component, Hook, Host, JobKind, PluginId, Result, Routes, Schedule, SettingsSchema,
    Tour, UserData,
};

/// What a plugin says of itself in lists and pages.
#[derive(Clone, Debug)]
pub struct About {
    /// Its name for people.
    pub title: &'static str,
    /// What it does, in one line.
    pub summary: &'static str,
    /// The heading it is listed under.
    pub category: &'static str,
    /// Its version; see [`About::version`].
    pub version: &'static str,
    /// The plugins whose public types it uses. Where one of them is off, so is this one.
    pub requires: &'static [PluginId],
    /// The plugins whose public types it uses where they are on, and without which it works too.
    pub uses: &'static [PluginId],
}

impl About {
    /// Describes a plugin of the category "General", of no stated version, that requires no other.
    #[must_use]
    pub const fn new(title: &'static str, summary: &'static str) -> Self {
        Self { title, summary, category: "General", version: "0.0.0", requires: &[], uses: &[] }
    }

    /// Sets the heading it is listed under.
    #[must_use]
    pub const fn category(mut self, category: &'static str) -> Self {
        self.category = category;
        self
    }

    /// Sets its version, usually `env!("CARGO_PKG_VERSION")`.
    #[must_use]
    pub const fn version(mut self, version: &'static str) -> Self {
        self.version = version;
        self
    }

    /// Names the plugins without which it does not work: [`Host::plugin`] has them.
    #[must_use]
    pub const fn requires(mut self, plugins: &'static [PluginId]) -> Self {
        self.requires = plugins;
        self
    }

    /// Names the plugins that it uses where they are on: [`Host::plugin_in`] has them there.
    #[must_use]
    pub const fn uses(mut self, plugins: &'static [PluginId]) -> Self {
        self.uses = plugins;
        self
    }
}

/// What a plugin contributes. Declarations only: none of these does I/O before [`Plugin::start`].
pub trait Plugin: Any + Send + Sync {
    /// Title, summary, version and required plugins.
    fn about(&self) -> About;

    /// The personal data it keeps. Has no default: forgetting whom the data is about must not compile.
    fn user_data(&self) -> UserData;

    /// Slash and context-menu commands, made with `#[poise::command]`. Registered only in guilds where the plugin is on.
    fn commands(&self) -> Vec<Command> {
        Vec::new()
    }

    /// The gateway events it wants.
    fn hooks(&self) -> Vec<Hook> {
        Vec::new()
    }

    /// The buttons, selects and modals it answers.
    fn components(&self) -> Vec<Component> {
        Vec::new()
    }

    /// Work that recurs in each guild where it is on.
    fn schedules(&self) -> Vec<Schedule> {
        Vec::new()
    }

    /// The kinds of one-shot work it queues with [`crate::Jobs`].
    fn jobs(&self) -> Vec<JobKind> {
        Vec::new()
    }

    /// HTTP routes, nested by the host under `/api/guilds/{guild_id}/plugins/<id>` behind authentication and the gate, and public pages
    /// under `/guilds/{guild_id}/<id>` behind the gate.
    fn routes(&self) -> Routes {
        Routes::none()
    }

    /// Its tables: `Some(sqlx::migrate!("../../migrations/<id>"))`. Each plugin has its own migrations table.
    fn migrations(&self) -> Option<Migrator> {
        None
    }

    /// The settings an admin may write in `plugins.toml`.
    fn settings(&self) -> Option<SettingsSchema> {
        None
    }

    /// Its texts; the names and descriptions of its commands are taken from here too.
    fn messages(&self) -> Option<&'static Catalogue> {
        None
    }

    /// Guided tours that the sandbox offers to newcomers.
    fn tours(&self) -> Vec<Tour> {
        Vec::new()
    }

    /// Gateway intents beyond those that its hooks imply ([`crate::EventKind::intents`]) and name ([`Hook::intents`]).
    fn intents(&self) -> GatewayIntents {
        GatewayIntents::empty()
    }

    /// What the bot needs to be allowed in a guild for this plugin to work.
    fn permissions(&self) -> Permissions {
        Permissions::empty()
    }

    /// Called once, after the migrations and before the gateway is opened. An error here stops the start.
    fn start<'a>(&'a self, _host: &'a Host) -> BoxFuture<'a, Result<()>> {
        Box::pin(async { Ok(()) })
    }

    /// Called once, at shutdown, after the last handler has ended.
    fn stop(&self) -> BoxFuture<'_, ()> {
        Box::pin(async {})
    }
}
