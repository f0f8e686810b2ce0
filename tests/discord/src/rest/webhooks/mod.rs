//! Webhooks: managing them, and writing through them. Answers to interactions are written under the same paths.

mod execute;
mod messages;

use std::sync::Arc;

use axum::{Json, Router, extract::State, http::StatusCode, routing::get};
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
    payload::Payload,
    permissions::Permissions,
    snowflake::Id,
    validate,
    world::{ActionContext, Audience, Webhook, World, action, changed_fields},
};

/// Webhooks of one channel.
const MAX_WEBHOOKS: usize = 15;
const TOKEN_ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

pub(super) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/channels/{channel_id}/webhooks", get(list).post(create))
        .route("/guilds/{guild_id}/webhooks", get(list_of_guild))
        .route("/webhooks/{webhook_id}", get(read).patch(change).delete(remove))
        .merge(execute::router())
        .merge(messages::router())
}

#[derive(Deserialize)]
struct WebhookPath {
    webhook_id: Id,
}

async fn list(State(app): State<Arc<App>>, Route(path): Route<ChannelPath>) -> ApiResult<Json<Value>> {
    let world = app.world();
    world.require_in(world.bot_id(), path.channel_id, Permissions::MANAGE_WEBHOOKS)?;
    let webhooks = world.webhooks.values().filter(|webhook| webhook.channel_id == path.channel_id);
    Ok(Json(webhooks.map(|webhook| world.webhook_json(webhook)).collect()))
}

async fn list_of_guild(State(app): State<Arc<App>>, Route(path): Route<GuildPath>) -> ApiResult<Json<Value>> {
    let world = app.world();
    world.require_in_guild(world.bot_id(), path.guild_id, Permissions::MANAGE_WEBHOOKS)?;
    let webhooks = world.webhooks.values().filter(|webhook| webhook.guild_id == path.guild_id);
    Ok(Json(webhooks.map(|webhook| world.webhook_json(webhook)).collect()))
}

async fn create(
    State(app): State<Arc<App>>,
    Route(path): Route<ChannelPath>,
    Reason(reason): Reason,
    body: Payload,
) -> ApiResult<Json<Value>> {
    let mut world = app.world();
    let (actor, channel_id) = (world.bot_id(), path.channel_id);
    let channel = world.require_in(actor, channel_id, Permissions::MANAGE_WEBHOOKS)?;
    let plain = channel.guild_id.filter(|_| !channel.is_thread());
    let guild = plain.ok_or_else(ApiError::wrong_channel_type)?;
    validate::guild::webhook(&body.json, true)?;
    if world.webhooks.values().filter(|webhook| webhook.channel_id == channel_id).count() >= MAX_WEBHOOKS {
        let message = format!("Maximum number of webhooks reached ({MAX_WEBHOOKS})");
        return Err(ApiError::bad_request(30007, &message));
    }
    let id = world.next_id();
    let webhook = Webhook {
        id,
        guild_id: guild,
        channel_id,
        name: body.text("name").unwrap_or_default().to_owned(),
        token: generate_token(),
        creator: actor,
        application_id: Some(world.application.id),
    };
    let view = world.webhook_json(&webhook);
    world.webhooks.insert(id, webhook);
    announce(&mut world, guild, channel_id);
    let added = vec![json!({ "key": "name", "new_value": view["name"] })];
    world.record(ActionContext { actor, guild, reason }, action::WEBHOOK_CREATE, id, added);
    Ok(Json(view))
}

async fn read(State(app): State<Arc<App>>, Route(path): Route<WebhookPath>) -> ApiResult<Json<Value>> {
    let world = app.world();
    let webhook = world.managed_webhook(path.webhook_id)?;
    Ok(Json(world.webhook_json(webhook)))
}

