//! Invites: creating, listing and deleting them. Users join by /control, not by an invite.

use std::sync::Arc;

use axum::{Json, Router, extract::State, routing::get};
use rand::Rng;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    extract::{Reason, Route},
    paths::{ChannelPath, GuildPath},
};
use crate::{
    app::App,
    error::{ApiError, ApiResult, Unknown},
    json::timestamp,
    payload::Payload,
    permissions::Permissions,
    validate::form::Form,
    world::{ActionContext, Audience, Invite, World, action},
};

/// How long an invite lasts by default: a day, in seconds.
const MAX_AGE: i64 = 86_400;
const ALPHABET: &[u8] = b"abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

pub(super) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/channels/{channel_id}/invites", get(list_of_channel).post(create))
        .route("/guilds/{guild_id}/invites", get(list_of_guild))
        .route("/invites/{code}", get(read).delete(remove))
}

#[derive(Deserialize)]
struct InvitePath {
    code: String,
}

async fn list_of_channel(
    State(app): State<Arc<App>>,
    Route(path): Route<ChannelPath>,
) -> ApiResult<Json<Value>> {
    let world = app.world();
    world.require_in(world.bot_id(), path.channel_id, Permissions::MANAGE_CHANNELS)?;
    Ok(Json(list(&world, |invite| invite.channel_id == path.channel_id)))
}

async fn list_of_guild(State(app): State<Arc<App>>, Route(path): Route<GuildPath>) -> ApiResult<Json<Value>> {
    let world = app.world();
    world.require_in_guild(world.bot_id(), path.guild_id, Permissions::MANAGE_GUILD)?;
    Ok(Json(list(&world, |invite| invite.guild_id == path.guild_id)))
}

fn list(world: &World, wanted: impl Fn(&Invite) -> bool) -> Value {
    let invites = world.invites.values().filter(|invite| wanted(invite) && world.is_valid(invite));
    invites.map(|invite| world.invite_json(invite)).collect()
}

async fn create(
    State(app): State<Arc<App>>,
    Route(path): Route<ChannelPath>,
    Reason(reason): Reason,
    body: Payload,
) -> ApiResult<Json<Value>> {
    let mut world = app.world();
    let inviter = world.bot_id();
    let channel = world.require_in(inviter, path.channel_id, Permissions::CREATE_INSTANT_INVITE)?;
    let guild_id = channel.guild_id.ok_or_else(ApiError::wrong_channel_type)?;
    let mut form = Form::default();
    let max_age = form.integer(&body.json, "max_age", 0..=604_800).unwrap_or(MAX_AGE);
    let max_uses = form.integer(&body.json, "max_uses", 0..=100).unwrap_or(0);
    form.finish()?;
    let invite = Invite {
        code: generate_code(),
        guild_id,
        channel_id: path.channel_id,
        inviter,
        created_at: world.now(),
        max_age: u32::try_from(max_age).unwrap_or_default(),
        max_uses: u32::try_from(max_uses).unwrap_or_default(),
        temporary: body.flag("temporary"),
    };
    let view = world.invite_json(&invite);
    let event = json!({
        "channel_id": path.channel_id, "guild_id": guild_id, "code": invite.code, "inviter": view["inviter"],
        "created_at": timestamp(invite.created_at), "expires_at": view["expires_at"], "max_age": invite.max_age,
        "max_uses": invite.max_uses, "temporary": invite.temporary, "uses": 0, "type": 0,
    });
    world.invites.insert(invite.code.clone(), invite);
    world.emit("INVITE_CREATE", Audience::Channel(path.channel_id), event.clone());
    let context = ActionContext { actor: inviter, guild: guild_id, reason };
    world.record(context, action::INVITE_CREATE, None, audit_changes(&event, "new_value"));
    Ok(Json(view))
}

async fn read(State(app): State<Arc<App>>, Route(path): Route<InvitePath>) -> ApiResult<Json<Value>> {
    let world = app.world();
    let invite = world.valid_invite(&path.code)?;
    Ok(Json(world.invite_json(invite)))
}

/// The fields of an invite that the audit log shows.
fn audit_changes(invite: &Value, key: &str) -> Vec<Value> {
    ["code", "channel_id", "max_age", "max_uses", "temporary", "uses"]
        .into_iter()
        .filter_map(|field| Some(json!({ "key": field, key: invite.get(field)? })))
        .collect()
}

async fn remove(
    State(app): State<Arc<App>>,
    Route(path): Route<InvitePath>,
    Reason(reason): Reason,
) -> ApiResult<Json<Value>> {
    let mut world = app.world();
    let actor = world.bot_id();
    let invite = world.valid_invite(&path.code)?.clone();
    world.require_in(actor, invite.channel_id, Permissions::MANAGE_CHANNELS)?;
    let view = world.invite_json(&invite);
    world.invites.remove(&path.code);
    let event = json!({ "channel_id": invite.channel_id, "guild_id": invite.guild_id, "code": invite.code });
    world.emit("INVITE_DELETE", Audience::Channel(invite.channel_id), event);
    let context = ActionContext { actor, guild: invite.guild_id, reason };
    world.record(context, action::INVITE_DELETE, None, audit_changes(&view, "old_value"));
    Ok(Json(view))
}

impl World {
    fn is_valid(&self, invite: &Invite) -> bool {
        let ended = invite.expires_at().is_some_and(|end| end <= self.now());
        !ended && self.channels.contains_key(&invite.channel_id)
    }

    fn valid_invite(&self, code: &str) -> ApiResult<&Invite> {
        let invite = self.invites.get(code).filter(|invite| self.is_valid(invite));
        invite.ok_or_else(|| ApiError::unknown(Unknown::Invite))
    }
}

fn generate_code() -> String {
    let mut random = rand::rng();
    let mut one = || char::from(ALPHABET[random.random_range(0..ALPHABET.len())]);
    std::iter::repeat_with(&mut one).take(8).collect()
}
