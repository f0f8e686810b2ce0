//! Starting a thread: from a message, without one, or as a post in a forum.

use std::sync::Arc;

use axum::{Json, Router, extract::State, http::StatusCode, routing::post};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::{
    app::App,
    error::{ApiError, ApiResult},
    json::read_id,
    payload::Payload,
    permissions::Permissions,
    posting::check_files,
    rest::{
        extract::{Reason, Route},
        paths::{ChannelPath, MessagePath},
    },
    snowflake::Id,
    validate,
    world::{
        ActionContext, Audience, Author, Channel, Message, Thread, Webhook, World, action, channel_kind,
        message_flag, message_kind,
    },
};

/// Minutes without activity after which a thread is archived by default.
const AUTO_ARCHIVE: u32 = 4320;

pub(super) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/channels/{channel_id}/threads", post(start))
        .route("/channels/{channel_id}/messages/{message_id}/threads", post(start_from_message))
}

async fn start(
    State(app): State<Arc<App>>,
    Route(path): Route<ChannelPath>,
    Reason(reason): Reason,
    body: Payload,
) -> ApiResult<(StatusCode, Json<Value>)> {
    let mut world = app.world();
    let actor = world.bot_id();
    let id = world.start_thread(actor, path.channel_id, None, &body, reason)?;
    let mut view = world.channel_json(&world.channels[&id]);
    if body.present("message").is_some() {
        view["message"] = world.readable_message_json(id, id)?;
    }
    Ok((StatusCode::CREATED, Json(view)))
}

async fn start_from_message(
    State(app): State<Arc<App>>,
    Route(path): Route<MessagePath>,
    Reason(reason): Reason,
    body: Payload,
) -> ApiResult<(StatusCode, Json<Value>)> {
    let mut world = app.world();
    let actor = world.bot_id();
    let id = world.start_thread(actor, path.channel_id, Some(path.message_id), &body, reason)?;
    Ok((StatusCode::CREATED, Json(world.channel_json(&world.channels[&id]))))
}

impl World {
    /// Starts a thread as `actor`, from `message` or without one; in a forum `body.message` is its first message.
    /// Returns its id, which is the message's if there is one.
    pub(crate) fn start_thread(
        &mut self,
        actor: Id,
        parent: Id,
        message: Option<Id>,
        body: &Payload,
        reason: Option<String>,
    ) -> ApiResult<Id> {
        let channel = self.visible_channel(actor, parent)?;
        let forum = channel.kind == channel_kind::FORUM;
        let kind = thread_kind(channel, message.is_some(), body)?;
        let guild = channel.guild_id.ok_or_else(ApiError::wrong_channel_type)?;
        let minutes = channel.settings.default_auto_archive_duration.unwrap_or(AUTO_ARCHIVE);
        self.require_in(actor, parent, needed_for(kind, forum))?;
        validate::guild::thread(&body.json, forum)?;
        if let Some(message) = message {
            self.check_starter(parent, message)?;
        }
        let id = match message {
            Some(message) => message,
            None => self.next_id(),
        };
        let mut thread = Channel::new(id, kind, guild, "");
        thread.parent_id = Some(parent);
        write_fields(&mut thread, actor, minutes, self.now(), body);
        self.channels.insert(id, thread);
        if forum {
            self.post_first_message(actor, id, body)?;
        }
        self.announce_thread(actor, id, parent, message, forum)?;
        let changes = vec![json!({ "key": "name", "new_value": body.text("name") })];
        self.record(ActionContext { actor, guild, reason }, action::THREAD_CREATE, id, changes);
        Ok(id)
    }

    /// Starts a post in a webhook's forum, without its first message. Returns its id.
    pub(crate) fn start_post(&mut self, webhook: &Webhook, body: &Payload) -> ApiResult<Id> {
        let id = self.next_id();
        let mut post = Channel::new(id, channel_kind::PUBLIC_THREAD, webhook.guild_id, "");
        post.parent_id = Some(webhook.channel_id);
        write_fields(&mut post, webhook.id, AUTO_ARCHIVE, self.now(), body);
        self.channels.insert(id, post);
        self.announce_thread(webhook.id, id, webhook.channel_id, None, true)?;
        Ok(id)
    }

    fn check_starter(&self, parent: Id, message: Id) -> ApiResult<()> {
        self.readable_message_json(parent, message)?;
        if self.channels.contains_key(&message) {
            let text = "A thread has already been created for this message";
            return Err(ApiError::bad_request(160_004, text));
        }
        Ok(())
    }

