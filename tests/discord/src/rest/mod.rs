//! The REST API, under `/api/v10` (and `/api/v9`, `/api`).
//!
//! Every operation is a function of the world, the acting user and the request, so that /control acts for people
//! under the same rules as the bot.

pub(crate) mod audit_log;
mod bans;
pub(crate) mod channels;
pub(crate) mod commands;
pub(crate) mod extract;
pub(crate) mod files;
mod guild_settings;
pub(crate) mod guilds;
pub(crate) mod history;
mod interactions;
mod invites;
pub(crate) mod members;
pub(crate) mod messages;
pub(crate) mod middleware;
pub(crate) mod overwrites;
mod paths;
mod pins;
pub(crate) mod reactions;
pub(crate) mod roles;
mod threads;
mod users;
pub(crate) mod webhooks;

use std::sync::Arc;

use axum::Router;

use crate::{app::App, error::ApiError};

/// All routes, with the middleware around them.
pub(crate) fn router(app: &Arc<App>) -> Router<Arc<App>> {
    let routes = Router::new()
        .merge(channels::router())
        .merge(commands::router())
        .merge(guilds::router())
        .merge(messages::router())
        .merge(users::router())
        .merge(audit_log::router())
        .merge(bans::router())
        .merge(guild_settings::router())
        .merge(history::router())
        .merge(invites::router())
        .merge(members::router())
        .merge(overwrites::router())
        .merge(pins::router())
        .merge(reactions::router())
        .merge(roles::router())
        .merge(threads::router())
        .merge(webhooks::router())
        .merge(interactions::router())
        .fallback(|| async { ApiError::no_route() })
        .method_not_allowed_fallback(|| async { ApiError::no_method() })
        .layer(axum::extract::DefaultBodyLimit::disable())
        .layer(axum::middleware::from_fn_with_state(app.clone(), middleware::handle));
    Router::new().nest("/api/v10", routes.clone()).nest("/api/v9", routes.clone()).nest("/api", routes)
}
