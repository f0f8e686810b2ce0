//! Channels: reading, changing, deleting, typing.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::State,
    http::StatusCode,
    routing::{get, post},
};
use serde_json::{Value, json};

use super::{
    extract::{Reason, Route},
    overwrites::read_overwrites,
    paths::ChannelPath,
};
use crate::{
    app::App,
    error::{ApiError, ApiResult},
    payload::Payload,
    permissions::Permissions,
    snowflake::Id,
    traffic::rate_limits::count_rename,
    validate,
    world::{ActionContext, Audience, Channel, World, action, changed_fields, channel_kind},
};

/// A category holds this many channels.
const MAX_CHILDREN: usize = 50;

pub(super) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/channels/{channel_id}", get(read).patch(change).delete(remove))
        .route("/channels/{channel_id}/typing", post(typing))
}

async fn read(State(app): State<Arc<App>>, Route(path): Route<ChannelPath>) -> ApiResult<Json<Value>> {
    let world = app.world();
    let channel = world.visible_channel(world.bot_id(), path.channel_id)?;
    Ok(Json(world.channel_json(channel)))
}

async fn change(
    State(app): State<Arc<App>>,
    Route(path): Route<ChannelPath>,
    Reason(reason): Reason,
    body: Payload,
) -> ApiResult<Json<Value>> {
    let mut world = app.world();
    let actor = world.bot_id();
    world.change_channel(actor, path.channel_id, &body, reason).map(Json)
}

async fn remove(
    State(app): State<Arc<App>>,
    Route(path): Route<ChannelPath>,
    Reason(reason): Reason,
) -> ApiResult<Json<Value>> {
    let mut world = app.world();
    let actor = world.bot_id();
    world.delete_channel(actor, path.channel_id, reason).map(Json)
}

impl World {
    /// Changes a channel as `actor`; a thread is changed by [`World::change_thread`].
    pub(crate) fn change_channel(
        &mut self,
        actor: Id,
        id: Id,
        body: &Payload,
        reason: Option<String>,
    ) -> ApiResult {
        let channel = self.visible_channel(actor, id)?;
        if channel.is_thread() {
            return self.change_thread(actor, id, body, reason);
        }
        let Some(guild_id) = channel.guild_id else {
            return Err(ApiError::bad_request(50003, "Cannot execute action on a DM channel"));
        };
        let mut changed = channel.clone();
        self.require_in(actor, id, Permissions::MANAGE_CHANNELS)?;
        validate::guild::channel(&body.json, false)?;
        if let Some(list) = body.present("permission_overwrites") {
            self.require_in(actor, id, Permissions::MANAGE_ROLES)?;
            changed.overwrites = read_overwrites(self, actor, guild_id, list)?;
        }
        if let Some(parent) = body.id("parent_id")
            && changed.parent_id != Some(parent)
        {
            check_parent(self, guild_id, parent)?;
        }
        write_fields(&mut changed, body);
        let before = self.channels.get(&id).cloned().unwrap_or_else(|| changed.clone());
        let renamed = (&before.name, &before.settings.topic) != (&changed.name, &changed.settings.topic);
        if renamed {
            count_rename(&mut changed.renames, self.now())?;
        }
        let (old, new) = (self.channel_json(&before), self.channel_json(&changed));
        self.channels.insert(id, changed);
        self.emit("CHANNEL_UPDATE", Audience::Guild(guild_id), new.clone());
        let context = ActionContext { actor, guild: guild_id, reason };
        self.record(context, action::CHANNEL_UPDATE, id, changed_fields(&old, &new));
        Ok(new)
    }

    /// Deletes a channel or thread as `actor`. A conversation is only closed.
    pub(crate) fn delete_channel(&mut self, actor: Id, id: Id, reason: Option<String>) -> ApiResult {
        let channel = self.visible_channel(actor, id)?.clone();
        let view = self.channel_json(&channel);
        let Some(guild_id) = channel.guild_id else { return Ok(view) };
        let (needed, event, action, audience) = if channel.is_thread() {
            let audience = Audience::Channel(id);
            (Permissions::MANAGE_THREADS, "THREAD_DELETE", action::THREAD_DELETE, audience)
        } else {
            let audience = Audience::Guild(guild_id);
            (Permissions::MANAGE_CHANNELS, "CHANNEL_DELETE", action::CHANNEL_DELETE, audience)
        };
        self.require_in(actor, id, needed)?;
        let guild = self.guilds.get(&guild_id);
        if guild.is_some_and(|guild| guild.rules_channel_id == Some(id)) {
            return Err(ApiError::bad_request(
                50074,
                "Cannot delete a channel required for Community guilds",
            ));
        }
        self.emit(event, audience, view.clone());
        self.channels.retain(|_, one| one.id != id && !(one.is_thread() && one.parent_id == Some(id)));
        self.messages.retain(|channel, _| self.channels.contains_key(channel));
        self.webhooks.retain(|_, webhook| webhook.channel_id != id);
        self.orphan_children(guild_id, id);
        let changes = vec![json!({ "key": "name", "old_value": channel.name })];
        self.record(ActionContext { actor, guild: guild_id, reason }, action, id, changes);
        Ok(view)
    }

