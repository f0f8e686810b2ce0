//! Gateway intents: which events a session asked for, and whose content it may read.
//! <https://discord.com/developers/docs/events/gateway#gateway-intents>

use serde_json::{Value, json};

use crate::snowflake::Id;

const GUILDS: u64 = 1;
pub(crate) const GUILD_MEMBERS: u64 = 1 << 1;
const GUILD_MODERATION: u64 = 1 << 2;
const GUILD_EXPRESSIONS: u64 = 1 << 3;
const GUILD_INTEGRATIONS: u64 = 1 << 4;
const GUILD_WEBHOOKS: u64 = 1 << 5;
const GUILD_INVITES: u64 = 1 << 6;
const GUILD_VOICE_STATES: u64 = 1 << 7;
pub(crate) const GUILD_PRESENCES: u64 = 1 << 8;
const GUILD_MESSAGES: u64 = 1 << 9;
const GUILD_MESSAGE_REACTIONS: u64 = 1 << 10;
const GUILD_MESSAGE_TYPING: u64 = 1 << 11;
const DIRECT_MESSAGES: u64 = 1 << 12;
const DIRECT_MESSAGE_REACTIONS: u64 = 1 << 13;
const DIRECT_MESSAGE_TYPING: u64 = 1 << 14;
pub(crate) const MESSAGE_CONTENT: u64 = 1 << 15;

/// Bits that Discord defines: 0 to 16, 20, 21, 24 and 25.
pub(crate) const KNOWN: u64 = ((1 << 17) - 1) | (1 << 20) | (1 << 21) | (1 << 24) | (1 << 25);

/// The intents of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Intents(pub(crate) u64);

impl Intents {
    pub(crate) fn wants_guilds(self) -> bool {
        self.0 & GUILDS != 0
    }

    pub(crate) fn wants_members(self) -> bool {
        self.0 & GUILD_MEMBERS != 0
    }

    /// Whether a session with these intents receives `event`.
    pub(crate) fn receives(self, event: &str, in_guild: bool) -> bool {
        let needed = if in_guild { needed_in_guild(event) } else { needed_in_direct_message(event) };
        needed == 0 || self.0 & needed != 0
    }

    /// The event as this session may see it: without the content of messages that it may not read.
    pub(crate) fn redact(self, event: &str, in_guild: bool, bot: Id, data: &Value) -> Value {
        let mut data = data.clone();
        let is_message = matches!(event, "MESSAGE_CREATE" | "MESSAGE_UPDATE");
        if is_message && in_guild && self.0 & MESSAGE_CONTENT == 0 {
            blank_content(&mut data, bot);
        }
        data
    }
}

/// Empties the content of a message that the bot neither wrote nor is mentioned in.
/// <https://discord.com/developers/docs/events/gateway#message-content-intent>
pub(crate) fn blank_content(message: &mut Value, bot: Id) {
    let bot = json!(bot);
    let mentions = message["mentions"].as_array();
    let mentioned = mentions.is_some_and(|users| users.iter().any(|user| user["id"] == bot));
    if mentioned || message["author"]["id"] == bot {
        return;
    }
    for (field, empty) in
        [("content", json!("")), ("embeds", json!([])), ("attachments", json!([])), ("components", json!([]))]
    {
        if message.get(field).is_some() {
            message[field] = empty;
        }
    }
}

