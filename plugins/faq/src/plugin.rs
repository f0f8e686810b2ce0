//! The plugin's state: all of it is a cache, so that a restart loses nothing.

use std::sync::Arc;

use plugin_api::{Host, Result, serenity::GuildId};

use crate::{domain::Entry, gaps::ask_limiter::AskLimiter, index_cache::IndexCache, names::ID, store};

/// The plugin.
#[derive(Default)]
pub struct Faq {
    /// The search indexes of the guilds that were searched last.
    pub index_cache: IndexCache,
    pub(crate) ask_limiter: AskLimiter,
}

impl Faq {
    /// The plugin of a host. It is missing only if a test puts a host together without it.
    pub fn from_host(host: &Host) -> Result<Arc<Self>> {
        Ok(host.plugin().ok_or_else(|| anyhow::anyhow!("the plugin '{ID}' is not linked"))?)
    }

    /// The published entries worth showing to a member who wrote what they need, best first; none if nothing clearly fits.
    pub async fn find_relevant(
        &self,
        host: &Host,
        guild: GuildId,
        text: &str,
        limit: usize,
    ) -> Result<Vec<Entry>> {
        let ids = self.index_cache.published(host.db(), guild).await?.relevant(text, limit);
        store::fetch_published(host.db(), guild, &ids).await
    }

    pub(crate) async fn start(&self, host: &Host) -> Result<()> {
        // The database may be another one than before.
        self.index_cache.clear();
        let entries = store::count_all(host.db()).await?;
        tracing::info!(entries, "the FAQ has started");
        Ok(())
    }
}
