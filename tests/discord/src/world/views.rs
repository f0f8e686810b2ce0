//! Views that need more of the world than the object itself: messages with their authors, a guild with its channels.

use serde_json::{Value, json};

use super::{Author, Channel, Message, World, message_kind, thread_member_json};
use crate::{
    json::{merge, timestamp},
    snowflake::Id,
};

impl World {
    /// The user object, or a placeholder for an account that is gone.
    pub(crate) fn user_json(&self, id: Id) -> Value {
        self.users.get(&id).map_or_else(
            || {
                json!({ "id": id, "username": "deleted_user", "discriminator": "0", "avatar": null,
                       "global_name": null, "public_flags": 0, "flags": 0, "primary_guild": null })
            },
            super::User::to_json,
        )
    }

    /// The member object with its user.
    pub(crate) fn member_json(&self, guild: Id, user: Id) -> Option<Value> {
        let member = self.guilds.get(&guild)?.members.get(&user)?;
        Some(member.to_json(self.users.get(&user)?))
    }

    /// The channel object as REST shows it to the bot.
    pub(crate) fn channel_json(&self, channel: &Channel) -> Value {
        self.channel_json_for(self.bot_id(), channel)
    }

    /// The channel object as `viewer` sees it: a thread with the viewer's own membership, a DM with the other side.
    pub(crate) fn channel_json_for(&self, viewer: Id, channel: &Channel) -> Value {
        if let Some(recipient) = channel.recipient {
            let other = if viewer == recipient { self.bot_id() } else { recipient };
            return json!({
                "id": channel.id,
                "type": channel.kind,
                "last_message_id": channel.last_message_id,
                "last_pin_timestamp": channel.last_pin_timestamp.map(timestamp),
                "flags": 0,
                "recipients": [self.user_json(other)],
            });
        }
        let mut view = channel.to_json();
        if let Some(joined) = channel.thread.as_ref().and_then(|thread| thread.members.get(&viewer)) {
            view["member"] = thread_member_json(channel.id, viewer, *joined);
        }
        view
    }

    /// The message object as REST shows it to the bot.
    /// <https://discord.com/developers/docs/resources/message#message-object>
    pub(crate) fn message_json(&self, message: &Message) -> Value {
        self.message_json_for(self.bot_id(), message)
    }

    /// The message object as `viewer` sees it.
    pub(crate) fn message_json_for(&self, viewer: Id, message: &Message) -> Value {
        let mut view = self.message_without_reference_json(viewer, message);
        if message.kind == message_kind::REPLY {
            let id = message.reference.as_ref().and_then(|to| to["message_id"].as_str()?.parse().ok());
            let referenced = id.and_then(|id| self.message(message.channel_id, id));
            // The bot sees ephemeral messages because it wrote them.
            let shown = referenced
                .filter(|to| viewer == self.bot_id() || to.ephemeral_for.is_none_or(|only| only == viewer));
            view["referenced_message"] =
                shown.map_or(Value::Null, |message| self.message_without_reference_json(viewer, message));
        }
        view
    }

    fn message_without_reference_json(&self, viewer: Id, message: &Message) -> Value {
        let mut view = message.own_json();
        view["author"] = match &message.author {
            Author::User(id) => self.user_json(*id),
            Author::Webhook { id, name } => json!({
                "id": id, "username": name, "global_name": null, "discriminator": "0000", "avatar": null,
                "bot": true, "public_flags": 0, "flags": 0, "primary_guild": null,
            }),
        };
        let mentions: Vec<_> = message.mentions.iter().map(|id| self.user_json(*id)).collect();
        view["mentions"] = json!(mentions);
        if !message.reactions.is_empty() {
            view["reactions"] = reactions_json(viewer, message);
        }
        if let Some(thread) = self.channels.get(&message.id).filter(|channel| channel.is_thread()) {
            view["thread"] = self.channel_json_for(viewer, thread);
        }
        view
    }

