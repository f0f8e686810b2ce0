//! A channel's messages as a whole: paging through them, deleting many, publishing announcements.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::State,
    http::StatusCode,
    routing::{get, post},
};
use chrono::TimeDelta;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    extract::{Params, Reason, Route},
    paths::{ChannelPath, MessagePath},
};
use crate::{
    app::App,
    error::{ApiError, ApiResult},
    json::read_id,
    payload::Payload,
    permissions::Permissions,
    snowflake::Id,
    world::{ActionContext, Audience, World, action, channel_kind, message_flag},
};

/// Older messages cannot be deleted in bulk.
const BULK_AGE: TimeDelta = TimeDelta::days(14);

pub(super) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/channels/{channel_id}/messages", get(list))
        .route("/channels/{channel_id}/messages/bulk-delete", post(bulk_delete))
        .route("/channels/{channel_id}/messages/{message_id}/crosspost", post(crosspost))
}

/// Which page of messages.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
pub(crate) struct Page {
    before: Option<Id>,
    after: Option<Id>,
    around: Option<Id>,
    limit: Option<usize>,
}

impl Page {
    /// How many messages: 1 to 100, 50 by default.
    pub(crate) fn size(self) -> ApiResult<usize> {
        let limit = self.limit.unwrap_or(50);
        if (1..=100).contains(&limit) {
            return Ok(limit);
        }
        let (code, side, bound) =
            if limit == 0 { ("NUMBER_TYPE_MIN", "greater", 1) } else { ("NUMBER_TYPE_MAX", "less", 100) };
        let message = format!("int value should be {side} than or equal to {bound}.");
        Err(ApiError::field("limit", code, &message))
    }

    /// The ids of the page among `ids` (oldest first), newest first.
    pub(crate) fn select(self, ids: &[Id], size: usize) -> Vec<Id> {
        let mut page: Vec<Id> = if let Some(middle) = self.around {
            let start = ids.partition_point(|id| *id < middle).saturating_sub(size / 2);
            ids.iter().skip(start).take(size).copied().collect()
        } else if let Some(after) = self.after {
            ids.iter().filter(|id| **id > after).take(size).copied().collect()
        } else {
            let end = self.before.map_or(ids.len(), |before| ids.partition_point(|id| *id < before));
            ids[end.saturating_sub(size)..end].to_vec()
        };
        page.reverse();
        page
    }
}

async fn list(
    State(app): State<Arc<App>>,
    Route(path): Route<ChannelPath>,
    Params(page): Params<Page>,
) -> ApiResult<Json<Value>> {
    let world = app.world();
    let (bot, channel) = (world.bot_id(), path.channel_id);
    world.visible_channel(bot, channel)?;
    let size = page.size()?;
    if !world.permissions_in(channel, bot).contains(Permissions::READ_MESSAGE_HISTORY) {
        return Ok(Json(json!([])));
    }
    let ids = world.public_messages(channel);
    let messages = page.select(&ids, size).into_iter().map(|id| world.readable_message_json(channel, id));
    Ok(Json(Value::Array(messages.collect::<ApiResult<_>>()?)))
}

async fn bulk_delete(
    State(app): State<Arc<App>>,
    Route(path): Route<ChannelPath>,
    Reason(reason): Reason,
    body: Payload,
) -> ApiResult<StatusCode> {
    let mut world = app.world();
    let (actor, channel) = (world.bot_id(), path.channel_id);
    let found = world.require_in(actor, channel, Permissions::MANAGE_MESSAGES)?;
    let guild =
        found.guild_id.ok_or_else(|| ApiError::forbidden(50003, "Cannot execute action on a DM channel"))?;
    let listed = body.present("messages").and_then(Value::as_array);
    let mut ids: Vec<Id> = listed.into_iter().flatten().filter_map(read_id).collect();
    if !(2..=100).contains(&ids.len()) {
        let message = "You can only bulk delete between 2 and 100 messages.";
        return Err(ApiError::bad_request(50016, message));
    }
    let oldest = world.now() - BULK_AGE;
    if ids.iter().any(|id| id.created_at() < oldest) {
        return Err(ApiError::bad_request(
            50034,
            "You can only bulk delete messages that are under 14 days old.",
        ));
    }
    ids.retain(|id| world.message(channel, *id).is_some_and(|message| message.ephemeral_for.is_none()));
    if let Some(messages) = world.messages.get_mut(&channel) {
        messages.retain(|id, _| !ids.contains(id));
    }
    let event = json!({ "ids": ids, "channel_id": channel, "guild_id": guild });
    world.emit("MESSAGE_DELETE_BULK", Audience::Channel(channel), event);
    let options = json!({ "count": ids.len().to_string() });
    let context = ActionContext { actor, guild, reason };
    world.record_with(context, action::MESSAGE_BULK_DELETE, channel, Vec::new(), Some(options));
    Ok(StatusCode::NO_CONTENT)
}

async fn crosspost(State(app): State<Arc<App>>, Route(path): Route<MessagePath>) -> ApiResult<Json<Value>> {
    let mut world = app.world();
    let (actor, channel, id) = (world.bot_id(), path.channel_id, path.message_id);
    let found = world.require_in(actor, channel, Permissions::SEND_MESSAGES)?;
    if found.kind != channel_kind::ANNOUNCEMENT {
        return Err(ApiError::wrong_channel_type());
    }
    world.readable_message_json(channel, id)?;
    let own = world.message(channel, id).is_some_and(|message| message.is_by(actor));
    if !own {
        world.require_in(actor, channel, Permissions::MANAGE_MESSAGES)?;
    }
    if world.message(channel, id).is_some_and(|message| message.flags & message_flag::CROSSPOSTED != 0) {
        return Err(ApiError::bad_request(40033, "This message has already been crossposted."));
    }
    world.change_message(channel, id, |_, message| message.flags |= message_flag::CROSSPOSTED)?;
    world.readable_message_json(channel, id).map(Json)
}

impl World {
    /// The ids of a channel's messages that are not ephemeral, oldest first.
    pub(crate) fn public_messages(&self, channel: Id) -> Vec<Id> {
        let messages = self.messages.get(&channel).into_iter().flat_map(std::collections::BTreeMap::values);
        messages.filter(|message| message.ephemeral_for.is_none()).map(|message| message.id).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_newest_first_and_hold_what_was_asked() {
        let ids: Vec<Id> = (1..=10).map(Id).collect();
        let page = |before, after, around| {
            let id = |number: u64| (number > 0).then_some(Id(number));
            let page = Page { before: id(before), after: id(after), around: id(around), limit: None };
            page.select(&ids, 3).into_iter().map(|id| id.0).collect::<Vec<_>>()
        };
        assert_eq!(page(0, 0, 0), [10, 9, 8]);
        assert_eq!(page(8, 0, 0), [7, 6, 5]);
        assert_eq!(page(2, 0, 0), [1]);
        assert_eq!(page(0, 3, 0), [6, 5, 4]);
        assert!(page(0, 10, 0).is_empty());
        assert_eq!(page(0, 0, 5), [6, 5, 4]);
    }

    #[test]
    fn a_page_holds_1_to_100() {
        let size = |limit| Page { limit: Some(limit), ..Page::default() }.size().is_ok();
        assert_eq!([0, 1, 100, 101].map(size), [false, true, true, false]);
    }
}
