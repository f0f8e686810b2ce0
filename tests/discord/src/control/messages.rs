//! Sending messages and reacting as a user.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{Path, State},
    http::StatusCode,
    routing::{patch, post, put},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::Deserialize;
use serde_json::{Value, json};

use super::error::{Body, ControlError, ControlResult};
use crate::{
    app::App,
    payload::{Payload, Upload},
    snowflake::Id,
    world::World,
};

pub(super) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/users/{user}/messages", post(send))
        .route("/users/{user}/messages/{message}", patch(edit).delete(remove))
        .route("/users/{user}/reactions", put(react).delete(unreact))
}

/// A file as JSON carries it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileEntry {
    pub(super) filename: String,
    pub(super) content_type: Option<String>,
    /// Its text.
    pub(super) content: Option<String>,
    /// Its bytes, if it is not text.
    pub(super) content_base64: Option<String>,
}

impl FileEntry {
    pub(super) fn upload(self, index: usize) -> ControlResult<Upload> {
        let bytes = match self.content_base64 {
            Some(encoded) => STANDARD.decode(encoded).map_err(|error| {
                ControlError::bad_request(format!(
                    "`content_base64` of {:?} is wrong: {error}",
                    self.filename
                ))
            })?,
            None => self.content.unwrap_or_default().into_bytes(),
        };
        Ok(Upload {
            field: format!("files[{index}]"),
            filename: self.filename,
            content_type: self.content_type,
            bytes,
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Send {
    channel: String,
    guild: Option<String>,
    #[serde(default)]
    content: String,
    embeds: Option<Value>,
    #[serde(default)]
    attachments: Vec<FileEntry>,
    reply_to: Option<Id>,
}

async fn send(
    State(app): State<Arc<App>>,
    Path(user): Path<String>,
    Body(body): Body<Send>,
) -> ControlResult<Json<Value>> {
    let mut payload = Payload::from_json(json!({ "content": body.content }));
    if let Some(embeds) = body.embeds {
        payload.json.insert("embeds".to_owned(), embeds);
    }
    if let Some(id) = body.reply_to {
        payload.json.insert("message_reference".to_owned(), json!({ "message_id": id }));
    }
    for (index, file) in body.attachments.into_iter().enumerate() {
        payload.files.push(file.upload(index)?);
    }
    let mut world = app.world();
    let user = world.find_user(&user)?.id;
    let guild = body.guild.map(|name| world.find_guild(&name).map(|guild| guild.id)).transpose()?;
    if body.channel == "dm" {
        world.open_dm(user);
    }
    let channel = world.find_visible(user, guild, &body.channel)?;
    let id = world.send_message(user, channel, &payload)?;
    sent_json(&world, user, channel, id).map(Json)
}

fn sent_json(world: &World, user: Id, channel: Id, id: Id) -> ControlResult {
    let message = world.message(channel, id);
    message.map(|message| world.client_message_json(user, message)).ok_or_else(|| unknown_message(id))
}

fn unknown_message(id: Id) -> ControlError {
    ControlError::not_found(format!(
        "there is no message {id}; GET the channel's messages to see which there are"
    ))
}

impl World {
    /// The channel of a message.
    pub(super) fn channel_of_message(&self, id: Id) -> ControlResult<Id> {
        let found = self.messages.iter().find(|(_, messages)| messages.contains_key(&id));
        found.map(|(channel, _)| *channel).ok_or_else(|| unknown_message(id))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Edit {
    content: String,
}

async fn edit(
    State(app): State<Arc<App>>,
    Path((user, message)): Path<(String, Id)>,
    Body(body): Body<Edit>,
) -> ControlResult<Json<Value>> {
    let mut world = app.world();
    let user = world.find_user(&user)?.id;
    let channel = world.channel_of_message(message)?;
    world.edit_message(user, channel, message, &Payload::from_json(json!({ "content": body.content })))?;
    sent_json(&world, user, channel, message).map(Json)
}

async fn remove(
    State(app): State<Arc<App>>,
    Path((user, message)): Path<(String, Id)>,
) -> ControlResult<StatusCode> {
    let mut world = app.world();
    let user = world.find_user(&user)?.id;
    let channel = world.channel_of_message(message)?;
    world.delete_message(user, channel, message, None)?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct React {
    channel: String,
    message: Id,
    emoji: String,
}

async fn react(
    State(app): State<Arc<App>>,
    Path(user): Path<String>,
    Body(body): Body<React>,
) -> ControlResult<StatusCode> {
    let mut world = app.world();
    let user = world.find_user(&user)?.id;
    let channel = world.find_visible(user, None, &body.channel)?;
    world.react(user, channel, body.message, &body.emoji)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn unreact(
    State(app): State<Arc<App>>,
    Path(user): Path<String>,
    Body(body): Body<React>,
) -> ControlResult<StatusCode> {
    let mut world = app.world();
    let user = world.find_user(&user)?.id;
    let channel = world.find_visible(user, None, &body.channel)?;
    world.unreact(user, channel, body.message, &body.emoji, user)?;
    Ok(StatusCode::NO_CONTENT)
}