/// The intents of which one is needed, 0 for events that every session gets.
fn needed_in_guild(event: &str) -> u64 {
    match event {
        "GUILD_CREATE"
        | "GUILD_UPDATE"
        | "GUILD_DELETE"
        | "GUILD_ROLE_CREATE"
        | "GUILD_ROLE_UPDATE"
        | "GUILD_ROLE_DELETE"
        | "CHANNEL_CREATE"
        | "CHANNEL_UPDATE"
        | "CHANNEL_DELETE"
        | "THREAD_CREATE"
        | "THREAD_UPDATE"
        | "THREAD_DELETE"
        | "THREAD_LIST_SYNC"
        | "THREAD_MEMBER_UPDATE" => GUILDS,
        "CHANNEL_PINS_UPDATE" => GUILDS,
        "THREAD_MEMBERS_UPDATE" => GUILDS | GUILD_MEMBERS,
        "GUILD_MEMBER_ADD" | "GUILD_MEMBER_UPDATE" | "GUILD_MEMBER_REMOVE" => GUILD_MEMBERS,
        "GUILD_AUDIT_LOG_ENTRY_CREATE" | "GUILD_BAN_ADD" | "GUILD_BAN_REMOVE" => GUILD_MODERATION,
        "GUILD_EMOJIS_UPDATE" | "GUILD_STICKERS_UPDATE" => GUILD_EXPRESSIONS,
        "GUILD_INTEGRATIONS_UPDATE" | "INTEGRATION_CREATE" | "INTEGRATION_UPDATE" | "INTEGRATION_DELETE" => {
            GUILD_INTEGRATIONS
        }
        "WEBHOOKS_UPDATE" => GUILD_WEBHOOKS,
        "INVITE_CREATE" | "INVITE_DELETE" => GUILD_INVITES,
        "VOICE_STATE_UPDATE" => GUILD_VOICE_STATES,
        "PRESENCE_UPDATE" => GUILD_PRESENCES,
        "MESSAGE_CREATE" | "MESSAGE_UPDATE" | "MESSAGE_DELETE" | "MESSAGE_DELETE_BULK" => GUILD_MESSAGES,
        "MESSAGE_REACTION_ADD"
        | "MESSAGE_REACTION_REMOVE"
        | "MESSAGE_REACTION_REMOVE_ALL"
        | "MESSAGE_REACTION_REMOVE_EMOJI" => GUILD_MESSAGE_REACTIONS,
        "TYPING_START" => GUILD_MESSAGE_TYPING,
        _ => 0,
    }
}

fn needed_in_direct_message(event: &str) -> u64 {
    match event {
        "MESSAGE_CREATE" | "MESSAGE_UPDATE" | "MESSAGE_DELETE" | "CHANNEL_PINS_UPDATE" => DIRECT_MESSAGES,
        "MESSAGE_REACTION_ADD"
        | "MESSAGE_REACTION_REMOVE"
        | "MESSAGE_REACTION_REMOVE_ALL"
        | "MESSAGE_REACTION_REMOVE_EMOJI" => DIRECT_MESSAGE_REACTIONS,
        "TYPING_START" => DIRECT_MESSAGE_TYPING,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_is_blank_without_the_intent_unless_the_bot_is_concerned() {
        let bot = Id(7);
        let cases = [
            ("another user's", json!({ "content": "x", "author": { "id": "1" }, "mentions": [] }), ""),
            ("the bot's own", json!({ "content": "x", "author": { "id": "7" }, "mentions": [] }), "x"),
            (
                "a mention",
                json!({ "content": "x", "author": { "id": "1" }, "mentions": [{ "id": "7" }] }),
                "x",
            ),
        ];
        for (name, message, expected) in cases {
            let seen = Intents(GUILD_MESSAGES).redact("MESSAGE_CREATE", true, bot, &message);
            assert_eq!(seen["content"], expected, "{name}");
            let seen =
                Intents(GUILD_MESSAGES | MESSAGE_CONTENT).redact("MESSAGE_CREATE", true, bot, &message);
            assert_eq!(seen["content"], "x", "{name}");
        }
    }

    #[test]
    fn events_need_their_intent() {
        let members = Intents(GUILD_MEMBERS);
        assert!(members.receives("GUILD_MEMBER_ADD", true));
        assert!(!members.receives("MESSAGE_CREATE", true));
        assert!(members.receives("INTERACTION_CREATE", true));
        assert!(!Intents(GUILD_MESSAGES).receives("MESSAGE_CREATE", false));
        assert!(Intents(DIRECT_MESSAGES).receives("MESSAGE_CREATE", false));
    }
}
