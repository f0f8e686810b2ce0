//! Bans of a guild.

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
    paths::{GuildPath, MemberPath},
};
use crate::{
    app::App,
    error::{ApiError, ApiResult, Unknown},
    json::read_id,
    payload::Payload,
    permissions::Permissions,
    snowflake::Id,
    world::{ActionContext, Audience, World, action},
};

/// How much of a banned user's history can go with them.
const MAX_DELETE_SECONDS: i64 = 604_800;

pub(super) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/guilds/{guild_id}/bans", get(list))
        .route("/guilds/{guild_id}/bulk-ban", post(ban_many))
        .route("/guilds/{guild_id}/bans/{user_id}", get(read).put(ban_one).delete(unban))
}

#[derive(Deserialize)]
struct Page {
    limit: Option<usize>,
    before: Option<Id>,
    after: Option<Id>,
}

async fn list(
    State(app): State<Arc<App>>,
    Route(path): Route<GuildPath>,
    Params(page): Params<Page>,
) -> ApiResult<Json<Value>> {
    let world = app.world();
    world.require_in_guild(world.bot_id(), path.guild_id, Permissions::BAN_MEMBERS)?;
    let in_page =
        |id: &Id| page.before.is_none_or(|before| *id < before) && page.after.is_none_or(|after| *id > after);
    let bans: Vec<_> = world.guilds[&path.guild_id]
        .bans
        .iter()
        .filter(|(user, _)| in_page(user))
        .take(page.limit.unwrap_or(1000).min(1000))
        .map(|(user, reason)| json!({ "user": world.user_json(*user), "reason": reason }))
        .collect();
    Ok(Json(json!(bans)))
}

async fn read(State(app): State<Arc<App>>, Route(path): Route<MemberPath>) -> ApiResult<Json<Value>> {
    let world = app.world();
    world.require_in_guild(world.bot_id(), path.guild_id, Permissions::BAN_MEMBERS)?;
    let reason = world.guilds[&path.guild_id].bans.get(&path.user_id);
    let reason = reason.ok_or_else(|| ApiError::unknown(Unknown::Ban))?;
    Ok(Json(json!({ "user": world.user_json(path.user_id), "reason": reason })))
}

/// The query of older clients, which belongs into the body; Discord still reads it.
#[derive(Deserialize)]
struct OlderForm {
    delete_message_seconds: Option<i64>,
}

async fn ban_one(
    State(app): State<Arc<App>>,
    Route(path): Route<MemberPath>,
    Params(older): Params<OlderForm>,
    context: ActionContext,
    body: Payload,
) -> ApiResult<StatusCode> {
    let mut world = app.world();
    let in_body = delete_seconds(&body)?;
    world.ban(context, path.user_id, older.delete_message_seconds.unwrap_or(in_body))?;
    Ok(StatusCode::NO_CONTENT)
}

async fn ban_many(
    State(app): State<Arc<App>>,
    Route(path): Route<GuildPath>,
    Reason(reason): Reason,
    body: Payload,
) -> ApiResult<Json<Value>> {
    let mut world = app.world();
    let seconds = delete_seconds(&body)?;
    let users = body.present("user_ids").and_then(Value::as_array).cloned().unwrap_or_default();
    if !(1..=200).contains(&users.len()) {
        let message = "Must be between 1 and 200 in length.";
        return Err(ApiError::field("user_ids", "BASE_TYPE_BAD_LENGTH", message));
    }
    let (mut banned, mut failed) = (Vec::new(), Vec::new());
    for user in users.iter().filter_map(read_id) {
        let context = ActionContext { actor: world.bot_id(), guild: path.guild_id, reason: reason.clone() };
        world.require_in_guild(
            context.actor,
            context.guild,
            Permissions::BAN_MEMBERS | Permissions::MANAGE_GUILD,
        )?;
        let side = if world.ban(context, user, seconds).is_ok() { &mut banned } else { &mut failed };
        side.push(user);
    }
    if banned.is_empty() {
        return Err(ApiError::bad_request(500_000, "Failed to ban users"));
    }
    Ok(Json(json!({ "banned_users": banned, "failed_users": failed })))
}

async fn unban(
    State(app): State<Arc<App>>,
    Route(path): Route<MemberPath>,
    context: ActionContext,
) -> ApiResult<StatusCode> {
    let mut world = app.world();
    world.require_in_guild(context.actor, context.guild, Permissions::BAN_MEMBERS)?;
    let removed = world.guilds.get_mut(&path.guild_id).and_then(|guild| guild.bans.remove(&path.user_id));
    removed.ok_or_else(|| ApiError::unknown(Unknown::Ban))?;
    let event = json!({ "guild_id": path.guild_id, "user": world.user_json(path.user_id) });
    world.emit("GUILD_BAN_REMOVE", Audience::Guild(path.guild_id), event);
    world.record(context, action::MEMBER_BAN_REMOVE, path.user_id, Vec::new());
    Ok(StatusCode::NO_CONTENT)
}

fn delete_seconds(body: &Payload) -> ApiResult<i64> {
    let number = |key: &str| body.present(key).and_then(Value::as_i64);
    let days = number("delete_message_days").map(|days| days * 86_400);
    let seconds = number("delete_message_seconds").or(days).unwrap_or(0);
    if (0..=MAX_DELETE_SECONDS).contains(&seconds) {
        return Ok(seconds);
    }
    let message = format!("int value should be less than or equal to {MAX_DELETE_SECONDS}.");
    Err(ApiError::field("delete_message_seconds", "NUMBER_TYPE_MAX", &message))
}

impl World {
    /// Bans a user, member or not, and deletes what they wrote in the last `delete_seconds`.
    pub(crate) fn ban(&mut self, context: ActionContext, user: Id, delete_seconds: i64) -> ApiResult<()> {
        let guild_id = context.guild;
        self.require_in_guild(context.actor, guild_id, Permissions::BAN_MEMBERS)?;
        if !self.users.contains_key(&user) {
            return Err(ApiError::unknown(Unknown::User));
        }
        let member = self.is_member(guild_id, user);
        if member {
            self.require_outranks(&context, user)?;
        }
        if let Some(guild) = self.guilds.get_mut(&guild_id) {
            guild.bans.insert(user, context.reason.clone());
        }
        let event = json!({ "guild_id": guild_id, "user": self.user_json(user) });
        self.emit("GUILD_BAN_ADD", Audience::Guild(guild_id), event);
        if member {
            self.leave_guild(guild_id, user)?;
        }
        self.delete_recent(guild_id, user, delete_seconds);
        self.record(context, action::MEMBER_BAN_ADD, user, Vec::new());
        Ok(())
    }

    fn delete_recent(&mut self, guild: Id, user: Id, seconds: i64) {
        let since = self.now() - TimeDelta::seconds(seconds);
        let channels = self.channels.values().filter(|channel| channel.guild_id == Some(guild));
        let recent: Vec<(Id, Id)> = channels
            .filter_map(|channel| self.messages.get(&channel.id))
            .flat_map(std::collections::BTreeMap::values)
            .filter(|message| message.is_by(user) && message.timestamp > since)
            .map(|message| (message.channel_id, message.id))
            .collect();
        for (channel, message) in recent {
            // It was there a moment ago, under the same lock.
            let _ = self.remove_message(channel, message);
        }
    }
}
