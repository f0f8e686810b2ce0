//! What a plugin is.

use std::any::Any;

use futures::future::BoxFuture;
use serenity::all::{GatewayIntents, Permissions};
use sqlx::migrate::Migrator;

use crate::{
    Catalogue, Command, Component, Hook, Host, JobKind, PluginId, Result, Routes, Schedule, SettingsSchema,
    Tour, UserData,
};

/// How a plugin is described in lists and on pages.
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
    /// The plugins that it needs. If one of them is off in a guild, so is this one.
    pub requires: &'static [PluginId],
    /// The plugins that it uses where they are on, and without which it works too.
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

    /// Names the plugins without which it does not work; [`Host::plugin`] gives them.
    #[must_use]
    pub const fn requires(mut self, plugins: &'static [PluginId]) -> Self {
        self.requires = plugins;
        self
    }

    /// Names the plugins that it uses where they are on; [`Host::plugin_in`] gives them.
    #[must_use]
    pub const fn uses(mut self, plugins: &'static [PluginId]) -> Self {
        self.uses = plugins;
        self
    }
}

/// What a plugin contributes. All methods but [`Plugin::start`] and [`Plugin::stop`] are declarations and do no I/O.
///
/// The life of a plugin:
///
/// 1. **Registered.** The program links the crate, and [`register!`](crate::register) makes the plugin known. The host builds one value of
///    every registered plugin when the process starts, and keeps them sorted by id.
/// 2. **Listed.** The host reads the declarations: commands, components, hooks, jobs, schedules, routes, settings. Conflicts stop the start:
///    two plugins with one id, two components with one action, a command beyond Discord's limits.
/// 3. **Checked.** The host reads `plugins.toml` against the schema of [`Plugin::settings`]. A value that is not valid switches the plugin
///    off where that value applies; the other guilds are not affected. This is done again whenever the file changes.
/// 4. **Migrated.** The host applies its own migrations first, and then those of each plugin in the order of their ids.
/// 5. **Started.** [`Plugin::start`] is called once, in the order of the ids, when the bot is logged in and before the gateway is opened. The
///    plugin may be off in every guild: [`Host`] works for all of them. An error stops the process.
/// 6. **Gated.** In a guild where the plugin is on, its commands are registered and its schedules are queued. The gate is asked before every
///    command, component, event, job and route; where the plugin is off, nothing of it is called, and its jobs wait. A plugin that fails
///    repeatedly in a guild is paused there for a while.
/// 7. **Stopped.** At shutdown no new work begins, what runs may finish for a short time, and then [`Plugin::stop`] is called once.
pub trait Plugin: Any + Send + Sync {
    /// Title, summary, version and required plugins.
    fn about(&self) -> About;

    /// The personal data it keeps. It has no default, so that a plugin that forgets it does not compile.
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
