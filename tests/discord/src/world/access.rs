//! Permissions of users in guilds and channels: the permission algorithm applied to the world.

use std::ops::Range;

use chrono::{DateTime, Utc};

use super::{Channel, OverwriteKind, World, channel_kind};
use crate::{
    error::{ApiError, ApiResult, Unknown},
    permissions::{self, Overwrites, Permissions, Rank},
    snowflake::Id,
};

impl World {
    pub(crate) fn is_member(&self, guild: Id, user: Id) -> bool {
        self.guilds.get(&guild).is_some_and(|guild| guild.members.contains_key(&user))
    }

    /// A member's guild-wide permissions; none for a user who is not a member.
    pub(crate) fn permissions_in_guild(&self, guild_id: Id, user: Id) -> Permissions {
        let Some(guild) = self.guilds.get(&guild_id) else { return Permissions::empty() };
        let Some(member) = guild.members.get(&user) else { return Permissions::empty() };
        let role_bits = |id: &Id| guild.roles.get(id).map(|role| role.permissions);
        let everyone = role_bits(&guild_id).unwrap_or_default();
        let bits =
            permissions::base(guild.owner_id == user, everyone, member.roles.iter().filter_map(role_bits));
        match member.timeout_until {
            Some(until) if until > self.now() => permissions::timed_out(bits),
            _ => bits,
        }
    }

    pub(crate) fn may_in_guild(&self, guild: Id, user: Id, needed: Permissions) -> bool {
        self.permissions_in_guild(guild, user).contains(needed)
    }

    /// What `user` may do in a channel, thread or DM, after implicit denials and time-outs.
    pub(crate) fn permissions_in(&self, channel_id: Id, user: Id) -> Permissions {
        let Some(channel) = self.channels.get(&channel_id) else { return Permissions::empty() };
        let Some(guild_id) = channel.guild_id else {
            let takes_part = user == self.bot_id() || channel.recipient == Some(user);
            return if takes_part { direct_permissions() } else { Permissions::empty() };
        };
        let Some(thread) = &channel.thread else {
            return self.with_time_out(
                guild_id,
                user,
                permissions::implied(self.with_overwrites(channel, user)),
            );
        };
        let Some(parent) = channel.parent_id.and_then(|id| self.channels.get(&id)) else {
            return Permissions::empty();
        };
        let bits = permissions::implied_in_thread(self.with_overwrites(parent, user));
        let hidden = channel.kind == channel_kind::PRIVATE_THREAD
            && !thread.members.contains_key(&user)
            && !bits.contains(Permissions::MANAGE_THREADS);
        if hidden { Permissions::empty() } else { self.with_time_out(guild_id, user, bits) }
    }

    fn with_time_out(&self, guild_id: Id, user: Id, bits: Permissions) -> Permissions {
        let member = self.guilds.get(&guild_id).and_then(|guild| guild.members.get(&user));
        let until = member.and_then(|member| member.timeout_until);
        if until.is_some_and(|until| until > self.now()) { permissions::timed_out(bits) } else { bits }
    }

    /// Whether the time-out of any member ends in this time.
    pub(crate) fn has_time_out_until(&self, time: Range<DateTime<Utc>>) -> bool {
        let mut members = self.guilds.values().flat_map(|guild| guild.members.values());
        members.any(|member| member.timeout_until.is_some_and(|until| time.contains(&until)))
    }

    fn with_overwrites(&self, channel: &Channel, user: Id) -> Permissions {
        let member = channel
            .guild_id
            .and_then(|id| self.guilds.get(&id))
            .and_then(|guild| Some((guild, guild.members.get(&user)?)));
        let Some((guild, member)) = member else { return Permissions::empty() };
        let mut overwrites = Overwrites::default();
        for overwrite in &channel.overwrites {
            let bits = permissions::Overwrite { allow: overwrite.allow, deny: overwrite.deny };
            match overwrite.kind {
                OverwriteKind::Member if overwrite.id == user => overwrites.member = Some(bits),
                OverwriteKind::Role if overwrite.id == guild.id => overwrites.everyone = Some(bits),
                OverwriteKind::Role if member.roles.contains(&overwrite.id) => overwrites.roles.push(bits),
                _ => {}
            }
        }
        permissions::in_channel(self.permissions_in_guild(guild.id, user), &overwrites)
    }

    pub(crate) fn can_see(&self, user: Id, channel: Id) -> bool {
        self.permissions_in(channel, user).contains(Permissions::VIEW_CHANNEL)
    }

    /// A member's rank in the guild's hierarchy.
    pub(crate) fn rank(&self, guild_id: Id, user: Id) -> Rank {
        let Some(guild) = self.guilds.get(&guild_id) else { return Rank::Role { position: 0, id: 0 } };
        if guild.owner_id == user {
            return Rank::Owner;
        }
        let roles = guild.members.get(&user).map_or(&[][..], |member| &member.roles);
        let best = roles
            .iter()
            .filter_map(|id| guild.roles.get(id))
            .max_by_key(|role| (role.position, std::cmp::Reverse(role.id)));
        best.map_or(Rank::Role { position: 0, id: guild_id.0 }, |role| Rank::Role {
            position: role.position,
            id: role.id.0,
        })
    }

    /// The channel, if `user` can see it: 10003 when there is none, 50001 when it is hidden.
    pub(crate) fn visible_channel(&self, user: Id, id: Id) -> ApiResult<&Channel> {
        let channel = self.channels.get(&id).ok_or_else(|| ApiError::unknown(Unknown::Channel))?;
        if self.can_see(user, id) { Ok(channel) } else { Err(ApiError::missing_access()) }
    }

    /// The channel, if `user` has `needed` in it: 50001 when hidden, 50013 without the permission.
    pub(crate) fn require_in(&self, user: Id, id: Id, needed: Permissions) -> ApiResult<&Channel> {
        let channel = self.visible_channel(user, id)?;
        let held = self.permissions_in(id, user);
        if held.contains(needed) { Ok(channel) } else { Err(ApiError::missing_permissions()) }
    }

    /// Checks that `user` is in the guild (10004 otherwise, as for a guild that does not exist) and has `needed`.
    pub(crate) fn require_in_guild(&self, user: Id, guild: Id, needed: Permissions) -> ApiResult<()> {
        if !self.is_member(guild, user) {
            return Err(ApiError::unknown(Unknown::Guild));
        }
        if self.may_in_guild(guild, user, needed) { Ok(()) } else { Err(ApiError::missing_permissions()) }
    }
}

/// What both sides may do in a direct message.
fn direct_permissions() -> Permissions {
    Permissions::VIEW_CHANNEL
        | Permissions::SEND_MESSAGES
        | Permissions::READ_MESSAGE_HISTORY
        | Permissions::ADD_REACTIONS
        | Permissions::EMBED_LINKS
        | Permissions::ATTACH_FILES
        | Permissions::MENTION_EVERYONE
        | Permissions::USE_EXTERNAL_EMOJIS
        | Permissions::USE_APPLICATION_COMMANDS
}
