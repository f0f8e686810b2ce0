//! Messages: send, read one, edit, delete.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::State,
    http::StatusCode,
    routing::{get, post},
};
use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{
    extract::{Reason, Route},
    paths::{ChannelPath, MessagePath},
};
use crate::{
    app::App,
    error::{ApiError, ApiResult, Unknown},
    json::read_id,
    payload::Payload,
    permissions::Permissions,
    posting::{check_edit, check_files},
    sessions::intents::blank_content,
    snowflake::Id,
    validate,
    world::{ActionContext, Author, Message, World, action, message_kind},
};

/// For how long an enforced nonce is remembered. Discord says "a few minutes".
const NONCE_LIFE: TimeDelta = TimeDelta::minutes(5);

pub(super) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/channels/{channel_id}/messages", post(create))
        .route("/channels/{channel_id}/messages/{message_id}", get(read).patch(edit).delete(remove))
}

async fn create(
    State(app): State<Arc<App>>,
    Route(path): Route<ChannelPath>,
    body: Payload,
) -> ApiResult<Json<Value>> {
    let mut world = app.world();
    let actor = world.bot_id();
    let id = world.send_message(actor, path.channel_id, &body)?;
    world.readable_message_json(path.channel_id, id).map(Json)
}

impl World {
    /// Sends a message as `actor`. With an enforced nonce that was used lately nothing is sent, and the id is that
    /// of the earlier message. <https://discord.com/developers/docs/resources/message#create-message>
    pub(crate) fn send_message(&mut self, actor: Id, channel_id: Id, body: &Payload) -> ApiResult<Id> {
        self.check_may_send(actor, channel_id, body)?;
        validate::message::create(&body.json, body.files.len())?;
        check_files(body)?;
        let nonce = body.present("nonce").map(nonce_text);
        if body.flag("enforce_nonce")
            && let Some(nonce) = &nonce
            && let Some(earlier) = self.message_with_nonce(actor, nonce)
        {
            return Ok(earlier);
        }
        let id = self.next_id();
        let mut message = Message::new(id, channel_id, Author::User(actor), self.now());
        message.nonce = body.present("nonce").cloned();
        self.fill_reference(&mut message, body)?;
        self.fill(&mut message, body);
        if message.reference.is_some() && !body.json.contains_key("content") {
            self.fill_mentions(&mut message, body);
        }
        if let Some(nonce) = nonce {
            let now = self.now();
            self.nonces.retain(|_, (_, id)| now - id.created_at() < NONCE_LIFE);
            self.nonces.insert((actor, nonce), (channel_id, id));
        }
        self.unarchive_thread(channel_id);
        self.add_author(actor, channel_id)?;
        self.add_mentioned(actor, &message);
        Ok(self.post(message))
    }

    fn message_with_nonce(&self, author: Id, nonce: &str) -> Option<Id> {
        let (channel, id) = self.nonces.get(&(author, nonce.to_owned()))?;
        let message = self.message(*channel, *id)?;
        (self.now() - message.timestamp < NONCE_LIFE).then_some(*id)
    }

    fn check_may_send(&self, actor: Id, channel_id: Id, body: &Payload) -> ApiResult<()> {
        let channel = self.visible_channel(actor, channel_id)?;
        if !channel.holds_messages() {
            return Err(ApiError::bad_request(50008, "Cannot send messages in a non-text channel"));
        }
        if let Some(recipient) = channel.recipient {
            return self.check_accepts_dms(recipient);
        }
        let held = self.permissions_in(channel_id, actor);
        let mut needed = Permissions::SEND_MESSAGES;
        if body.present("embeds").and_then(Value::as_array).is_some_and(|list| !list.is_empty()) {
            needed |= Permissions::EMBED_LINKS;
        }
        if !body.files.is_empty() {
            needed |= Permissions::ATTACH_FILES;
        }
        if body.flag("tts") {
            needed |= Permissions::SEND_TTS_MESSAGES;
        }
        let locked = channel.thread.as_ref().is_some_and(|thread| thread.archived && thread.locked);
        if locked && !held.contains(Permissions::MANAGE_THREADS) {
            return Err(ApiError::thread_archived());
        }
        if held.contains(needed) { Ok(()) } else { Err(ApiError::missing_permissions()) }
    }

    /// 50007 when the user takes no messages from the bot, or shares no guild with it.
    fn check_accepts_dms(&self, recipient: Id) -> ApiResult<()> {
        let bot = self.bot_id();
        let open = self.users.get(&recipient).is_some_and(|user| user.accepts_dms);
        let shared = self
            .guilds
            .values()
            .any(|guild| guild.members.contains_key(&recipient) && guild.members.contains_key(&bot));
        if open && shared {
            Ok(())
        } else {
            Err(ApiError::forbidden(50007, "Cannot send messages to this user"))
        }
    }

