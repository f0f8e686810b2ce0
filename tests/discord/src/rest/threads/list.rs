//! Lists of threads.

use std::sync::Arc;

use axum::{Json, Router, extract::State, routing::get};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    app::App,
    error::ApiResult,
    permissions::Permissions,
    rest::{
        extract::{Params, Route},
        paths::{ChannelPath, GuildPath},
    },
    snowflake::Id,
    world::{Channel, World, channel_kind, thread_member_json},
};

pub(super) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/guilds/{guild_id}/threads/active", get(active))
        .route("/channels/{channel_id}/threads/archived/public", get(archived_public))
        .route("/channels/{channel_id}/threads/archived/private", get(archived_private))
        .route("/channels/{channel_id}/users/@me/threads/archived/private", get(joined_private))
}

async fn active(State(app): State<Arc<App>>, Route(path): Route<GuildPath>) -> ApiResult<Json<Value>> {
    let world = app.world();
    let bot = world.bot_id();
    world.require_in_guild(bot, path.guild_id, Permissions::empty())?;
    let threads: Vec<_> =
        world.active_threads(path.guild_id).filter(|thread| world.can_see(bot, thread.id)).collect();
    Ok(Json(view(&world, &threads, false)))
}

/// Which page of archived threads.
#[derive(Deserialize)]
struct Page {
    before: Option<String>,
    limit: Option<usize>,
}

async fn archived_public(
    State(app): State<Arc<App>>,
    Route(path): Route<ChannelPath>,
    Params(page): Params<Page>,
) -> ApiResult<Json<Value>> {
    let world = app.world();
    world.require_in(world.bot_id(), path.channel_id, Permissions::READ_MESSAGE_HISTORY)?;
    let public = |thread: &Channel| thread.kind != channel_kind::PRIVATE_THREAD;
    Ok(Json(archived(&world, path.channel_id, &page, public)))
}

async fn archived_private(
    State(app): State<Arc<App>>,
    Route(path): Route<ChannelPath>,
    Params(page): Params<Page>,
) -> ApiResult<Json<Value>> {
    let world = app.world();
    let needed = Permissions::READ_MESSAGE_HISTORY | Permissions::MANAGE_THREADS;
    world.require_in(world.bot_id(), path.channel_id, needed)?;
    let private = |thread: &Channel| thread.kind == channel_kind::PRIVATE_THREAD;
    Ok(Json(archived(&world, path.channel_id, &page, private)))
}

async fn joined_private(
    State(app): State<Arc<App>>,
    Route(path): Route<ChannelPath>,
    Params(page): Params<Page>,
) -> ApiResult<Json<Value>> {
    let world = app.world();
    let bot = world.bot_id();
    world.require_in(bot, path.channel_id, Permissions::READ_MESSAGE_HISTORY)?;
    let joined = |channel: &Channel| {
        let member = channel.thread.as_ref().is_some_and(|thread| thread.members.contains_key(&bot));
        channel.kind == channel_kind::PRIVATE_THREAD && member
    };
    Ok(Json(archived(&world, path.channel_id, &page, joined)))
}

fn archived(world: &World, parent: Id, page: &Page, wanted: impl Fn(&Channel) -> bool) -> Value {
    let before: Option<DateTime<Utc>> = page.before.as_deref().and_then(|text| text.parse().ok());
    let archived_at = |channel: &Channel| {
        let thread = channel.thread.as_ref().filter(|thread| thread.archived)?;
        Some(thread.archive_timestamp)
    };
    let mut threads: Vec<_> = world
        .channels
        .values()
        .filter(|channel| channel.parent_id == Some(parent) && wanted(channel))
        .filter(|channel| archived_at(channel).is_some_and(|at| before.is_none_or(|before| at < before)))
        .collect();
    threads.sort_by_key(|channel| std::cmp::Reverse(archived_at(channel)));
    let limit = page.limit.unwrap_or(50).clamp(2, 100);
    let has_more = threads.len() > limit;
    threads.truncate(limit);
    view(world, &threads, has_more)
}

/// Threads, with the bot's membership of those that it joined.
fn view(world: &World, threads: &[&Channel], has_more: bool) -> Value {
    let bot = world.bot_id();
    let membership = |channel: &&Channel| {
        let joined = channel.thread.as_ref()?.members.get(&bot)?;
        Some(thread_member_json(channel.id, bot, *joined))
    };
    json!({
        "threads": threads.iter().map(|thread| world.channel_json(thread)).collect::<Vec<_>>(),
        "members": threads.iter().filter_map(membership).collect::<Vec<_>>(),
        "has_more": has_more,
    })
}
