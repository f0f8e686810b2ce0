//! Messages, with their reactions, attachments and references.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::{json::timestamp, snowflake::Id};

/// Message flags. <https://discord.com/developers/docs/resources/message#message-object-message-flags>
pub(crate) mod flag {
    pub(crate) const CROSSPOSTED: u64 = 1;
    pub(crate) const SUPPRESS_EMBEDS: u64 = 1 << 2;
    pub(crate) const HAS_THREAD: u64 = 1 << 5;
    pub(crate) const EPHEMERAL: u64 = 1 << 6;
    pub(crate) const LOADING: u64 = 1 << 7;
    pub(crate) const SUPPRESS_NOTIFICATIONS: u64 = 1 << 12;
    pub(crate) const IS_COMPONENTS_V2: u64 = 1 << 15;
}

/// Message types. <https://discord.com/developers/docs/resources/message#message-object-message-types>
pub(crate) mod kind {
    pub(crate) const DEFAULT: u8 = 0;
    pub(crate) const CHANNEL_PINNED: u8 = 6;
    pub(crate) const MEMBER_JOIN: u8 = 7;
    pub(crate) const THREAD_CREATED: u8 = 18;
    pub(crate) const REPLY: u8 = 19;
    pub(crate) const COMMAND: u8 = 20;
    pub(crate) const THREAD_STARTER: u8 = 21;
    pub(crate) const CONTEXT_COMMAND: u8 = 23;
}

/// Who wrote a message.
#[derive(Clone, Debug)]
pub(crate) enum Author {
    User(Id),
    Webhook { id: Id, name: String },
}

/// The users who reacted with one emoji.
#[derive(Clone, Debug)]
pub(crate) struct Reaction {
    pub(crate) emoji: Emoji,
    pub(crate) users: Vec<Id>,
}

/// An emoji in a reaction: a character, or a name and the id of the guild's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Emoji {
    pub(crate) id: Option<Id>,
    pub(crate) name: String,
}

impl Emoji {
    /// Reads `👍` or `name:id`, as the routes write it.
    pub(crate) fn parse(text: &str) -> Self {
        match text.split_once(':').map(|(name, id)| (name, id.parse())) {
            Some((name, Ok(id))) => Self { id: Some(id), name: name.to_owned() },
            _ => Self { id: None, name: text.to_owned() },
        }
    }

    pub(crate) fn to_json(&self) -> Value {
        json!({ "id": self.id, "name": self.name })
    }
}

/// A file on a message. Its bytes are in [`super::World::files`] under the same id.
#[derive(Clone, Debug)]
pub(crate) struct Attachment {
    pub(crate) id: Id,
    pub(crate) filename: String,
    pub(crate) description: Option<String>,
    pub(crate) content_type: Option<String>,
    /// In bytes.
    pub(crate) size: usize,
    pub(crate) url: String,
    pub(crate) ephemeral: bool,
}

impl Attachment {
    pub(crate) fn to_json(&self) -> Value {
        let mut view = json!({
            "id": self.id,
            "filename": self.filename,
            "size": self.size,
            "url": self.url,
            "proxy_url": self.url,
        });
        let optional = [("description", &self.description), ("content_type", &self.content_type)];
        for (key, value) in optional {
            if let Some(value) = value {
                view[key] = json!(value);
            }
        }
        if self.ephemeral {
            view["ephemeral"] = json!(true);
        }
        view
    }
}

