//! Reactions to messages.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::State,
    http::StatusCode,
    routing::{delete, get, put},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    extract::{Params, Route},
    paths::MessagePath,
};
use crate::{
    app::App,
    error::{ApiError, ApiResult, Unknown},
    permissions::Permissions,
    snowflake::Id,
    world::{Audience, Author, Emoji, Message, Reaction, World},
};

/// Different emojis on one message.
const MAX_EMOJIS: usize = 20;
const MESSAGE: &str = "/channels/{channel_id}/messages/{message_id}/reactions";

pub(super) fn router() -> Router<Arc<App>> {
    Router::new()
        .route(MESSAGE, delete(clear))
        .route(&format!("{MESSAGE}/{{emoji}}"), get(list).delete(clear_emoji))
        .route(&format!("{MESSAGE}/{{emoji}}/@me"), put(add_own).delete(remove_own))
        .route(&format!("{MESSAGE}/{{emoji}}/{{user_id}}"), delete(remove))
}

#[derive(Deserialize)]
struct EmojiPath {
    channel_id: Id,
    message_id: Id,
    emoji: String,
}

#[derive(Deserialize)]
struct ReactionPath {
    channel_id: Id,
    message_id: Id,
    emoji: String,
    user_id: Id,
}

#[derive(Deserialize)]
struct Page {
    after: Option<Id>,
    limit: Option<usize>,
}

async fn list(
    State(app): State<Arc<App>>,
    Route(path): Route<EmojiPath>,
    Params(page): Params<Page>,
) -> ApiResult<Json<Value>> {
    let world = app.world();
    world.require_in(world.bot_id(), path.channel_id, Permissions::READ_MESSAGE_HISTORY)?;
    let message = world.require_message(path.channel_id, path.message_id)?;
    let emoji = Emoji::parse(&path.emoji);
    let mut users = message
        .reactions
        .iter()
        .find(|reaction| reaction.emoji == emoji)
        .map(|reaction| reaction.users.clone())
        .unwrap_or_default();
    users.sort_unstable();
    users.retain(|user| page.after.is_none_or(|after| *user > after));
    users.truncate(page.limit.unwrap_or(25).clamp(1, 100));
    Ok(Json(users.into_iter().map(|user| world.user_json(user)).collect()))
}

