//! Channels: of guilds, threads, and direct messages.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{json::timestamp, permissions::Permissions, snowflake::Id};

/// Channel types. <https://discord.com/developers/docs/resources/channel#channel-object-channel-types>
pub(crate) mod kind {
    pub(crate) const TEXT: u8 = 0;
    pub(crate) const DM: u8 = 1;
    pub(crate) const VOICE: u8 = 2;
    pub(crate) const CATEGORY: u8 = 4;
    pub(crate) const ANNOUNCEMENT: u8 = 5;
    pub(crate) const ANNOUNCEMENT_THREAD: u8 = 10;
    pub(crate) const PUBLIC_THREAD: u8 = 11;
    pub(crate) const PRIVATE_THREAD: u8 = 12;
    pub(crate) const STAGE: u8 = 13;
    pub(crate) const FORUM: u8 = 15;

    /// The type's name in world files, and its number.
    pub(crate) const NAMES: [(&str, u8); 6] = [
        ("text", TEXT),
        ("voice", VOICE),
        ("category", CATEGORY),
        ("announcement", ANNOUNCEMENT),
        ("stage", STAGE),
        ("forum", FORUM),
    ];
}

/// What an overwrite is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OverwriteKind {
    Role,
    Member,
}

/// Permissions that a channel allows or denies to a role or member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Overwrite {
    pub(crate) id: Id,
    pub(crate) kind: OverwriteKind,
    pub(crate) allow: Permissions,
    pub(crate) deny: Permissions,
}

impl Overwrite {
    pub(crate) fn to_json(self) -> Value {
        json!({
            "id": self.id,
            "type": u8::from(self.kind == OverwriteKind::Member),
            "allow": self.allow.to_decimal(),
            "deny": self.deny.to_decimal(),
        })
    }
}

/// The fields of a thread that other channels lack.
#[derive(Clone, Debug)]
pub(crate) struct Thread {
    pub(crate) owner_id: Id,
    pub(crate) archived: bool,
    pub(crate) locked: bool,
    /// Whether members who may not manage threads can add others to a private thread.
    pub(crate) invitable: bool,
    /// Minutes without activity until it is archived.
    pub(crate) auto_archive_duration: u32,
    /// When `archived` last changed.
    pub(crate) archive_timestamp: DateTime<Utc>,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) message_count: u32,
    /// Members and when they joined.
    pub(crate) members: BTreeMap<Id, DateTime<Utc>>,
    pub(crate) applied_tags: Vec<Id>,
}

impl Thread {
    fn metadata(&self) -> Value {
        json!({
            "archived": self.archived,
            "archive_timestamp": timestamp(self.archive_timestamp),
            "auto_archive_duration": self.auto_archive_duration,
            "locked": self.locked,
            "invitable": self.invitable,
            "create_timestamp": timestamp(self.created_at),
        })
    }
}

/// A thread's member as Discord shows it.
pub(crate) fn thread_member_json(thread: Id, user: Id, joined: DateTime<Utc>) -> Value {
    json!({ "id": thread, "user_id": user, "join_timestamp": timestamp(joined), "flags": 0 })
}

/// A channel, thread or conversation.
#[derive(Clone, Debug)]
pub(crate) struct Channel {
    pub(crate) id: Id,
    /// One of [`kind`].
    pub(crate) kind: u8,
    /// None for a direct message.
    pub(crate) guild_id: Option<Id>,
    pub(crate) name: String,
    pub(crate) settings: ChannelSettings,
    pub(crate) parent_id: Option<Id>,
    pub(crate) position: i64,
    pub(crate) overwrites: Vec<Overwrite>,
    pub(crate) last_message_id: Option<Id>,
    pub(crate) last_pin_timestamp: Option<DateTime<Utc>>,
    /// The other side of a direct message.
    pub(crate) recipient: Option<Id>,
    pub(crate) thread: Option<Thread>,
    /// When its name or topic was changed lately, for the limit of two in ten minutes.
    pub(crate) renames: Vec<DateTime<Utc>>,
}

