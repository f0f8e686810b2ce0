//! The guild in which an event happened, and its kind.

use plugin_api::{
    EventKind,
    serenity::{FullEvent, GuildId},
};

/// Returns the kind and the guild of an event, or `None` for direct messages and for events that no plugin can hook.
pub(super) fn kind_and_guild(event: &FullEvent) -> Option<(EventKind, GuildId)> {
    use EventKind as K;
    use FullEvent as E;
    Some(match event {
        E::GuildCreate { guild, .. } => (K::GuildCreate, guild.id),
        E::ChannelCreate { channel } => (K::ChannelCreate, channel.guild_id),
        E::ChannelUpdate { new, .. } => (K::ChannelUpdate, new.guild_id),
        E::ChannelDelete { channel, .. } => (K::ChannelDelete, channel.guild_id),
        E::GuildRoleCreate { new } => (K::GuildRoleCreate, new.guild_id),
        E::GuildRoleUpdate { new, .. } => (K::GuildRoleUpdate, new.guild_id),
        E::GuildRoleDelete { guild_id, .. } => (K::GuildRoleDelete, *guild_id),
        E::ThreadCreate { thread } => (K::ThreadCreate, thread.guild_id),
        E::ThreadUpdate { new, .. } => (K::ThreadUpdate, new.guild_id),
        E::ThreadDelete { thread, .. } => (K::ThreadDelete, thread.guild_id),
        E::GuildMemberAddition { new_member } => (K::GuildMemberAddition, new_member.guild_id),
        E::GuildMemberRemoval { guild_id, .. } => (K::GuildMemberRemoval, *guild_id),
        E::GuildMemberUpdate { event, .. } => (K::GuildMemberUpdate, event.guild_id),
        E::GuildBanAddition { guild_id, .. } => (K::GuildBanAddition, *guild_id),
        E::GuildBanRemoval { guild_id, .. } => (K::GuildBanRemoval, *guild_id),
        E::Message { new_message } => (K::Message, new_message.guild_id?),
        E::MessageUpdate { event, .. } => (K::MessageUpdate, event.guild_id?),
        E::MessageDelete { guild_id, .. } => (K::MessageDelete, (*guild_id)?),
        E::MessageDeleteBulk { guild_id, .. } => (K::MessageDeleteBulk, (*guild_id)?),
        E::ReactionAdd { add_reaction } => (K::ReactionAdd, add_reaction.guild_id?),
        E::ReactionRemove { removed_reaction } => (K::ReactionRemove, removed_reaction.guild_id?),
        _ => return None,
    })
}
