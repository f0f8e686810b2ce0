//! Building and reading worlds.

use std::sync::Arc;

use axum::{Json, Router, extract::State, routing::get};
use serde_json::{Map, Value, json};

use super::error::{Body, ControlError, ControlResult};
use crate::{
    app::App,
    seed::{self, WorldFile},
    snowflake::Id,
    world::{Audience, World},
};

pub(super) fn router() -> Router<Arc<App>> {
    Router::new().route("/world", get(read).post(build))
}

async fn read(State(app): State<Arc<App>>) -> Json<Value> {
    Json(app.world().overview_json())
}

async fn build(State(app): State<Arc<App>>, Body(body): Body<Value>) -> ControlResult<Json<Value>> {
    let (file, keep) = read_request(&app, body).map_err(ControlError::bad_request)?;
    if keep {
        let mut world = app.world();
        let (draft, guilds) = world.draft_from_file(&file, true)?;
        world.adopt_draft(draft, guilds);
    } else {
        replace_world(&app, &file).await?;
    }
    Ok(Json(app.world().overview_json()))
}

/// The requested world, and whether it is added to the present one.
fn read_request(app: &App, mut body: Value) -> Result<(WorldFile, bool), String> {
    let fields = body.as_object_mut().ok_or("the world is not valid: it is a JSON object")?;
    let (seed, extend) = (fields.remove("seed"), fields.remove("extend"));
    let keep = match extend {
        None => false,
        Some(Value::Bool(keep)) => keep,
        Some(other) => return Err(format!("`extend` is true or false, not {other}")),
    };
    let Some(seed) = seed else {
        let file = serde_json::from_value(body);
        return file.map(|file| (file, keep)).map_err(|error| format!("the world is not valid: {error}"));
    };
    if let Some(field) = fields.keys().next() {
        return Err(format!(
            "a seed is a whole world, so `{field}` cannot stand beside `seed`; build the seed, then add the rest \
             with \"extend\": true"
        ));
    }
    match seed.as_str() {
        Some("start") => Ok((app.program.world.clone(), keep)),
        Some("demo") => Ok((WorldFile::demo(), keep)),
        Some("empty") => Ok((WorldFile::default(), keep)),
        _ => Err("the seeds are \"start\", \"demo\" and \"empty\"; leave `seed` out to describe a world"
            .to_owned()),
    }
}

/// Replaces the world by that of a file while the program does not run.
async fn replace_world(app: &Arc<App>, file: &WorldFile) -> ControlResult<()> {
    let _exclusive = app.program.exclusive.lock().await;
    let (draft, guilds) = app.world().draft_from_file(file, false)?;
    let replaced = Arc::clone(app);
    let replace = move || {
        replaced.faults.remove(None);
        let mut world = replaced.world();
        world.clear();
        world.adopt_draft(draft, guilds);
    };
    app.program.reset(Box::new(replace)).await.map_err(ControlError::program_failed)
}

impl World {
    /// The world of a file, alone or added to the present one (`keep`), and the new guilds.
    fn draft_from_file(&self, file: &WorldFile, keep: bool) -> ControlResult<(Self, Vec<Id>)> {
        let mut draft = self.draft(keep);
        let guilds = seed::extend(&mut draft, file)
            .map_err(|error| ControlError::bad_request(format!("{error:#}")))?;
        Ok((draft, guilds))
    }

    /// Replaces the world by a draft and announces its new guilds.
    fn adopt_draft(&mut self, draft: Self, guilds: Vec<Id>) {
        self.replace_with(draft);
        for guild in guilds {
            if self.is_member(guild, self.bot_id()) {
                self.announce_guild(guild);
            }
        }
        self.publish_change("world");
    }

    /// Announces the end of every guild, and removes everything in them.
    fn clear(&mut self) {
        let guilds: Vec<_> = self.guilds.keys().copied().collect();
        for guild in guilds {
            self.emit("GUILD_DELETE", Audience::Guild(guild), json!({ "id": guild }));
        }
        self.messages.clear();
        self.files.clear();
        self.webhooks.clear();
        self.forget_interactions();
        self.nonces.clear();
        self.invites.clear();
        self.command_creations.clear();
        self.gateway.clear_faults();
        self.gateway.remove_disconnected();
        self.commands.retain(|_, command| command.guild_id.is_none());
    }

    /// All users, guilds, channels, roles and members by name, with ids.
    fn overview_json(&self) -> Value {
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
            self.guilds.values().map(|guild| (guild.name.clone(), self.guild_overview_json(guild))).collect();
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

    fn guild_overview_json(&self, guild: &crate::world::Guild) -> Value {
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