async fn change(
    State(app): State<Arc<App>>,
    Route(path): Route<WebhookPath>,
    Reason(reason): Reason,
    body: Payload,
) -> ApiResult<Json<Value>> {
    let mut world = app.world();
    let actor = world.bot_id();
    let webhook = world.managed_webhook(path.webhook_id)?.clone();
    if let Some(channel) = body.id("channel_id") {
        world.require_in(actor, channel, Permissions::MANAGE_WEBHOOKS)?;
    }
    let view = world.change_webhook(&webhook, &body)?;
    let context = ActionContext { actor, guild: webhook.guild_id, reason };
    world.record(
        context,
        action::WEBHOOK_UPDATE,
        webhook.id,
        changed_fields(&fields(&webhook), &pick(&view)),
    );
    Ok(Json(view))
}

fn fields(webhook: &Webhook) -> Value {
    json!({ "name": webhook.name, "channel_id": webhook.channel_id })
}

fn pick(view: &Value) -> Value {
    json!({ "name": view["name"], "channel_id": view["channel_id"] })
}

async fn remove(
    State(app): State<Arc<App>>,
    Route(path): Route<WebhookPath>,
    Reason(reason): Reason,
) -> ApiResult<StatusCode> {
    let mut world = app.world();
    let webhook = world.managed_webhook(path.webhook_id)?.clone();
    world.delete_webhook(&webhook);
    let context = ActionContext { actor: world.bot_id(), guild: webhook.guild_id, reason };
    let removed = vec![json!({ "key": "name", "old_value": webhook.name })];
    world.record(context, action::WEBHOOK_DELETE, webhook.id, removed);
    Ok(StatusCode::NO_CONTENT)
}

impl World {
    /// The webhook object with its creator.
    fn webhook_json(&self, webhook: &Webhook) -> Value {
        let mut view = webhook.to_json(&self.base_url);
        view["user"] = self.user_json(webhook.creator);
        view
    }

    /// A webhook that the bot may manage: 10015 when there is none.
    fn managed_webhook(&self, id: Id) -> ApiResult<&Webhook> {
        let webhook = self.webhooks.get(&id).ok_or_else(|| ApiError::unknown(Unknown::Webhook))?;
        self.require_in(self.bot_id(), webhook.channel_id, Permissions::MANAGE_WEBHOOKS)?;
        Ok(webhook)
    }

    /// The webhook with this secret: 10015 when there is none, 50027 when the secret is wrong.
    pub(crate) fn webhook_by_token(&self, id: Id, token: &str) -> ApiResult<&Webhook> {
        let webhook = self.webhooks.get(&id).ok_or_else(|| ApiError::unknown(Unknown::Webhook))?;
        if webhook.token == token {
            Ok(webhook)
        } else {
            Err(ApiError::new(StatusCode::UNAUTHORIZED, 50027, "Invalid Webhook Token"))
        }
    }

    /// Changes name and channel.
    pub(crate) fn change_webhook(&mut self, webhook: &Webhook, body: &Payload) -> ApiResult {
        validate::guild::webhook(&body.json, false)?;
        let mut changed = webhook.clone();
        if let Some(name) = body.text("name") {
            changed.name = name.to_owned();
        }
        if let Some(channel) = body.id("channel_id") {
            changed.channel_id = channel;
        }
        let view = self.webhook_json(&changed);
        announce(self, changed.guild_id, changed.channel_id);
        self.webhooks.insert(changed.id, changed);
        Ok(view)
    }

    /// Deletes a webhook.
    pub(crate) fn delete_webhook(&mut self, webhook: &Webhook) {
        self.webhooks.remove(&webhook.id);
        announce(self, webhook.guild_id, webhook.channel_id);
    }
}

fn announce(world: &mut World, guild: Id, channel: Id) {
    let event = json!({ "guild_id": guild, "channel_id": channel });
    world.emit("WEBHOOKS_UPDATE", Audience::Channel(channel), event);
}

/// 68 characters, as Discord's secrets have.
fn generate_token() -> String {
    let mut random = rand::rng();
    let mut one = || char::from(TOKEN_ALPHABET[random.random_range(0..TOKEN_ALPHABET.len())]);
    std::iter::repeat_with(&mut one).take(68).collect()
}
