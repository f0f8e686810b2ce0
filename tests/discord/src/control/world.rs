//! Building and reading worlds.

use std::sync::Arc;

use axum::{Json, Router, extract::State, routing::get};
use serde_json::{Map, Value, json};

use super::error::{Body, ControlError, ControlResult};
use crate::{
    app::App,
    seed::{self, WorldFile},
    world::{Audience, World},
};

pub(super) fn router() -> Router<Arc<App>> {
    Router::new().route("/world", get(read).post(build))
}

async fn read(State(app): State<Arc<App>>) -> Json<Value> {
    Json(app.world().map_json())
}

async fn build(State(app): State<Arc<App>>, Body(mut body): Body<Value>) -> ControlResult<Json<Value>> {
    let fields = body.as_object_mut();
    let (seed, extend) =
        fields.map_or((None, None), |fields| (fields.remove("seed"), fields.remove("extend")));
    let file = match seed.as_ref().map(|seed| seed.as_str()) {
        Some(Some("start")) => app.program.world.clone(),
        Some(Some("demo")) => WorldFile::demo(),
        Some(Some("empty")) => WorldFile::default(),
        Some(_) => {
            return Err(ControlError::bad_request(
                "the seeds are \"start\", \"demo\" and \"empty\"; leave `seed` out to describe a world",
            ));
        }
        None => serde_json::from_value(body)
            .map_err(|error| ControlError::bad_request(format!("the world is not valid: {error}")))?,
    };
    let keep = extend == Some(json!(true));
    let map = replace(&app, &file, keep)?;
    if !keep {
        app.program.reset().await;
    }
    Ok(Json(map))
}

/// Puts what a file describes in the place of the world, or beside it (`keep`).
fn replace(app: &App, file: &WorldFile, keep: bool) -> ControlResult {
    let mut world = app.world();
    let mut draft = world.draft(keep);
    let guilds =
        seed::extend(&mut draft, file).map_err(|error| ControlError::bad_request(format!("{error:#}")))?;
    if !keep {
        world.clear();
    }
    world.adopt(draft);
    for guild in guilds {
        if world.is_member(guild, world.bot_id()) {
            world.announce_guild(guild);
        }
    }
    world.note_change("world");
    Ok(world.map_json())
}

impl World {
    /// Ends every guild, which the sessions see, and removes what was in them.
    fn clear(&mut self) {
        let guilds: Vec<_> = self.guilds.keys().copied().collect();
        for guild in guilds {
            self.emit("GUILD_DELETE", Audience::Guild(guild), json!({ "id": guild }));
        }
        self.messages.clear();
        self.files.clear();
        self.webhooks.clear();
        self.interactions.clear();
        self.nonces.clear();
        self.commands.retain(|_, command| command.guild_id.is_none());
    }

    /// Everything by name and id.
    fn map_json(&self) -> Value {
        let users: Map<_, _> = self
            .users
            .values()
            .map(|user| {
                let about = json!({
                    "id": user.id, "display_name": user.global_name, "locale": user.locale, "bot": user.bot,
                    "accepts_dms": user.accepts_dms,
                });
                (user.name.clone(), about)
            })
            .collect();
        let guilds: Map<_, _> =
            self.guilds.values().map(|guild| (guild.name.clone(), self.guild_map_json(guild))).collect();
        json!({
            "url": self.base_url,
            "application": {
                "id": self.application.id,
                "name": self.application.name,
                "token": self.application.token,
                "flags": self.application.flags,
            },
            "users": users,
            "guilds": guilds,
        })
    }

    fn guild_map_json(&self, guild: &crate::world::Guild) -> Value {
        let roles: Map<_, _> = guild
            .roles
            .values()
            .map(|role| {
                let about = json!({
                    "id": role.id, "position": role.position, "permissions": role.permissions.to_decimal(),
                });
                (role.name.clone(), about)
            })
            .collect();
        let channels: Map<_, _> = self
            .channels
            .values()
            .filter(|channel| channel.guild_id == Some(guild.id))
            .map(|channel| {
                let about = json!({ "id": channel.id, "type": channel.kind, "parent_id": channel.parent_id });
                (channel.name.clone(), about)
            })
            .collect();
        let members: Map<_, _> = guild
            .members
            .values()
            .filter_map(|member| {
                let names = member.roles.iter().filter_map(|id| guild.roles.get(id)).map(|role| &role.name);
                let about = json!({ "roles": names.collect::<Vec<_>>(), "nick": member.nick });
                Some((self.users.get(&member.user_id)?.name.clone(), about))
            })
            .collect();
        json!({
            "id": guild.id, "owner_id": guild.owner_id, "roles": roles, "channels": channels, "members": members,
        })
    }
}