    fn fill_reference(&self, message: &mut Message, body: &Payload) -> ApiResult<()> {
        let Some(reference) = body.present("message_reference") else { return Ok(()) };
        let forward = reference["type"] == 1;
        let channel = read_id(&reference["channel_id"]).unwrap_or(message.channel_id);
        let id = read_id(&reference["message_id"]);
        let target = id.and_then(|id| self.message(channel, id)).filter(|to| to.ephemeral_for.is_none());
        let Some(target) = target else {
            if reference["fail_if_not_exists"] == false {
                return Ok(());
            }
            return Err(ApiError::field("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message"));
        };
        if let Author::User(actor) = message.author
            && !self.permissions_in(channel, actor).contains(Permissions::READ_MESSAGE_HISTORY)
        {
            let text = "Cannot reply without permission to read message history";
            return Err(ApiError::bad_request(160_002, text));
        }
        if forward {
            let mentions = target.mentions.iter().map(|id| self.user_json(*id)).collect();
            message.snapshot = Some(target.snapshot(mentions));
        } else {
            message.kind = message_kind::REPLY;
        }
        let mut view = json!({
            "type": u8::from(forward), "channel_id": channel, "message_id": target.id,
        });
        if let Some(guild) = self.channels.get(&channel).and_then(|channel| channel.guild_id) {
            view["guild_id"] = json!(guild);
        }
        message.reference = Some(view);
        Ok(())
    }

    /// Writing in an archived thread opens it again.
    fn unarchive_thread(&mut self, id: Id) {
        let now = self.now();
        let Some(channel) = self.channels.get_mut(&id) else { return };
        let Some(thread) = channel.thread.as_mut().filter(|thread| thread.archived) else { return };
        thread.archived = false;
        thread.archive_timestamp = now;
        let view = channel.to_json();
        self.emit("THREAD_UPDATE", crate::world::Audience::Channel(id), view);
    }

    /// The message as the bot may read it. 10008 if there is none, or if only another user sees it.
    pub(crate) fn readable_message_json(&self, channel: Id, id: Id) -> ApiResult {
        let message = self.message(channel, id).filter(|message| message.ephemeral_for.is_none());
        let message = message.ok_or_else(|| ApiError::unknown(Unknown::Message))?;
        let mut view = self.message_json(message);
        let in_guild = self.channels.get(&channel).is_some_and(|channel| channel.guild_id.is_some());
        if in_guild && !self.application.reads_content() {
            blank_content(&mut view, self.bot_id());
        }
        Ok(view)
    }
}

fn nonce_text(nonce: &Value) -> String {
    nonce.as_str().map_or_else(|| nonce.to_string(), str::to_owned)
}

async fn read(State(app): State<Arc<App>>, Route(path): Route<MessagePath>) -> ApiResult<Json<Value>> {
    let world = app.world();
    world.require_in(world.bot_id(), path.channel_id, Permissions::READ_MESSAGE_HISTORY)?;
    world.readable_message_json(path.channel_id, path.message_id).map(Json)
}

async fn edit(
    State(app): State<Arc<App>>,
    Route(path): Route<MessagePath>,
    body: Payload,
) -> ApiResult<Json<Value>> {
    let mut world = app.world();
    let actor = world.bot_id();
    world.edit_message(actor, path.channel_id, path.message_id, &body)?;
    world.readable_message_json(path.channel_id, path.message_id).map(Json)
}

impl World {
    /// Edits a message as `actor`. Only its author may; members with MANAGE_MESSAGES may suppress its embeds.
    pub(crate) fn edit_message(&mut self, actor: Id, channel: Id, id: Id, body: &Payload) -> ApiResult<()> {
        self.visible_channel(actor, channel)?;
        let message = self.message(channel, id).filter(|message| message.ephemeral_for.is_none());
        let message = message.ok_or_else(|| ApiError::unknown(Unknown::Message))?;
        if !message.is_by(actor) {
            let only_flags = body.json.keys().all(|key| key == "flags");
            if !only_flags || !self.permissions_in(channel, actor).contains(Permissions::MANAGE_MESSAGES) {
                let text = "Cannot edit a message authored by another user";
                return Err(ApiError::forbidden(50005, text));
            }
        }
        let archived = self.channels.get(&channel).and_then(|channel| channel.thread.as_ref());
        if archived.is_some_and(|thread| thread.archived) {
            return Err(ApiError::thread_archived());
        }
        check_edit(message, body)?;
        self.change_message(channel, id, |world, message| {
            world.fill(message, body);
            message.edited_at = Some(world.now());
        })
    }
}

async fn remove(
    State(app): State<Arc<App>>,
    Route(path): Route<MessagePath>,
    Reason(reason): Reason,
) -> ApiResult<StatusCode> {
    let mut world = app.world();
    let actor = world.bot_id();
    world.delete_message(actor, path.channel_id, path.message_id, reason)?;
    Ok(StatusCode::NO_CONTENT)
}

impl World {
    /// Deletes a message as `actor`: its author, or a member with MANAGE_MESSAGES.
    pub(crate) fn delete_message(
        &mut self,
        actor: Id,
        channel: Id,
        id: Id,
        reason: Option<String>,
    ) -> ApiResult<()> {
        let guild = self.visible_channel(actor, channel)?.guild_id;
        let message = self.message(channel, id).filter(|message| message.ephemeral_for.is_none());
        let message = message.ok_or_else(|| ApiError::unknown(Unknown::Message))?;
        let (own, author) = (message.is_by(actor), message.author.clone());
        if !own {
            if guild.is_none() {
                return Err(ApiError::forbidden(50003, "Cannot execute action on a DM channel"));
            }
            self.require_in(actor, channel, Permissions::MANAGE_MESSAGES)?;
        }
        self.remove_message(channel, id)?;
        if let (false, Some(guild), Author::User(author)) = (own, guild, author) {
            let options = json!({ "channel_id": channel, "count": "1" });
            let context = ActionContext { actor, guild, reason };
            self.record_with(context, action::MESSAGE_DELETE, author, Vec::new(), Some(options));
        }
        Ok(())
    }
}
