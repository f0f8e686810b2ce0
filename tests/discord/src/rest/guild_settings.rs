//! A guild's own settings and its emojis.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::State,
    http::StatusCode,
    routing::{get, patch},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{extract::Route, paths::GuildPath};
use crate::{
    app::App,
    error::{ApiError, ApiResult, Unknown},
    payload::Payload,
    permissions::Permissions,
    snowflake::Id,
    validate::form::Form,
    world::{ActionContext, Audience, World, action, changed_fields},
};

/// Emojis of a guild without boosts that do not move.
const MAX_EMOJIS: usize = 50;

pub(super) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/guilds/{guild_id}", patch(change))
        .route("/guilds/{guild_id}/emojis", get(list_emojis).post(create_emoji))
        .route(
            "/guilds/{guild_id}/emojis/{emoji_id}",
            get(read_emoji).patch(change_emoji).delete(delete_emoji),
        )
        .route("/guilds/{guild_id}/stickers", get(list_nothing))
        .route("/guilds/{guild_id}/integrations", get(list_nothing))
        .route("/guilds/{guild_id}/scheduled-events", get(list_nothing))
}

async fn change(
    State(app): State<Arc<App>>,
    context: ActionContext,
    body: Payload,
) -> ApiResult<Json<Value>> {
    let mut world = app.world();
    let (actor, id) = (context.actor, context.guild);
    world.require_in_guild(actor, id, Permissions::MANAGE_GUILD)?;
    let mut form = Form::default();
    form.text(&body.json, "name", 2..=100);
    form.text(&body.json, "description", 0..=300);
    form.finish()?;
    let guild = world.guilds.get_mut(&id).ok_or_else(|| ApiError::unknown(Unknown::Guild))?;
    let old = guild.to_json();
    if let Some(name) = body.text("name") {
        name.clone_into(&mut guild.name);
    }
    if body.json.contains_key("description") {
        guild.description = body.text("description").map(str::to_owned);
    }
    if let Some(locale) = body.text("preferred_locale") {
        locale.clone_into(&mut guild.preferred_locale);
    }
    if body.json.contains_key("system_channel_id") {
        guild.system_channel_id = body.id("system_channel_id");
    }
    if body.json.contains_key("rules_channel_id") {
        guild.rules_channel_id = body.id("rules_channel_id");
    }
    let view = guild.to_json();
    world.emit("GUILD_UPDATE", Audience::Guild(id), view.clone());
    world.record(context, action::GUILD_UPDATE, id, changed_fields(&old, &view));
    Ok(Json(view))
}

/// Lists stickers, integrations or scheduled events, of which the emulator has none.
async fn list_nothing(State(app): State<Arc<App>>, Route(path): Route<GuildPath>) -> ApiResult<Json<Value>> {
    let world = app.world();
    world.require_in_guild(world.bot_id(), path.guild_id, Permissions::empty())?;
    Ok(Json(json!([])))
}

#[derive(Deserialize)]
struct EmojiPath {
    guild_id: Id,
    emoji_id: Id,
}

async fn list_emojis(State(app): State<Arc<App>>, Route(path): Route<GuildPath>) -> ApiResult<Json<Value>> {
    let world = app.world();
    world.require_in_guild(world.bot_id(), path.guild_id, Permissions::empty())?;
    Ok(Json(json!(world.guilds[&path.guild_id].emojis)))
}

async fn read_emoji(State(app): State<Arc<App>>, Route(path): Route<EmojiPath>) -> ApiResult<Json<Value>> {
    let world = app.world();
    world.require_in_guild(world.bot_id(), path.guild_id, Permissions::empty())?;
    let emojis = &world.guilds[&path.guild_id].emojis;
    let found = emojis.iter().find(|emoji| emoji["id"] == json!(path.emoji_id));
    found.cloned().map(Json).ok_or_else(|| ApiError::unknown(Unknown::Emoji))
}