/// The plain settings of a channel, as requests write them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct ChannelSettings {
    pub(crate) topic: Option<String>,
    pub(crate) nsfw: bool,
    /// Slow mode, in seconds.
    pub(crate) rate_limit_per_user: u32,
    pub(crate) bitrate: Option<u32>,
    pub(crate) user_limit: Option<u32>,
    pub(crate) default_auto_archive_duration: Option<u32>,
    pub(crate) available_tags: Option<Vec<Value>>,
}

impl Channel {
    /// A channel of a guild with nothing set.
    pub(crate) fn new(id: Id, kind: u8, guild_id: Id, name: &str) -> Self {
        Self {
            id,
            kind,
            guild_id: Some(guild_id),
            name: name.to_owned(),
            settings: ChannelSettings::default(),
            parent_id: None,
            position: 0,
            overwrites: Vec::new(),
            last_message_id: None,
            last_pin_timestamp: None,
            recipient: None,
            thread: None,
            renames: Vec::new(),
        }
    }

    /// The conversation of the bot with `recipient`.
    pub(crate) fn direct(id: Id, recipient: Id) -> Self {
        let mut channel = Self::new(id, kind::DM, Id(0), "");
        channel.guild_id = None;
        channel.recipient = Some(recipient);
        channel
    }

    pub(crate) fn is_thread(&self) -> bool {
        self.thread.is_some()
    }

    /// Whether messages can be written in channels of this type.
    pub(crate) fn holds_messages(&self) -> bool {
        !matches!(self.kind, kind::CATEGORY | kind::FORUM)
    }

    /// The channel object of a guild's channel or thread; a DM needs its recipient: [`super::World::channel_json`].
    /// <https://discord.com/developers/docs/resources/channel#channel-object>
    pub(crate) fn to_json(&self) -> Value {
        let mut view = json!({
            "id": self.id,
            "type": self.kind,
            "guild_id": self.guild_id,
            "name": self.name,
            "parent_id": self.parent_id,
            "flags": 0,
        });
        if self.kind != kind::CATEGORY {
            view["last_message_id"] = json!(self.last_message_id);
            view["rate_limit_per_user"] = json!(self.settings.rate_limit_per_user);
        }
        if self.holds_messages() {
            view["last_pin_timestamp"] = json!(self.last_pin_timestamp.map(timestamp));
        }
        match &self.thread {
            Some(thread) => Self::add_thread(&mut view, thread),
            None => self.add_settings(&mut view),
        }
        view
    }

    fn add_thread(view: &mut Value, thread: &Thread) {
        view["owner_id"] = json!(thread.owner_id);
        view["thread_metadata"] = thread.metadata();
        view["message_count"] = json!(thread.message_count);
        view["total_message_sent"] = json!(thread.message_count);
        view["member_count"] = json!(thread.members.len().min(50));
        view["applied_tags"] = json!(thread.applied_tags);
    }

    fn add_settings(&self, view: &mut Value) {
        view["position"] = json!(self.position);
        view["nsfw"] = json!(self.settings.nsfw);
        let overwrites: Vec<_> = self.overwrites.iter().map(|overwrite| overwrite.to_json()).collect();
        view["permission_overwrites"] = json!(overwrites);
        if self.kind != kind::CATEGORY {
            view["topic"] = json!(self.settings.topic);
        }
        if let Some(minutes) = self.settings.default_auto_archive_duration {
            view["default_auto_archive_duration"] = json!(minutes);
        }
        if matches!(self.kind, kind::VOICE | kind::STAGE) {
            view["bitrate"] = json!(self.settings.bitrate.unwrap_or(64_000));
            view["user_limit"] = json!(self.settings.user_limit.unwrap_or(0));
            view["rtc_region"] = Value::Null;
        }
        if self.kind == kind::FORUM {
            view["available_tags"] = json!(self.settings.available_tags.clone().unwrap_or_default());
            view["default_reaction_emoji"] = Value::Null;
            view["default_sort_order"] = Value::Null;
            view["default_forum_layout"] = json!(0);
        }
    }
}
