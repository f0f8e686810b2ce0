//! The routes by which an application answers: the callback, `@original` and follow-ups.
//!
//! Follow-ups and webhooks share their routes: the application's id in the place of a webhook's means an interaction.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::State as Shared,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::Value;

use super::{Interaction, State};
use crate::{
    app::App,
    posting::Payload,
    rest::{
        error::{ApiError, ApiResult, Unknown},
        extract::{Params, Route, Switch},
        messages::check_files,
        validate, webhooks,
    },
    snowflake::Id,
    world::World,
};

pub(crate) fn router() -> Router<Arc<App>> {
    Router::new().route("/interactions/{interaction_id}/{interaction_token}/callback", post(callback)).route(
        "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}",
        get(read).patch(edit).delete(remove),
    )
}

#[derive(Deserialize)]
struct CallbackPath {
    interaction_id: Id,
    interaction_token: String,
}

#[derive(Deserialize)]
struct CallbackQuery {
    #[serde(default)]
    with_response: Switch,
}

async fn callback(
    Shared(app): Shared<Arc<App>>,
    Route(path): Route<CallbackPath>,
    Params(query): Params<CallbackQuery>,
    body: Payload,
) -> ApiResult<Response> {
    let answer = app.world().answer_interaction(path.interaction_id, &path.interaction_token, body)?;
    if query.with_response.0 {
        Ok(Json(answer).into_response())
    } else {
        Ok(StatusCode::NO_CONTENT.into_response())
    }
}

/// A message of an interaction, or of a webhook.
#[derive(Clone, Deserialize)]
pub(crate) struct MessagePath {
    pub(crate) webhook_id: Id,
    pub(crate) webhook_token: String,
    /// A message's id or `@original`.
    pub(crate) message_id: String,
}

impl World {
    /// The interaction of a token that is still alive and was answered once. 50027 otherwise.
    fn interaction_of(&self, token: &str) -> ApiResult<&Interaction> {
        let found = self.interactions.values().find(|one| one.token == token);
        let invalid = || ApiError::new(StatusCode::UNAUTHORIZED, 50027, "Invalid Webhook Token");
        let found = found.filter(|one| !one.token_expired(self.now())).ok_or_else(invalid)?;
        match found.state {
            State::Waiting | State::Failed(_) => Err(ApiError::unknown(Unknown::Webhook)),
            _ => Ok(found),
        }
    }

    /// The interaction, and the id of the message that the path names.
    fn answer_of(&self, path: &MessagePath) -> ApiResult<(Interaction, Id)> {
        let interaction = self.interaction_of(&path.webhook_token)?.clone();
        let id = match path.message_id.as_str() {
            "@original" => interaction.original,
            id => id
                .parse()
                .ok()
                .filter(|id| interaction.original == Some(*id) || interaction.followups.contains(id)),
        };
        let id = id.filter(|id| self.message(interaction.channel_id, *id).is_some());
        let id = id.ok_or_else(|| ApiError::unknown(Unknown::Message))?;
        Ok((interaction, id))
    }

    /// The answer as the application may always read it.
    fn answer_json(&self, channel: Id, id: Id) -> ApiResult {
        let message = self.message(channel, id).ok_or_else(|| ApiError::unknown(Unknown::Message))?;
        Ok(self.message_json(message))
    }

    fn settle(&mut self, id: Id, change: impl FnOnce(&mut Interaction)) {
        if let Some(interaction) = self.interactions.get_mut(&id) {
            interaction.state = State::Answered;
            change(interaction);
        }
        self.note_outcome(id);
    }

    fn edit_answer(&mut self, path: &MessagePath, body: &Payload) -> ApiResult {
        let (interaction, id) = self.answer_of(path)?;
        self.update_answer(interaction.channel_id, id, body)?;
        if interaction.original == Some(id) {
            let updated = interaction.message == Some(id);
            self.settle(interaction.id, |one| one.updated |= updated);
        } else {
            self.note_outcome(interaction.id);
        }
        self.answer_json(interaction.channel_id, id)
    }

    fn follow_up(&mut self, token: &str, body: &Payload) -> ApiResult {
        let interaction = self.interaction_of(token)?.clone();
        validate::message::create(&body.json, body.files.len())?;
        check_files(body)?;
        let channel = interaction.channel_id;
        // The first follow-up after a deferral takes the place of "thinking", as on Discord.
        if let (State::Thinking, Some(original)) = (interaction.state, interaction.original) {
            self.update_answer(channel, original, body)?;
            self.settle(interaction.id, |_| {});
            return self.answer_json(channel, original);
        }
        let id = self.post_answer(&interaction, body, false);
        self.settle(interaction.id, |one| one.followups.push(id));
        self.answer_json(channel, id)
    }

    fn delete_answer(&mut self, path: &MessagePath) -> ApiResult<()> {
        let (interaction, id) = self.answer_of(path)?;
        self.remove_message(interaction.channel_id, id)?;
        self.settle(interaction.id, |one| one.followups.retain(|other| *other != id));
        Ok(())
    }
}

/// Posts a follow-up. Called by the route that executes webhooks when the id is the application's.
pub(crate) fn follow_up(app: &App, token: &str, body: &Payload) -> ApiResult<Json<Value>> {
    app.world().follow_up(token, body).map(Json)
}

fn is_interaction(app: &App, path: &MessagePath) -> bool {
    path.webhook_id == app.world().application.id
}

async fn read(Shared(app): Shared<Arc<App>>, Route(path): Route<MessagePath>) -> ApiResult<Json<Value>> {
    if !is_interaction(&app, &path) {
        return webhooks::read_message(&app, &path);
    }
    let world = app.world();
    let (interaction, id) = world.answer_of(&path)?;
    world.answer_json(interaction.channel_id, id).map(Json)
}

async fn edit(
    Shared(app): Shared<Arc<App>>,
    Route(path): Route<MessagePath>,
    body: Payload,
) -> ApiResult<Json<Value>> {
    if !is_interaction(&app, &path) {
        return webhooks::edit_message(&app, &path, &body);
    }
    app.world().edit_answer(&path, &body).map(Json)
}

async fn remove(Shared(app): Shared<Arc<App>>, Route(path): Route<MessagePath>) -> ApiResult<StatusCode> {
    if !is_interaction(&app, &path) {
        return webhooks::delete_message(&app, &path);
    }
    app.world().delete_answer(&path)?;
    Ok(StatusCode::NO_CONTENT)
}
