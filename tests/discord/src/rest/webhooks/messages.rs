//! Messages that were written with a secret in the path: by a webhook, or as the answer to an interaction. The application's id in
//! the place of a webhook's means an interaction.

use std::sync::Arc;

use axum::{Json, Router, extract::State, http::StatusCode, routing::get};
use serde::Deserialize;
use serde_json::Value;

use crate::{
    app::App,
    error::{ApiError, ApiResult, Unknown},
    payload::Payload,
    posting::check_edit,
    rest::extract::Route,
    snowflake::Id,
    world::{Author, World},
};

pub(super) fn router() -> Router<Arc<App>> {
    Router::new().route(
        "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}",
        get(read).patch(edit).delete(remove),
    )
}

#[derive(Deserialize)]
struct MessagePath {
    webhook_id: Id,
    webhook_token: String,
    /// A message's id or `@original`.
    message_id: String,
}

impl MessagePath {
    fn is_of_interaction(&self, world: &World) -> bool {
        self.webhook_id == world.application.id
    }
}

async fn read(State(app): State<Arc<App>>, Route(path): Route<MessagePath>) -> ApiResult<Json<Value>> {
    let world = app.world();
    if path.is_of_interaction(&world) {
        return world.read_answer(&path.webhook_token, &path.message_id).map(Json);
    }
    let (channel, id) = world.webhook_message(&path)?;
    world.readable_message_json(channel, id).map(Json)
}

async fn edit(
    State(app): State<Arc<App>>,
    Route(path): Route<MessagePath>,
    body: Payload,
) -> ApiResult<Json<Value>> {
    let mut world = app.world();
    if path.is_of_interaction(&world) {
        return world.edit_answer(&path.webhook_token, &path.message_id, &body).map(Json);
    }
    let (channel, id) = world.webhook_message(&path)?;
    if let Some(message) = world.message(channel, id) {
        check_edit(message, &body)?;
    }
    world.change_message(channel, id, |world, message| {
        world.fill(message, &body);
        message.edited_at = Some(world.now());
    })?;
    world.readable_message_json(channel, id).map(Json)
}

async fn remove(State(app): State<Arc<App>>, Route(path): Route<MessagePath>) -> ApiResult<StatusCode> {
    let mut world = app.world();
    if path.is_of_interaction(&world) {
        world.delete_answer(&path.webhook_token, &path.message_id)?;
    } else {
        let (channel, id) = world.webhook_message(&path)?;
        world.remove_message(channel, id)?;
    }
    Ok(StatusCode::NO_CONTENT)
}

impl World {
    /// The message of the path, if this webhook wrote it.
    fn webhook_message(&self, path: &MessagePath) -> ApiResult<(Id, Id)> {
        let webhook = self.webhook_by_token(path.webhook_id, &path.webhook_token)?;
        let id: Option<Id> = path.message_id.parse().ok();
        let message = id.and_then(|id| self.messages.values().find_map(|messages| messages.get(&id)));
        let own = message.filter(|one| matches!(one.author, Author::Webhook { id, .. } if id == webhook.id));
        own.map(|one| (one.channel_id, one.id)).ok_or_else(|| ApiError::unknown(Unknown::Message))
    }
}
