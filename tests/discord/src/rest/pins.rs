//! Pinned messages, by the routes of old and new.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::State,
    http::StatusCode,
    routing::{get, put},
};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    extract::{Params, Reason, Route},
    paths::{ChannelPath, MessagePath},
};
use crate::{
    app::App,
    error::{ApiError, ApiResult, Unknown},
    json::timestamp,
    permissions::Permissions,
    snowflake::Id,
    world::{ActionContext, Audience, Author, Message, World, action, message_kind},
};

/// Pins of one channel.
const MAX_PINS: usize = 250;

pub(super) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/channels/{channel_id}/pins", get(list_old))
        .route("/channels/{channel_id}/pins/{message_id}", put(pin).delete(unpin))
        .route("/channels/{channel_id}/messages/pins", get(list))
        .route("/channels/{channel_id}/messages/pins/{message_id}", put(pin).delete(unpin))
}

async fn list_old(State(app): State<Arc<App>>, Route(path): Route<ChannelPath>) -> ApiResult<Json<Value>> {
    let world = app.world();
    let pins = world.pins(path.channel_id)?;
    let messages = pins.into_iter().map(|(_, id)| world.readable_message_json(path.channel_id, id));
    Ok(Json(Value::Array(messages.collect::<ApiResult<_>>()?)))
}

#[derive(Deserialize)]
struct Page {
    before: Option<DateTime<Utc>>,
    limit: Option<usize>,
}

async fn list(
    State(app): State<Arc<App>>,
    Route(path): Route<ChannelPath>,
    Params(page): Params<Page>,
) -> ApiResult<Json<Value>> {
    let world = app.world();
    let mut pins = world.pins(path.channel_id)?;
    pins.retain(|(at, _)| page.before.is_none_or(|before| *at < before));
    let limit = page.limit.unwrap_or(50).clamp(1, 50);
    let has_more = pins.len() > limit;
    let items = pins.into_iter().take(limit).map(|(at, id)| {
        let message = world.readable_message_json(path.channel_id, id)?;
        Ok(json!({ "pinned_at": timestamp(at), "message": message }))
    });
    Ok(Json(json!({ "items": items.collect::<ApiResult<Vec<_>>>()?, "has_more": has_more })))
}

async fn pin(
    State(app): State<Arc<App>>,
    Route(path): Route<MessagePath>,
    Reason(reason): Reason,
) -> ApiResult<StatusCode> {
    let mut world = app.world();
    let actor = world.bot_id();
    world.pin_message(actor, path.channel_id, path.message_id, reason, true)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn unpin(
    State(app): State<Arc<App>>,
    Route(path): Route<MessagePath>,
    Reason(reason): Reason,
) -> ApiResult<StatusCode> {
    let mut world = app.world();
    let actor = world.bot_id();
    world.pin_message(actor, path.channel_id, path.message_id, reason, false)?;
    Ok(StatusCode::NO_CONTENT)
}

impl World {
    /// The pinned messages with the time of the pin, latest first.
    fn pins(&self, channel: Id) -> ApiResult<Vec<(DateTime<Utc>, Id)>> {
        self.require_in(self.bot_id(), channel, Permissions::READ_MESSAGE_HISTORY)?;
        let messages = self.messages.get(&channel).into_iter().flat_map(std::collections::BTreeMap::values);
        let mut pins: Vec<_> =
            messages.filter_map(|message| Some((message.pinned_at?, message.id))).collect();
        pins.sort_unstable_by(|a, b| b.cmp(a));
        Ok(pins)
    }

    /// Pins a message, or unpins it. Pinning posts the message that says so.
    pub(crate) fn pin_message(
        &mut self,
        actor: Id,
        channel: Id,
        id: Id,
        reason: Option<String>,
        pin: bool,
    ) -> ApiResult<()> {
        let guild = self.visible_channel(actor, channel)?.guild_id;
        if guild.is_some() {
            self.require_in(actor, channel, Permissions::PIN_MESSAGES)?;
        }
        let message = self.message(channel, id).filter(|message| message.ephemeral_for.is_none());
        let message = message.ok_or_else(|| ApiError::unknown(Unknown::Message))?;
        if message.pinned_at.is_some() == pin {
            return Ok(());
        }
        let author = message.author.clone();
        if pin && self.pins(channel)?.len() >= MAX_PINS {
            let text = format!("Maximum number of pins reached for the channel ({MAX_PINS})");
            return Err(ApiError::bad_request(30003, &text));
        }
        let now = self.now();
        self.change_message(channel, id, |_, message| message.pinned_at = pin.then_some(now))?;
        self.announce_pins(channel, guild, pin.then_some(now));
        if pin {
            self.post_pin_notice(actor, channel, id, guild);
        }
        if let (Some(guild), Author::User(author)) = (guild, author) {
            let action = if pin { action::MESSAGE_PIN } else { action::MESSAGE_UNPIN };
            let options = json!({ "channel_id": channel, "message_id": id });
            let context = ActionContext { actor, guild, reason };
            self.record_with(context, action, author, Vec::new(), Some(options));
        }
        Ok(())
    }

    fn announce_pins(&mut self, channel: Id, guild: Option<Id>, pinned: Option<DateTime<Utc>>) {
        if let Some(found) = self.channels.get_mut(&channel) {
            found.last_pin_timestamp = pinned.or(found.last_pin_timestamp);
        }
        let mut event = json!({ "channel_id": channel, "last_pin_timestamp": pinned.map(timestamp) });
        if let Some(guild) = guild {
            event["guild_id"] = json!(guild);
        }
        self.emit("CHANNEL_PINS_UPDATE", Audience::Channel(channel), event);
    }

    fn post_pin_notice(&mut self, actor: Id, channel: Id, pinned: Id, guild: Option<Id>) {
        let mut notice = Message::new(self.next_id(), channel, Author::User(actor), self.now());
        notice.kind = message_kind::CHANNEL_PINNED;
        let mut reference = json!({ "type": 0, "channel_id": channel, "message_id": pinned });
        if let Some(guild) = guild {
            reference["guild_id"] = json!(guild);
        }
        notice.reference = Some(reference);
        self.post(notice);
    }
}
