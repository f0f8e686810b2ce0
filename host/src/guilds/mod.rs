//! The guilds that the bot is in, known to all processes: whoever presses a button in a direct message or asks for a public page names a
//! guild that another process may serve, or one where the bot never was.

mod store;

use plugin_api::serenity::{GuildId, Ready};
use serenity::utils::shard_id;

pub(crate) use store::{all, is_here, joined, left};

/// Whether the bot left a guild while nobody looked: Discord names all guilds of a shard when that is connected.
pub(crate) fn is_lost(ready: &Ready, guild: GuildId) -> bool {
    let asked = ready.shard.as_ref().is_none_or(|shard| shard_id(guild, shard.total) == shard.id.get());
    asked && ready.guilds.iter().all(|known| known.id != guild)
}