    /// Posts the first message of a forum post; it has the thread's id.
    fn post_first_message(&mut self, actor: Id, id: Id, body: &Payload) -> ApiResult<()> {
        let mut first = Payload::from_json(body.json.get("message").cloned().unwrap_or_default());
        first.files.clone_from(&body.files);
        let checked =
            validate::message::create(&first.json, first.files.len()).and_then(|()| check_files(&first));
        if let Err(error) = checked {
            self.channels.remove(&id);
            return Err(error);
        }
        let mut message = Message::new(id, id, Author::User(actor), self.now());
        self.fill(&mut message, &first);
        self.post(message);
        Ok(())
    }

    /// Announces the thread over the gateway, and by a message in the parent channel.
    fn announce_thread(
        &mut self,
        actor: Id,
        id: Id,
        parent: Id,
        message: Option<Id>,
        forum: bool,
    ) -> ApiResult<()> {
        let Some(channel) = self.channels.get(&id) else { return Ok(()) };
        let (kind, name, guild) = (channel.kind, channel.name.clone(), channel.guild_id);
        let mut view = self.channel_json(channel);
        view["newly_created"] = json!(true);
        self.emit("THREAD_CREATE", Audience::Channel(id), view);
        let mut reference = json!({ "type": 0, "channel_id": parent, "guild_id": guild });
        if let Some(message) = message {
            self.change_message(parent, message, |_, message| message.flags |= message_flag::HAS_THREAD)?;
            let mut starter = Message::new(self.next_id(), id, Author::User(actor), self.now());
            starter.kind = message_kind::THREAD_STARTER;
            reference["message_id"] = json!(message);
            starter.reference = Some(reference);
            self.post(starter);
        } else if !forum && kind != channel_kind::PRIVATE_THREAD {
            let mut notice = Message::new(self.next_id(), parent, Author::User(actor), self.now());
            notice.kind = message_kind::THREAD_CREATED;
            notice.content = name;
            reference["channel_id"] = json!(id);
            notice.reference = Some(reference);
            self.post(notice);
        }
        Ok(())
    }
}

/// Makes a new thread of `channel`, which its owner has joined. It is archived after `minutes` by default.
fn write_fields(channel: &mut Channel, owner: Id, minutes: u32, now: DateTime<Utc>, body: &Payload) {
    let number = |key: &str| body.present(key).and_then(Value::as_u64).and_then(|n| u32::try_from(n).ok());
    body.text("name").unwrap_or_default().clone_into(&mut channel.name);
    channel.settings.rate_limit_per_user = number("rate_limit_per_user").unwrap_or(0);
    let tags = body.present("applied_tags").and_then(Value::as_array);
    channel.thread = Some(Thread {
        owner_id: owner,
        archived: false,
        locked: false,
        invitable: body.present("invitable").and_then(Value::as_bool).unwrap_or(true),
        auto_archive_duration: number("auto_archive_duration").unwrap_or(minutes),
        archive_timestamp: now,
        created_at: now,
        message_count: 0,
        members: [(owner, now)].into(),
        applied_tags: tags.into_iter().flatten().filter_map(read_id).collect(),
    });
}

/// The type of the new thread; private by default, as on Discord.
fn thread_kind(parent: &Channel, from_message: bool, body: &Payload) -> ApiResult<u8> {
    let asked =
        body.present("type").and_then(Value::as_u64).map_or(channel_kind::PRIVATE_THREAD, |kind| kind as u8);
    match parent.kind {
        channel_kind::FORUM if !from_message => Ok(channel_kind::PUBLIC_THREAD),
        channel_kind::ANNOUNCEMENT => Ok(channel_kind::ANNOUNCEMENT_THREAD),
        channel_kind::TEXT if from_message => Ok(channel_kind::PUBLIC_THREAD),
        channel_kind::TEXT if asked != channel_kind::ANNOUNCEMENT_THREAD => Ok(asked),
        _ => Err(ApiError::wrong_channel_type()),
    }
}

fn needed_for(kind: u8, forum: bool) -> Permissions {
    match kind {
        _ if forum => Permissions::SEND_MESSAGES,
        channel_kind::PRIVATE_THREAD => Permissions::CREATE_PRIVATE_THREADS,
        _ => Permissions::CREATE_PUBLIC_THREADS,
    }
}
