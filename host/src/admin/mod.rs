//! The commands that are built in: `/plugins`, by which admins switch and tune plugins from Discord, and `/guildhall status`.
//!
//! They are registered in every guild whatever is on there, and ask for Manage Server.

mod change;
mod complete;
mod plugins;
mod status;
mod store;
mod view;

use std::sync::{Arc, OnceLock, Weak};

use plugin_api::{
    Command, Context, ContextExt, Error, Locale, Result,
    serenity::{GuildId, Permissions},
};

use crate::{
    config::{Live, Plan, PluginPlan},
    errors,
    registry::{Entry, Registry},
    runtime::Runtime,
};

/// What the built-in commands work with; they find it with [`plugin_api::Host::extension`].
pub struct Admin {
    registry: Arc<Registry>,
    live: Arc<Live>,
    runtime: OnceLock<Weak<Runtime>>,
}

impl Admin {
    /// Administers these plugins through this file.
    #[must_use]
    pub fn new(registry: Arc<Registry>, live: Arc<Live>) -> Self {
        Self { registry, live, runtime: OnceLock::new() }
    }

    /// Lets the commands see how the running host is doing. Only the first call counts.
    pub fn attach(&self, runtime: &Arc<Runtime>) {
        if self.runtime.set(Arc::downgrade(runtime)).is_err() {
            tracing::error!("the built-in commands already serve another runtime");
        }
    }

    /// `None` before the start and after the end of the host.
    fn runtime(&self) -> Option<Arc<Runtime>> {
        self.runtime.get()?.upgrade()
    }

    /// How a plugin stands in a guild.
    fn stands<'p>(&self, plan: &'p Plan, guild: GuildId, entry: &Entry) -> Option<&'p PluginPlan> {
        let index = self.registry.index(entry.id.as_str())?;
        plan.guild(guild).plugins.get(index).map(AsRef::as_ref)
    }

    /// A linked plugin.
    ///
    /// # Errors
    /// A sentence that names those that there are.
    fn entry(&self, id: &str, reader: &Locale) -> Result<&Entry> {
        self.registry.get(id.trim()).ok_or_else(|| {
            let linked: Vec<_> = self.registry.iter().map(|entry| entry.id.as_str()).collect();
            let args = [("plugin", id.into()), ("linked", linked.join(", ").into())];
            Error::User(errors::text_with(reader, "admin-unknown-plugin", &args))
        })
    }
}

/// The built-in commands.
#[must_use]
pub fn commands() -> Vec<Command> {
    vec![plugins::plugins(), status::guildhall()]
}

/// What the commands work with, for a member who may use them.
///
/// # Errors
/// Where the member lacks Manage Server.
fn admitted(ctx: &Context<'_>) -> Result<Arc<Admin>> {
    // Discord asks this too, but a guild's owner can give the command to others there.
    ctx.require(Permissions::MANAGE_GUILD)?;
    of_host(ctx)
}

fn of_host(ctx: &Context<'_>) -> Result<Arc<Admin>> {
    let admin = ctx.host().extension();
    Ok(admin.ok_or_else(|| anyhow::anyhow!("the host was put together without its built-in commands"))?)
}
