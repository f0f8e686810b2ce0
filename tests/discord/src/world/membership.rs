//! Joining and leaving guilds.

use serde_json::json;

use super::{Audience, Author, Member, Message, World, message_kind};
use crate::{
    error::{ApiError, ApiResult, Unknown},
    snowflake::Id,
};

impl World {
    /// Makes a user a member and announces it; the bot gets GUILD_CREATE. The system channel greets people.
    pub(crate) fn join_guild(&mut self, guild_id: Id, user: Id) -> ApiResult<()> {
        let now = self.now();
        let bot = self.bot_id();
        let guild = self.guilds.get_mut(&guild_id).ok_or_else(|| ApiError::unknown(Unknown::Guild))?;
        if guild.bans.contains_key(&user) {
            return Err(ApiError::forbidden(40007, "The user is banned from this guild."));
        }
        if guild.members.contains_key(&user) {
            return Err(ApiError::bad_request(0, "The user is a member already."));
        }
        let mut member = Member::new(user, now);
        if user == bot {
            member
                .roles
                .extend(guild.roles.values().find(|role| role.bot_id == Some(bot)).map(|role| role.id));
        }
        let system_channel = guild.system_channel_id;
        guild.members.insert(user, member);
        if user == bot {
            self.announce_guild(guild_id);
            return Ok(());
        }
        if let Some(mut view) = self.member_json(guild_id, user) {
            view["guild_id"] = json!(guild_id);
            self.emit("GUILD_MEMBER_ADD", Audience::Guild(guild_id), view);
        }
        if let Some(channel) = system_channel {
            let mut message = Message::new(self.next_id(), channel, Author::User(user), now);
            message.kind = message_kind::MEMBER_JOIN;
            self.post(message);
        }
        Ok(())
    }

    /// Ends a membership and announces it; the bot gets GUILD_DELETE and its commands there are gone.
    pub(crate) fn leave_guild(&mut self, guild_id: Id, user: Id) -> ApiResult<()> {
        let bot = self.bot_id();
        let guild = self.guilds.get_mut(&guild_id).ok_or_else(|| ApiError::unknown(Unknown::Guild))?;
        if guild.owner_id == user {
            return Err(ApiError::bad_request(50055, "Invalid Guild"));
        }
        if !guild.members.contains_key(&user) {
            return Err(ApiError::unknown(Unknown::Member));
        }
        if user == bot {
            self.emit("GUILD_DELETE", Audience::Guild(guild_id), json!({ "id": guild_id }));
            self.commands.retain(|_, command| command.guild_id != Some(guild_id));
        }
        if let Some(guild) = self.guilds.get_mut(&guild_id) {
            guild.members.remove(&user);
        }
        for thread in self.channels.values_mut().filter(|channel| channel.guild_id == Some(guild_id)) {
            if let Some(thread) = &mut thread.thread {
                thread.members.remove(&user);
            }
        }
        if user != bot {
            let event = json!({ "guild_id": guild_id, "user": self.user_json(user) });
            self.emit("GUILD_MEMBER_REMOVE", Audience::Guild(guild_id), event);
        }
        Ok(())
    }

    /// Begins or ends an outage: the bot receives GUILD_DELETE with `unavailable`, then nothing of the guild, and
    /// GUILD_CREATE when it is over.
    pub(crate) fn set_unavailable(&mut self, guild_id: Id, unavailable: bool) {
        let is_now = |guild: &super::Guild| guild.unavailable == unavailable;
        if self.guilds.get(&guild_id).is_none_or(is_now) {
            return;
        }
        if unavailable {
            self.emit(
                "GUILD_DELETE",
                Audience::Guild(guild_id),
                json!({ "id": guild_id, "unavailable": true }),
            );
        }
        if let Some(guild) = self.guilds.get_mut(&guild_id) {
            guild.unavailable = unavailable;
        }
        if !unavailable {
            self.announce_guild(guild_id);
        }
    }

    /// Sends GUILD_CREATE to the sessions of the guild's shard, each with the members that its intents show.
    pub(crate) fn announce_guild(&mut self, guild_id: Id) {
        let views = [false, true].map(|all| self.guild_create_json(guild_id, all));
        let [Some(own), Some(all)] = views else { return };
        self.feed.publish("dispatch", self.clock.now(), || json!({ "event": "GUILD_CREATE", "data": all }));
        for session in self.gateway.sessions_mut() {
            if session.owns(Some(guild_id)) && session.intents.wants_guilds() {
                let view = if session.intents.wants_members() { &all } else { &own };
                session.dispatch("GUILD_CREATE", view.clone());
            }
        }
    }
}
