//! Writing through a webhook, with its secret instead of the bot's token.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::get,
};
use serde::Deserialize;
use serde_json::Value;

use crate::{
    app::App,
    error::{ApiError, ApiResult, Unknown},
    payload::Payload,
    posting::check_files,
    rest::extract::{Params, Route, Switch},
    snowflake::Id,
    validate,
    world::{Author, Message, Webhook, World, channel_kind},
};

pub(super) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/webhooks/{webhook_id}/{webhook_token}", get(read).post(execute).patch(change).delete(remove))
}

#[derive(Deserialize)]
struct SecretPath {
    webhook_id: Id,
    webhook_token: String,
}

#[derive(Deserialize)]
struct Options {
    #[serde(default)]
    wait: Switch,
    thread_id: Option<Id>,
    #[serde(default)]
    with_components: Switch,
}

async fn read(State(app): State<Arc<App>>, Route(path): Route<SecretPath>) -> ApiResult<Json<Value>> {
    let world = app.world();
    let webhook = world.webhook_by_token(path.webhook_id, &path.webhook_token)?;
    Ok(Json(webhook.to_json(&world.base_url)))
}

async fn change(
    State(app): State<Arc<App>>,
    Route(path): Route<SecretPath>,
    body: Payload,
) -> ApiResult<Json<Value>> {
    let mut world = app.world();
    let webhook = world.webhook_by_token(path.webhook_id, &path.webhook_token)?.clone();
    // The secret alone lets a client rename the webhook, not move it.
    let mut body = body;
    body.json.remove("channel_id");
    let mut view = world.change_webhook(&webhook, &body)?;
    if let Some(view) = view.as_object_mut() {
        view.remove("user");
    }
    Ok(Json(view))
}

async fn remove(State(app): State<Arc<App>>, Route(path): Route<SecretPath>) -> ApiResult<StatusCode> {
    let mut world = app.world();
    let webhook = world.webhook_by_token(path.webhook_id, &path.webhook_token)?.clone();
    world.delete_webhook(&webhook);
    Ok(StatusCode::NO_CONTENT)
}

async fn execute(
    State(app): State<Arc<App>>,
    Route(path): Route<SecretPath>,
    Params(options): Params<Options>,
    body: Payload,
) -> ApiResult<Response> {
    let mut world = app.world();
    if path.webhook_id == world.application.id {
        return world.follow_up(&path.webhook_token, &body).map(|answer| Json(answer).into_response());
    }
    let webhook = world.webhook_by_token(path.webhook_id, &path.webhook_token)?.clone();
    let (channel, id) = world.execute_webhook(&webhook, &options, body)?;
    if !options.wait.0 {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    world.readable_message_json(channel, id).map(|view| Json(view).into_response())
}

impl World {
    /// Posts as the webhook; in a forum `thread_name` starts a post. Returns channel and id of the message.
    fn execute_webhook(
        &mut self,
        webhook: &Webhook,
        options: &Options,
        mut body: Payload,
    ) -> ApiResult<(Id, Id)> {
        // Only an application's own webhook may send interactive components.
        if webhook.application_id.is_none() && !options.with_components.0 {
            body.json.remove("components");
        }
        validate::guild::webhook_username(&body.json)?;
        validate::message::create(&body.json, body.files.len())?;
        check_files(&body)?;
        let channel = self.webhook_target(webhook, options, &body)?;
        let name = body.text("username").unwrap_or(&webhook.name).to_owned();
        let id = self.next_id();
        let mut message = Message::new(id, channel, Author::Webhook { id: webhook.id, name }, self.now());
        message.application_id = webhook.application_id;
        self.fill(&mut message, &body);
        self.post(message);
        Ok((channel, id))
    }

    fn webhook_target(&mut self, webhook: &Webhook, options: &Options, body: &Payload) -> ApiResult<Id> {
        if let Some(thread) = options.thread_id {
            let found = self.channels.get(&thread).filter(|one| one.parent_id == Some(webhook.channel_id));
            return found.map(|one| one.id).ok_or_else(|| ApiError::unknown(Unknown::Channel));
        }
        let channel =
            self.channels.get(&webhook.channel_id).ok_or_else(|| ApiError::unknown(Unknown::Channel))?;
        if channel.kind != channel_kind::FORUM {
            return Ok(channel.id);
        }
        let Some(name) = body.text("thread_name") else {
            let text = "Webhooks posted to forum channels must have a thread_name or thread_id";
            return Err(ApiError::bad_request(220_001, text));
        };
        let start = serde_json::json!({ "name": name });
        self.start_post(webhook, &Payload::from_json(start))
    }
}