    /// Channels of a deleted category have no parent.
    fn orphan_children(&mut self, guild: Id, parent: Id) {
        let children: Vec<_> =
            self.channels.values().filter(|one| one.parent_id == Some(parent)).map(|one| one.id).collect();
        for id in children {
            if let Some(child) = self.channels.get_mut(&id) {
                child.parent_id = None;
                let view = child.to_json();
                self.emit("CHANNEL_UPDATE", Audience::Guild(guild), view);
            }
        }
    }
}

fn write_fields(channel: &mut Channel, body: &Payload) {
    if let Some(name) = body.text("name") {
        channel.name = normalise_name(channel.kind, name);
    }
    if let Some(position) = body.present("position").and_then(Value::as_i64) {
        channel.position = position;
    }
    if body.json.contains_key("parent_id") {
        channel.parent_id = body.id("parent_id");
    }
    if let Some(kind) = body.present("type").and_then(Value::as_u64) {
        channel.kind = u8::try_from(kind).unwrap_or(channel.kind);
    }
    let mut settings = serde_json::to_value(&channel.settings).unwrap_or_default();
    for (key, value) in &body.json {
        if let Some(place) = settings.get_mut(key) {
            let unset = matches!(key.as_str(), "nsfw" | "rate_limit_per_user") && value.is_null();
            *place = match (unset, key.as_str()) {
                (true, "nsfw") => json!(false),
                (true, _) => json!(0),
                _ => value.clone(),
            };
        }
    }
    if let Ok(settings) = serde_json::from_value(settings) {
        channel.settings = settings;
    }
}

/// Names of text channels are in lower case, with dashes for spaces.
pub(crate) fn normalise_name(kind: u8, name: &str) -> String {
    if matches!(kind, channel_kind::VOICE | channel_kind::STAGE | channel_kind::CATEGORY) {
        return name.trim().to_owned();
    }
    name.split_whitespace().collect::<Vec<_>>().join("-").to_lowercase()
}

/// The parent must be a category of the guild with room for one more.
pub(crate) fn check_parent(world: &World, guild: Id, parent: Id) -> ApiResult<()> {
    let category = world.channels.get(&parent).filter(|channel| channel.guild_id == Some(guild));
    let Some(category) = category else {
        return Err(ApiError::field("parent_id", "CHANNEL_PARENT_INVALID", "Category does not exist"));
    };
    if category.kind != channel_kind::CATEGORY {
        return Err(ApiError::field("parent_id", "CHANNEL_PARENT_INVALID_TYPE", "Not a category"));
    }
    let children = world.guild_channels(guild).filter(|channel| channel.parent_id == Some(parent)).count();
    if children >= MAX_CHILDREN {
        let message = format!("Maximum number of channels in category reached ({MAX_CHILDREN})");
        return Err(ApiError::field("parent_id", "CHANNEL_PARENT_MAX_CHANNELS", &message));
    }
    Ok(())
}

async fn typing(State(app): State<Arc<App>>, Route(path): Route<ChannelPath>) -> ApiResult<StatusCode> {
    let mut world = app.world();
    let actor = world.bot_id();
    let guild = world.require_in(actor, path.channel_id, Permissions::SEND_MESSAGES)?.guild_id;
    let mut event = json!({
        "channel_id": path.channel_id, "user_id": actor, "timestamp": world.now().timestamp(),
    });
    if let Some(guild) = guild {
        event["guild_id"] = json!(guild);
        event["member"] = json!(world.member_json(guild, actor));
    }
    world.emit("TYPING_START", Audience::Channel(path.channel_id), event);
    Ok(StatusCode::NO_CONTENT)
}
