//! Guilds, and creating and ordering their channels.

use std::sync::Arc;

use axum::{Json, Router, extract::State, http::StatusCode, routing::get};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    channels::{check_parent, normalise_name},
    extract::{JsonBody, Params, Reason, Route, Switch},
    overwrites::read_overwrites,
    paths::GuildPath,
};
use crate::{
    app::App,
    error::{ApiError, ApiResult, Unknown},
    json::read_id,
    payload::Payload,
    permissions::Permissions,
    snowflake::Id,
    validate,
    world::{ActionContext, Audience, Channel, ChannelSettings, World, action, channel_kind},
};

pub(super) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/guilds/{guild_id}", get(read_guild))
        .route("/guilds/{guild_id}/preview", get(read_preview))
        .route("/guilds/{guild_id}/channels", get(list).post(create).patch(reorder))
}

#[derive(Deserialize)]
struct Counts {
    #[serde(default)]
    with_counts: Switch,
}

async fn read_guild(
    State(app): State<Arc<App>>,
    Route(path): Route<GuildPath>,
    Params(query): Params<Counts>,
) -> ApiResult<Json<Value>> {
    let world = app.world();
    world.require_in_guild(world.bot_id(), path.guild_id, Permissions::empty())?;
    let guild = world.guilds.get(&path.guild_id).ok_or_else(|| ApiError::unknown(Unknown::Guild))?;
    let mut view = guild.to_json();
    if query.with_counts.0 {
        view["approximate_member_count"] = json!(guild.members.len());
        view["approximate_presence_count"] = json!(guild.members.len());
    }
    Ok(Json(view))
}

async fn read_preview(state: State<Arc<App>>, path: Route<GuildPath>) -> ApiResult<Json<Value>> {
    read_guild(state, path, Params(Counts { with_counts: Switch(true) })).await
}

async fn list(State(app): State<Arc<App>>, Route(path): Route<GuildPath>) -> ApiResult<Json<Value>> {
    let world = app.world();
    world.require_in_guild(world.bot_id(), path.guild_id, Permissions::empty())?;
    let channels: Vec<_> = world.guild_channels(path.guild_id).map(|one| world.channel_json(one)).collect();
    Ok(Json(json!(channels)))
}

async fn create(
    State(app): State<Arc<App>>,
    Route(path): Route<GuildPath>,
    Reason(reason): Reason,
    body: Payload,
) -> ApiResult<(StatusCode, Json<Value>)> {
    let mut world = app.world();
    let actor = world.bot_id();
    let channel = world.create_channel(actor, path.guild_id, &body, reason)?;
    Ok((StatusCode::CREATED, Json(channel)))
}

/// A guild holds this many channels, threads not counted.
const MAX_CHANNELS: usize = 500;

impl World {
    /// Creates a channel in a guild, as `actor`. <https://discord.com/developers/docs/resources/guild#create-guild-channel>
    pub(crate) fn create_channel(
        &mut self,
        actor: Id,
        guild_id: Id,
        body: &Payload,
        reason: Option<String>,
    ) -> ApiResult {
        self.require_in_guild(actor, guild_id, Permissions::MANAGE_CHANNELS)?;
        validate::guild::channel(&body.json, true)?;
        let kind = body.present("type").and_then(Value::as_u64).unwrap_or(0);
        let kind = u8::try_from(kind).unwrap_or(channel_kind::TEXT);
        if self.guild_channels(guild_id).count() >= MAX_CHANNELS {
            let message = format!("Maximum number of guild channels reached ({MAX_CHANNELS})");
            return Err(ApiError::bad_request(30013, &message));
        }
        let parent_id = body.id("parent_id");
        if let Some(parent) = parent_id {
            check_parent(self, guild_id, parent)?;
        }
        let overwrites = match body.present("permission_overwrites") {
            Some(list) => read_overwrites(self, actor, guild_id, list)?,
            None => self.parent_overwrites(parent_id),
        };
        let id = self.next_id();
        let name = normalise_name(kind, body.text("name").unwrap_or_default());
        let mut channel = Channel::new(id, kind, guild_id, &name);
        channel.settings = read_settings(body);
        channel.parent_id = parent_id;
        channel.overwrites = overwrites;
        let last = self.guild_channels(guild_id).map(|channel| channel.position).max().unwrap_or(-1);
        channel.position = body.present("position").and_then(Value::as_i64).unwrap_or(last + 1);
        let view = self.channel_json(&channel);
        self.channels.insert(id, channel);
        // A bot receives every channel, even those that it cannot see.
        self.emit("CHANNEL_CREATE", Audience::Guild(guild_id), view.clone());
        let changes = vec![
            json!({ "key": "name", "new_value": name }),
            json!({ "key": "type", "new_value": kind }),
            json!({ "key": "permission_overwrites", "new_value": view["permission_overwrites"] }),
        ];
        self.record(ActionContext { actor, guild: guild_id, reason }, action::CHANNEL_CREATE, id, changes);
        Ok(view)
    }

    /// A channel made in a category takes on its overwrites.
    fn parent_overwrites(&self, parent: Option<Id>) -> Vec<crate::world::Overwrite> {
        parent
            .and_then(|id| self.channels.get(&id))
            .map(|parent| parent.overwrites.clone())
            .unwrap_or_default()
    }
}

fn read_settings(body: &Payload) -> ChannelSettings {
    let fields = body.json.iter().filter(|(_, value)| !value.is_null());
    let fields: serde_json::Map<_, _> = fields.map(|(key, value)| (key.clone(), value.clone())).collect();
    // The form was validated; fields of a wrong type stay at their default.
    serde_json::from_value(Value::Object(fields)).unwrap_or_default()
}

async fn reorder(
    State(app): State<Arc<App>>,
    Route(path): Route<GuildPath>,
    JsonBody(body): JsonBody,
) -> ApiResult<StatusCode> {
    let mut world = app.world();
    world.require_in_guild(world.bot_id(), path.guild_id, Permissions::MANAGE_CHANNELS)?;
    for entry in body.as_array().into_iter().flatten() {
        let Some(id) = read_id(&entry["id"]) else { continue };
        if let Some(parent) = read_id(&entry["parent_id"]) {
            check_parent(&world, path.guild_id, parent)?;
        }
        let channel = world.channels.get_mut(&id).filter(|one| one.guild_id == Some(path.guild_id));
        let channel = channel.ok_or_else(|| ApiError::unknown(Unknown::Channel))?;
        if let Some(position) = entry["position"].as_i64() {
            channel.position = position;
        }
        if entry.get("parent_id").is_some() {
            channel.parent_id = read_id(&entry["parent_id"]);
        }
        let view = channel.to_json();
        world.emit("CHANNEL_UPDATE", Audience::Guild(path.guild_id), view);
    }
    Ok(StatusCode::NO_CONTENT)
}