async fn add_own(State(app): State<Arc<App>>, Route(path): Route<EmojiPath>) -> ApiResult<StatusCode> {
    let mut world = app.world();
    let actor = world.bot_id();
    world.react(actor, path.channel_id, path.message_id, &path.emoji)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn remove_own(State(app): State<Arc<App>>, Route(path): Route<EmojiPath>) -> ApiResult<StatusCode> {
    let mut world = app.world();
    let actor = world.bot_id();
    world.unreact(actor, path.channel_id, path.message_id, &path.emoji, actor)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn remove(State(app): State<Arc<App>>, Route(path): Route<ReactionPath>) -> ApiResult<StatusCode> {
    let mut world = app.world();
    let actor = world.bot_id();
    world.unreact(actor, path.channel_id, path.message_id, &path.emoji, path.user_id)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn clear(State(app): State<Arc<App>>, Route(path): Route<MessagePath>) -> ApiResult<StatusCode> {
    let mut world = app.world();
    let (channel, id) = (path.channel_id, path.message_id);
    world.require_in(world.bot_id(), channel, Permissions::MANAGE_MESSAGES)?;
    world.require_message(channel, id)?;
    world.change_reactions(channel, id, Vec::clear);
    let event = world.reaction_event(channel, id);
    world.emit("MESSAGE_REACTION_REMOVE_ALL", Audience::Channel(channel), event);
    Ok(StatusCode::NO_CONTENT)
}

async fn clear_emoji(State(app): State<Arc<App>>, Route(path): Route<EmojiPath>) -> ApiResult<StatusCode> {
    let mut world = app.world();
    let (channel, id) = (path.channel_id, path.message_id);
    world.require_in(world.bot_id(), channel, Permissions::MANAGE_MESSAGES)?;
    world.require_message(channel, id)?;
    let emoji = Emoji::parse(&path.emoji);
    world.change_reactions(channel, id, |reactions| reactions.retain(|reaction| reaction.emoji != emoji));
    let mut event = world.reaction_event(channel, id);
    event["emoji"] = emoji.to_json();
    world.emit("MESSAGE_REACTION_REMOVE_EMOJI", Audience::Channel(channel), event);
    Ok(StatusCode::NO_CONTENT)
}

impl World {
    /// Reacts to a message as `actor`; the first with an emoji needs ADD_REACTIONS.
    pub(crate) fn react(&mut self, actor: Id, channel: Id, id: Id, emoji: &str) -> ApiResult<()> {
        self.require_in(actor, channel, Permissions::READ_MESSAGE_HISTORY)?;
        let emoji = self.known_emoji(emoji)?;
        let message = self.require_message(channel, id)?;
        let present = message.reactions.iter().find(|reaction| reaction.emoji == emoji);
        if present.is_none() {
            self.require_in(actor, channel, Permissions::ADD_REACTIONS)?;
            if message.reactions.len() >= MAX_EMOJIS {
                let text = format!("Maximum number of reactions reached ({MAX_EMOJIS})");
                return Err(ApiError::bad_request(30010, &text));
            }
        } else if present.is_some_and(|reaction| reaction.users.contains(&actor)) {
            return Ok(());
        }
        let mut event = self.reaction_event(channel, id);
        if let Some(guild) = self.channels.get(&channel).and_then(|channel| channel.guild_id) {
            event["member"] = json!(self.member_json(guild, actor));
        }
        if let Some(Author::User(author)) = self.message(channel, id).map(|message| message.author.clone()) {
            event["message_author_id"] = json!(author);
        }
        event["user_id"] = json!(actor);
        event["emoji"] = emoji.to_json();
        event["burst"] = json!(false);
        event["type"] = json!(0);
        self.change_reactions(channel, id, |reactions| {
            match reactions.iter_mut().find(|reaction| reaction.emoji == emoji) {
                Some(reaction) => reaction.users.push(actor),
                None => reactions.push(Reaction { emoji, users: vec![actor] }),
            }
        });
        self.emit("MESSAGE_REACTION_ADD", Audience::Channel(channel), event);
        Ok(())
    }

    /// Removes the reaction of `user`; another user's needs MANAGE_MESSAGES.
    pub(crate) fn unreact(&mut self, actor: Id, channel: Id, id: Id, emoji: &str, user: Id) -> ApiResult<()> {
        let needed = if actor == user { Permissions::empty() } else { Permissions::MANAGE_MESSAGES };
        self.require_in(actor, channel, needed)?;
        self.require_message(channel, id)?;
        let emoji = Emoji::parse(emoji);
        let mut event = self.reaction_event(channel, id);
        let mut removed = false;
        self.change_reactions(channel, id, |reactions| {
            for reaction in reactions.iter_mut().filter(|reaction| reaction.emoji == emoji) {
                let before = reaction.users.len();
                reaction.users.retain(|reacting| *reacting != user);
                removed |= reaction.users.len() < before;
            }
            reactions.retain(|reaction| !reaction.users.is_empty());
        });
        if removed {
            event["user_id"] = json!(user);
            event["emoji"] = emoji.to_json();
            event["burst"] = json!(false);
            event["type"] = json!(0);
            self.emit("MESSAGE_REACTION_REMOVE", Audience::Channel(channel), event);
        }
        Ok(())
    }

    /// The emoji of a route: a guild's own that exists, or one of Unicode. 10014 otherwise.
    fn known_emoji(&self, text: &str) -> ApiResult<Emoji> {
        let emoji = Emoji::parse(text);
        let known = match emoji.id {
            Some(id) => {
                self.guilds.values().any(|guild| guild.emojis.iter().any(|one| one["id"] == json!(id)))
            }
            None => is_unicode_emoji(&emoji.name),
        };
        if known { Ok(emoji) } else { Err(ApiError::bad_request(10014, "Unknown Emoji")) }
    }

    fn require_message(&self, channel: Id, id: Id) -> ApiResult<&Message> {
        let message = self.message(channel, id).filter(|message| message.ephemeral_for.is_none());
        message.ok_or_else(|| ApiError::unknown(Unknown::Message))
    }

    fn change_reactions(&mut self, channel: Id, id: Id, change: impl FnOnce(&mut Vec<Reaction>)) {
        if let Some(message) = self.messages.get_mut(&channel).and_then(|messages| messages.get_mut(&id)) {
            change(&mut message.reactions);
        }
    }

    fn reaction_event(&self, channel: Id, id: Id) -> Value {
        let mut event = json!({ "channel_id": channel, "message_id": id });
        if let Some(guild) = self.channels.get(&channel).and_then(|channel| channel.guild_id) {
            event["guild_id"] = json!(guild);
        }
        event
    }
}

/// Whether a text can be an emoji of Unicode: short, not ASCII but for keycaps, and with a pictograph, a regional
/// indicator or the keycap mark in it.
fn is_unicode_emoji(text: &str) -> bool {
    let pictograph = |c: char| matches!(u32::from(c), 0x2190..=0x2bff | 0x3030..=0x3299 | 0x1f000..=0x1faff | 0x20e3 | 0xa9 | 0xae | 0x203c | 0x2049 | 0x2122 | 0x2139);
    let part = |c: char| {
        pictograph(c)
            || matches!(u32::from(c), 0x200d | 0xfe0e | 0xfe0f | 0xe0020..=0xe007f)
            || c.is_ascii_digit()
            || c == '#'
            || c == '*'
    };
    text.chars().count() <= 16 && text.chars().all(part) && text.chars().any(pictograph)
}

#[cfg(test)]
mod tests {
    use super::is_unicode_emoji;

    #[test]
    fn only_pictographs_are_emojis() {
        for emoji in ["👍", "✅", "❤️", "🇳🇱", "1️⃣", "👩‍💻", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "⏰"]
        {
            assert!(is_unicode_emoji(emoji), "{emoji}");
        }
        for other in ["", "a", "thumbsup", "1", "é", "👍x"] {
            assert!(!is_unicode_emoji(other), "{other}");
        }
    }
}
