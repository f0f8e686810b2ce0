//! Reading as a user: only what that user may see.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Json, Router,
    extract::{Path, State},
    routing::get,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::error::{ControlError, ControlResult, Parameters};
use crate::{app::App, permissions::Permissions, rest::history::Page, snowflake::Id, world::World};

pub(super) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/users/{user}/channels/{channel}/messages", get(messages))
        .route("/users/{user}/guilds/{guild}/channels", get(channels))
        .route("/users/{user}/guilds/{guild}/commands", get(commands))
        .route("/users/{user}/dms", get(conversation))
}

#[derive(Deserialize)]
struct GuildQuery {
    guild: Option<String>,
}

impl World {
    /// A page of the messages of a channel that a user sees, the newest first as Discord lists them.
    fn visible_messages(&self, user: Id, channel: Id, page: Page) -> ControlResult {
        let size = page.size().map_err(|_| {
            ControlError::bad_request("`limit` is how many messages there are on a page: 1 to 100")
        })?;
        let history = self.permissions_in(channel, user).contains(Permissions::READ_MESSAGE_HISTORY);
        let messages = self.messages.get(&channel).into_iter().flat_map(BTreeMap::values);
        let seen = messages.filter(|message| match message.ephemeral_for {
            Some(only) => only == user,
            None => history,
        });
        let ids: Vec<Id> = seen.map(|message| message.id).collect();
        let page = page.select(&ids, size);
        let messages = page.into_iter().filter_map(|id| self.message(channel, id));
        Ok(messages.map(|message| self.client_message_json(user, message)).collect())
    }
}

async fn messages(
    State(app): State<Arc<App>>,
    Path((user, channel)): Path<(String, String)>,
    Parameters(query): Parameters<GuildQuery>,
    Parameters(page): Parameters<Page>,
) -> ControlResult<Json<Value>> {
    if channel == "dm" {
        // There is no such channel before the first message.
        return conversation(State(app), Path(user), Parameters(page)).await;
    }
    let world = app.world();
    let user = world.find_user(&user)?.id;
    let guild = query.guild.as_ref().map(|name| world.find_guild(name).map(|guild| guild.id)).transpose()?;
    let channel = world.find_visible(user, guild, &channel)?;
    world.visible_messages(user, channel, page).map(Json)
}

async fn conversation(
    State(app): State<Arc<App>>,
    Path(user): Path<String>,
    Parameters(page): Parameters<Page>,
) -> ControlResult<Json<Value>> {
    let world = app.world();
    let user = world.find_user(&user)?.id;
    let channel = world.channels.values().find(|channel| channel.recipient == Some(user));
    let messages = channel.map(|channel| world.visible_messages(user, channel.id, page)).transpose()?;
    Ok(Json(messages.unwrap_or_else(|| json!([]))))
}

fn find_member(world: &World, user: &str, guild: &str) -> ControlResult<(Id, Id)> {
    let user = world.find_user(user)?;
    let guild = world.find_guild(guild)?;
    if guild.members.contains_key(&user.id) {
        Ok((user.id, guild.id))
    } else {
        Err(ControlError::forbidden(format!("{} is no member of {:?}; let them join", user.name, guild.name)))
    }
}

async fn channels(
    State(app): State<Arc<App>>,
    Path((user, guild)): Path<(String, String)>,
) -> ControlResult<Json<Value>> {
    let world = app.world();
    let (user, guild) = find_member(&world, &user, &guild)?;
    let all = world.channels.values().filter(|channel| channel.guild_id == Some(guild));
    Ok(Json(world.visible_channels_json(user, all)))
}

async fn commands(
    State(app): State<Arc<App>>,
    Path((user, guild)): Path<(String, String)>,
) -> ControlResult<Json<Value>> {
    let world = app.world();
    let (user, guild) = find_member(&world, &user, &guild)?;
    Ok(Json(world.commands_json(user, Some(guild))))
}
