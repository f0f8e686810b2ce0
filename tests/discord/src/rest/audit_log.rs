//! A guild's audit log: writing and reading it.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{FromRequestParts, State},
    http::request::Parts,
    routing::get,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    error::{ApiError, ApiResult, Unknown},
    extract::{Params, Reason, Route},
    guilds::GuildPath,
};
use crate::{
    app::App,
    permissions::Permissions,
    snowflake::Id,
    world::{AuditEntry, World},
};

pub(super) fn router() -> Router<Arc<App>> {
    Router::new().route("/guilds/{guild_id}/audit-logs", get(read))
}

/// Who did something in a guild, and the reason that was given.
#[derive(Clone, Debug)]
pub(crate) struct Deed {
    pub(crate) actor: Id,
    pub(crate) guild: Id,
    pub(crate) reason: Option<String>,
}

impl FromRequestParts<Arc<App>> for Deed {
    type Rejection = ApiError;

    /// What the bot does by a request about the path's `guild_id`.
    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> ApiResult<Self> {
        let Route(path) = Route::<GuildPath>::from_request_parts(parts, app).await?;
        let Ok(Reason(reason)) = Reason::from_request_parts(parts, app).await;
        Ok(Self { actor: app.world().bot_id(), guild: path.guild_id, reason })
    }
}

impl World {
    /// Writes an entry about `target` to the audit log; an invite has no id, and its entry no target.
    pub(crate) fn record(
        &mut self,
        deed: Deed,
        action: u16,
        target: impl Into<Option<Id>>,
        changes: Vec<Value>,
    ) {
        self.record_with(deed, action, target, changes, None);
    }

    /// Writes an entry with options, such as the channel and count of deleted messages.
    pub(crate) fn record_with(
        &mut self,
        deed: Deed,
        action: u16,
        target: impl Into<Option<Id>>,
        changes: Vec<Value>,
        options: Option<Value>,
    ) {
        let Deed { actor, guild, reason } = deed;
        let entry = AuditEntry {
            id: Id::default(),
            action,
            user_id: actor,
            target_id: target.into(),
            reason,
            changes,
            options,
        };
        self.audit(guild, entry);
    }
}

#[derive(Deserialize)]
struct Filter {
    user_id: Option<Id>,
    target_id: Option<Id>,
    action_type: Option<u16>,
    before: Option<Id>,
    after: Option<Id>,
    limit: Option<usize>,
}

impl Filter {
    fn matches(&self, entry: &AuditEntry) -> bool {
        self.user_id.is_none_or(|id| entry.user_id == id)
            && self.target_id.is_none_or(|id| entry.target_id == Some(id))
            && self.action_type.is_none_or(|action| entry.action == action)
            && self.before.is_none_or(|id| entry.id < id)
            && self.after.is_none_or(|id| entry.id > id)
    }
}

async fn read(
    State(app): State<Arc<App>>,
    Route(path): Route<GuildPath>,
    Params(filter): Params<Filter>,
) -> ApiResult<Json<Value>> {
    let limit = filter.limit.unwrap_or(50);
    if !(1..=100).contains(&limit) {
        let message = "int value should be between 1 and 100.";
        return Err(ApiError::field("limit", "NUMBER_TYPE_MAX", message));
    }
    let world = app.world();
    world.require_in_guild(world.bot_id(), path.guild_id, Permissions::VIEW_AUDIT_LOG)?;
    let guild = world.guilds.get(&path.guild_id).ok_or_else(|| ApiError::unknown(Unknown::Guild))?;
    let matching = guild.audit_log.iter().filter(|entry| filter.matches(entry));
    let entries: Vec<_> = match filter.after {
        Some(_) => matching.take(limit).collect(),
        None => matching.rev().take(limit).collect(),
    };
    let mut users: Vec<_> = entries.iter().map(|entry| entry.user_id).collect();
    users
        .extend(entries.iter().filter_map(|entry| entry.target_id).filter(|id| world.users.contains_key(id)));
    users.sort_unstable();
    users.dedup();
    Ok(Json(json!({
        "audit_log_entries": entries.iter().map(|entry| entry.to_json()).collect::<Vec<_>>(),
        "users": users.into_iter().map(|id| world.user_json(id)).collect::<Vec<_>>(),
        "application_commands": [],
        "auto_moderation_rules": [],
        "guild_scheduled_events": [],
        "integrations": [],
        "threads": [],
        "webhooks": [],
    })))
}
