//! What the host's own commands need.

use std::sync::Arc;

use plugin_api::{
    Context, ContextExt, Error, Locale, Result,
    serenity::{GuildId, Permissions},
};

use crate::{
    config::{ConfigStore, Plan, PluginPlan},
    errors,
    quarantine::Quarantine,
    registry::{Entry, Registry},
    reload::Reloader,
};

/// What the host's own commands need; they find it with [`plugin_api::Host::extension`].
pub struct Admin {
    pub(super) registry: Arc<Registry>,
    pub(super) reloader: Arc<Reloader>,
    pub(super) quarantine: Arc<Quarantine>,
}

impl Admin {
    /// Administers these plugins through the file of the reloader.
    pub fn new(registry: Arc<Registry>, reloader: Arc<Reloader>, quarantine: Arc<Quarantine>) -> Self {
        Self { registry, reloader, quarantine }
    }

    /// The state of `plugins.toml`.
    pub(super) fn config(&self) -> &ConfigStore {
        self.reloader.store()
    }

    /// Finds the plan of a plugin in a guild.
    pub(super) fn plugin_plan<'p>(
        &self,
        plan: &'p Plan,
        guild: GuildId,
        entry: &Entry,
    ) -> Option<&'p PluginPlan> {
        let index = self.registry.index(entry.id.as_str())?;
        plan.guild(guild).plugins.get(index).map(AsRef::as_ref)
    }

    /// Finds a linked plugin.
    ///
    /// # Errors
    /// If there is none of this id: a sentence for the member that names those that there are.
    pub(super) fn find_plugin(&self, id: &str, locale: &Locale) -> Result<&Entry> {
        self.registry.get(id.trim()).ok_or_else(|| {
            let linked: Vec<_> = self.registry.iter().map(|entry| entry.id.as_str()).collect();
            let args = [("plugin", id.into()), ("linked", linked.join(", ").into())];
            Error::User(errors::text_with(locale, "admin-unknown-plugin", &args))
        })
    }
}

/// Returns what the commands need, to a member who may use them.
///
/// # Errors
/// If the member lacks Manage Server.
pub(super) fn authorize(ctx: &Context<'_>) -> Result<Arc<Admin>> {
    // Discord asks this too, but a guild's owner can give the command to others there.
    ctx.require(Permissions::MANAGE_GUILD)?;
    from_context(ctx)
}

/// Returns what the commands need, without asking for a permission.
pub(super) fn from_context(ctx: &Context<'_>) -> Result<Arc<Admin>> {
    let admin = ctx.host().extension();
    Ok(admin.ok_or_else(|| anyhow::anyhow!("the host was put together without its own commands"))?)
}
