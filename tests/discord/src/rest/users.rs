//! The gateway's address, users, the application, and conversations.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::State,
    http::StatusCode,
    routing::{delete, get, post},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    extract::{Params, Route, Switch},
    paths::GuildPath,
};
use crate::{
    app::App,
    error::{ApiError, ApiResult, FormErrors, Unknown},
    json::merge,
    payload::Payload,
    snowflake::Id,
    world::{Audience, Channel, World, application_flag},
};

pub(super) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/gateway", get(read_gateway))
        .route("/gateway/bot", get(read_gateway_bot))
        .route("/users/@me", get(read_current_user).patch(change_current_user))
        .route("/users/@me/guilds", get(list_guilds))
        .route("/users/@me/guilds/{guild_id}", delete(leave))
        .route("/users/@me/channels", post(open_conversation))
        .route("/users/{user_id}", get(read_user))
        .route("/applications/@me", get(read_application).patch(change_application))
        .route("/oauth2/applications/@me", get(read_application))
        .route("/voice/regions", get(|| async { Json(json!([])) }))
}

async fn read_gateway(State(app): State<Arc<App>>) -> Json<Value> {
    Json(json!({ "url": app.world().gateway_url() }))
}

async fn read_gateway_bot(State(app): State<Arc<App>>) -> Json<Value> {
    let world = app.world();
    Json(json!({
        "url": world.gateway_url(),
        "shards": world.application.shards,
        "session_start_limit": { "total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1 },
    }))
}

async fn read_current_user(State(app): State<Arc<App>>) -> ApiResult<Json<Value>> {
    let world = app.world();
    let bot = world.users.get(&world.bot_id()).ok_or_else(|| ApiError::unknown(Unknown::User))?;
    Ok(Json(bot.to_own_json()))
}

async fn change_current_user(State(app): State<Arc<App>>, change: Payload) -> ApiResult<Json<Value>> {
    let mut world = app.world();
    let id = world.bot_id();
    let bot = world.users.get_mut(&id).ok_or_else(|| ApiError::unknown(Unknown::User))?;
    if let Some(name) = change.text("username") {
        let mut errors = FormErrors::default();
        errors.length("username", name, 2, 32);
        errors.check()?;
        name.clone_into(&mut bot.name);
    }
    let view = bot.to_own_json();
    world.emit("USER_UPDATE", Audience::Direct, view.clone());
    Ok(Json(view))
}

#[derive(Deserialize)]
struct UserPath {
    user_id: Id,
}

async fn read_user(State(app): State<Arc<App>>, Route(path): Route<UserPath>) -> ApiResult<Json<Value>> {
    let world = app.world();
    let user = world.users.get(&path.user_id).ok_or_else(|| ApiError::unknown(Unknown::User))?;
    Ok(Json(user.to_json()))
}

#[derive(Deserialize)]
struct GuildPage {
    #[serde(default)]
    with_counts: Switch,
    before: Option<Id>,
    after: Option<Id>,
    limit: Option<usize>,
}

async fn list_guilds(State(app): State<Arc<App>>, Params(page): Params<GuildPage>) -> Json<Value> {
    let world = app.world();
    let guilds: Vec<_> = world
        .guilds
        .keys()
        .filter(|id| world.is_member(**id, world.bot_id()))
        .filter(|id| page.after.is_none_or(|after| **id > after))
        .filter(|id| page.before.is_none_or(|before| **id < before))
        .filter_map(|id| {
            let mut view = world.own_guild_json(*id)?;
            if page.with_counts.0 {
                let members = world.guilds.get(id)?.members.len();
                view["approximate_member_count"] = json!(members);
                view["approximate_presence_count"] = json!(members);
            }
            Some(view)
        })
        .take(page.limit.unwrap_or(200).min(200))
        .collect();
    Json(json!(guilds))
}

async fn leave(State(app): State<Arc<App>>, Route(path): Route<GuildPath>) -> ApiResult<StatusCode> {
    let mut world = app.world();
    let bot = world.bot_id();
    world.leave_guild(path.guild_id, bot)?;
    Ok(StatusCode::NO_CONTENT)
}

async fn open_conversation(State(app): State<Arc<App>>, body: Payload) -> ApiResult<Json<Value>> {
    let Some(recipient) = body.id("recipient_id") else {
        return Err(ApiError::field("recipient_id", "BASE_TYPE_REQUIRED", "This field is required"));
    };
    let mut world = app.world();
    if !world.users.contains_key(&recipient) || recipient == world.bot_id() {
        return Err(ApiError::bad_request(50033, "Invalid Recipient(s)"));
    }
    let id = world.open_dm(recipient);
    let channel = world.channels.get(&id).ok_or_else(|| ApiError::unknown(Unknown::Channel))?;
    Ok(Json(world.channel_json(channel)))
}

impl World {
    /// The bot's conversation with a user; made on first use.
    pub(crate) fn open_dm(&mut self, recipient: Id) -> Id {
        let known = self.channels.values().find(|channel| channel.recipient == Some(recipient));
        if let Some(channel) = known {
            return channel.id;
        }
        let id = self.next_id();
        // The gateway announces no DM channel; the bot has the answer to its request.
        self.channels.insert(id, Channel::direct(id, recipient));
        self.publish_change("conversations");
        id
    }
}

async fn read_application(State(app): State<Arc<App>>) -> Json<Value> {
    Json(app.world().application_json())
}

async fn change_application(State(app): State<Arc<App>>, change: Payload) -> ApiResult<Json<Value>> {
    let mut world = app.world();
    if let Some(flags) = change.present("flags").and_then(Value::as_u64) {
        let kept = world.application.flags & !application_flag::ALL_LIMITED;
        world.application.flags = kept | (flags & application_flag::ALL_LIMITED);
    }
    if let Some(text) = change.text("description") {
        text.clone_into(&mut world.application.description);
    }
    world.publish_change("application");
    Ok(Json(world.application_json()))
}

impl World {
    /// The application object with its owner and bot.
    pub(crate) fn application_json(&self) -> Value {
        let mut view = self.application.to_json();
        let more = json!({
            "owner": self.user_json(self.application.owner_id),
            "bot": self.user_json(self.bot_id()),
            "approximate_guild_count": self.guilds.len(),
            "approximate_user_install_count": 0,
            "approximate_user_authorization_count": 0,
        });
        merge(&mut view, more);
        view
    }

    /// Where the gateway is: the same port.
    pub(crate) fn gateway_url(&self) -> String {
        self.base_url.replacen("http", "ws", 1)
    }
}