/// A message of a channel.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    pub(crate) id: Id,
    pub(crate) channel_id: Id,
    pub(crate) author: Author,
    /// One of [`kind`].
    pub(crate) kind: u8,
    pub(crate) content: String,
    pub(crate) embeds: Vec<Value>,
    pub(crate) components: Vec<Value>,
    pub(crate) attachments: Vec<Attachment>,
    pub(crate) timestamp: DateTime<Utc>,
    pub(crate) edited_at: Option<DateTime<Utc>>,
    /// Bits of [`flag`].
    pub(crate) flags: u64,
    pub(crate) pinned_at: Option<DateTime<Utc>>,
    pub(crate) tts: bool,
    pub(crate) mention_everyone: bool,
    pub(crate) mentions: Vec<Id>,
    pub(crate) mention_roles: Vec<Id>,
    pub(crate) reactions: Vec<Reaction>,
    pub(crate) nonce: Option<Value>,
    /// The message that this one replies to or forwards, as `message_reference`.
    pub(crate) reference: Option<Value>,
    /// The forwarded message, as it was then.
    pub(crate) snapshot: Option<Value>,
    /// The interaction that it answers, and its `interaction_metadata`.
    pub(crate) interaction: Option<(Id, Value)>,
    /// The application, on messages that it wrote.
    pub(crate) application_id: Option<Id>,
    /// The only user who sees it, for an ephemeral message.
    pub(crate) ephemeral_for: Option<Id>,
    /// Not answered yet: the application "is thinking".
    pub(crate) loading: bool,
}

impl Message {
    pub(crate) fn new(id: Id, channel_id: Id, author: Author, now: DateTime<Utc>) -> Self {
        Self {
            id,
            channel_id,
            author,
            kind: kind::DEFAULT,
            content: String::new(),
            embeds: Vec::new(),
            components: Vec::new(),
            attachments: Vec::new(),
            timestamp: now,
            edited_at: None,
            flags: 0,
            pinned_at: None,
            tts: false,
            mention_everyone: false,
            mentions: Vec::new(),
            mention_roles: Vec::new(),
            reactions: Vec::new(),
            nonce: None,
            reference: None,
            snapshot: None,
            interaction: None,
            application_id: None,
            ephemeral_for: None,
            loading: false,
        }
    }

    /// Whether `user` wrote it (a webhook's message has no user).
    pub(crate) fn is_by(&self, user: Id) -> bool {
        matches!(self.author, Author::User(id) if id == user)
    }

    /// The message as a forward of it shows it.
    pub(crate) fn snapshot(&self, mentions: Vec<Value>) -> Value {
        let mut view = self.own_json();
        if let Some(fields) = view.as_object_mut() {
            let shown = [
                "type",
                "content",
                "embeds",
                "attachments",
                "timestamp",
                "edited_timestamp",
                "flags",
                "components",
                "mention_roles",
            ];
            fields.retain(|key, _| shown.contains(&key.as_str()));
        }
        view["mentions"] = json!(mentions);
        view
    }

    /// The message's own fields; users and references need the world: [`super::World::message_json`].
    pub(crate) fn own_json(&self) -> Value {
        let attachments: Vec<_> = self.attachments.iter().map(Attachment::to_json).collect();
        let loading = if self.loading { flag::LOADING } else { 0 };
        let mut view = json!({
            "id": self.id,
            "channel_id": self.channel_id,
            "type": self.kind,
            "content": self.content,
            "embeds": self.embeds,
            "components": self.components,
            "attachments": attachments,
            "timestamp": timestamp(self.timestamp),
            "edited_timestamp": self.edited_at.map(timestamp),
            "flags": self.flags | loading,
            "pinned": self.pinned_at.is_some(),
            "tts": self.tts,
            "mention_everyone": self.mention_everyone,
            "mention_roles": self.mention_roles,
        });
        if let Some(nonce) = &self.nonce {
            view["nonce"] = nonce.clone();
        }
        if let Some(reference) = &self.reference {
            view["message_reference"] = reference.clone();
        }
        if let Some(snapshot) = &self.snapshot {
            view["message_snapshots"] = json!([{ "message": snapshot }]);
        }
        if let Some((_, metadata)) = &self.interaction {
            view["interaction_metadata"] = metadata.clone();
        }
        if let Some(application) = self.application_id {
            view["application_id"] = json!(application);
        }
        if let Author::Webhook { id, .. } = self.author {
            view["webhook_id"] = json!(id);
        }
        view
    }
}
