//! A guild's audit log: writing and reading it.

use std::sync::Arc;

use axum::{Json, Router, extract::State, routing::get};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    extract::{Params, Route},
    paths::GuildPath,
};
use crate::{
    app::App,
    error::{ApiError, ApiResult, Unknown},
    permissions::Permissions,
    snowflake::Id,
    world::AuditEntry,
};

pub(super) fn router() -> Router<Arc<App>> {
    Router::new().route("/guilds/{guild_id}/audit-logs", get(read))
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