async fn create_emoji(
    State(app): State<Arc<App>>,
    context: ActionContext,
    body: Payload,
) -> ApiResult<(StatusCode, Json<Value>)> {
    let mut world = app.world();
    let (actor, guild_id) = (context.actor, context.guild);
    world.require_in_guild(actor, guild_id, Permissions::CREATE_GUILD_EXPRESSIONS)?;
    let mut form = Form::default();
    let name = form.required_text(&body.json, "name", 2..=32).unwrap_or_default().to_owned();
    let image = form.required_text(&body.json, "image", 1..=400_000);
    if image.is_some_and(|image| !image.starts_with("data:image/")) {
        form.error_at("image", "BASE64_TYPE_INVALID", "Invalid image data");
    }
    form.finish()?;
    if world.guilds[&guild_id].emojis.len() >= MAX_EMOJIS {
        let message = format!("Maximum number of emojis reached ({MAX_EMOJIS})");
        return Err(ApiError::bad_request(30008, &message));
    }
    let id = world.next_id();
    let emoji = json!({
        "id": id, "name": name, "roles": [], "user": world.user_json(actor),
        "require_colons": true, "managed": false, "animated": false, "available": true,
    });
    if let Some(guild) = world.guilds.get_mut(&guild_id) {
        guild.emojis.push(emoji.clone());
    }
    announce_emojis(&mut world, guild_id);
    let change = json!({ "key": "name", "new_value": emoji["name"] });
    world.record(context, action::EMOJI_CREATE, id, vec![change]);
    Ok((StatusCode::CREATED, Json(emoji)))
}

async fn change_emoji(
    State(app): State<Arc<App>>,
    Route(path): Route<EmojiPath>,
    context: ActionContext,
    body: Payload,
) -> ApiResult<Json<Value>> {
    let mut world = app.world();
    let (actor, guild_id) = (context.actor, context.guild);
    world.require_in_guild(actor, guild_id, Permissions::MANAGE_GUILD_EXPRESSIONS)?;
    let mut form = Form::default();
    let name = form.text(&body.json, "name", 2..=32);
    form.finish()?;
    let emojis = world.guilds.get_mut(&guild_id).map(|guild| &mut guild.emojis);
    let found = emojis.into_iter().flatten().find(|emoji| emoji["id"] == json!(path.emoji_id));
    let emoji = found.ok_or_else(|| ApiError::unknown(Unknown::Emoji))?;
    let old = emoji.clone();
    if let Some(name) = name {
        emoji["name"] = json!(name);
    }
    let view = emoji.clone();
    announce_emojis(&mut world, guild_id);
    world.record(context, action::EMOJI_UPDATE, path.emoji_id, changed_fields(&old, &view));
    Ok(Json(view))
}

async fn delete_emoji(
    State(app): State<Arc<App>>,
    Route(path): Route<EmojiPath>,
    context: ActionContext,
) -> ApiResult<StatusCode> {
    let mut world = app.world();
    world.require_in_guild(context.actor, path.guild_id, Permissions::MANAGE_GUILD_EXPRESSIONS)?;
    let guild = world.guilds.get_mut(&path.guild_id).ok_or_else(|| ApiError::unknown(Unknown::Guild))?;
    let at = guild.emojis.iter().position(|emoji| emoji["id"] == json!(path.emoji_id));
    let removed = guild.emojis.remove(at.ok_or_else(|| ApiError::unknown(Unknown::Emoji))?);
    announce_emojis(&mut world, path.guild_id);
    let change = json!({ "key": "name", "old_value": removed["name"] });
    world.record(context, action::EMOJI_DELETE, path.emoji_id, vec![change]);
    Ok(StatusCode::NO_CONTENT)
}

fn announce_emojis(world: &mut World, guild: Id) {
    let event = json!({ "guild_id": guild, "emojis": world.guilds[&guild].emojis });
    world.emit("GUILD_EMOJIS_UPDATE", Audience::Guild(guild), event);
}