    /// The message as MESSAGE_CREATE carries it: with its guild and its author's membership.
    pub(crate) fn message_event_json(&self, message: &Message) -> Value {
        let mut view = self.message_json(message);
        let guild = self.channels.get(&message.channel_id).and_then(|channel| channel.guild_id);
        let Some(guild) = guild.and_then(|id| self.guilds.get(&id)) else { return view };
        view["guild_id"] = json!(guild.id);
        if let Author::User(author) = message.author
            && let Some(member) = guild.members.get(&author)
        {
            view["member"] = member.to_partial_json();
        }
        if let Some(mentions) = view["mentions"].as_array_mut() {
            for (user, id) in mentions.iter_mut().zip(&message.mentions) {
                if let Some(member) = guild.members.get(id) {
                    user["member"] = member.to_partial_json();
                }
            }
        }
        view
    }

    /// A message of a channel.
    pub(crate) fn message(&self, channel: Id, id: Id) -> Option<&Message> {
        self.messages.get(&channel)?.get(&id)
    }

    /// The channels of a guild that are no threads.
    pub(crate) fn guild_channels(&self, guild: Id) -> impl Iterator<Item = &Channel> {
        self.channels.values().filter(move |channel| channel.guild_id == Some(guild) && !channel.is_thread())
    }

    /// The active threads of a guild.
    pub(crate) fn active_threads(&self, guild: Id) -> impl Iterator<Item = &Channel> {
        self.channels.values().filter(move |channel| {
            channel.guild_id == Some(guild) && channel.thread.as_ref().is_some_and(|thread| !thread.archived)
        })
    }

    /// The guild as GUILD_CREATE carries it. `all_members` needs the intent; without it only the bot is listed.
    pub(crate) fn guild_create_json(&self, guild_id: Id, all_members: bool) -> Option<Value> {
        let guild = self.guilds.get(&guild_id)?;
        let bot = self.bot_id();
        let members: Vec<_> = guild
            .members
            .values()
            .filter(|member| all_members || member.user_id == bot)
            .filter_map(|member| Some(member.to_json(self.users.get(&member.user_id)?)))
            .collect();
        let channels: Vec<_> =
            self.guild_channels(guild_id).map(|channel| self.channel_json(channel)).collect();
        let threads: Vec<_> = self
            .active_threads(guild_id)
            .filter(|thread| self.can_see(bot, thread.id))
            .map(|thread| self.channel_json(thread))
            .collect();
        let mut view = guild.to_json();
        let joined = guild.members.get(&bot).map_or(guild.created_at, |member| member.joined_at);
        merge(
            &mut view,
            json!({
                "joined_at": timestamp(joined),
                "large": false,
                "unavailable": false,
                "member_count": guild.members.len(),
                "members": members,
                "channels": channels,
                "threads": threads,
                "presences": [],
                "voice_states": [],
                "stage_instances": [],
                "guild_scheduled_events": [],
                "soundboard_sounds": [],
            }),
        );
        Some(view)
    }

    /// The partial guild of `GET /users/@me/guilds`.
    pub(crate) fn own_guild_json(&self, guild_id: Id) -> Option<Value> {
        let guild = self.guilds.get(&guild_id)?;
        Some(json!({
            "id": guild.id,
            "name": guild.name,
            "icon": null,
            "banner": null,
            "owner": guild.owner_id == self.bot_id(),
            "permissions": self.permissions_in_guild(guild_id, self.bot_id()).to_decimal(),
            "features": ["COMMUNITY", "NEWS"],
        }))
    }
}

fn reactions_json(viewer: Id, message: &Message) -> Value {
    let one = |reaction: &super::Reaction| {
        json!({
            "emoji": reaction.emoji.to_json(),
            "count": reaction.users.len(),
            "count_details": { "normal": reaction.users.len(), "burst": 0 },
            "burst_colors": [],
            "me": reaction.users.contains(&viewer),
            "me_burst": false,
        })
    };
    message.reactions.iter().map(one).collect()
}
