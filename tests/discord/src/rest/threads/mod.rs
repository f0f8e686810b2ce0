//! Threads: starting, listing and changing them, and their members.
//! <https://discord.com/developers/docs/topics/threads>

mod change;
mod idle;
mod list;
mod members;
mod start;

use std::sync::Arc;

use axum::Router;

use crate::app::App;

pub(super) fn router() -> Router<Arc<App>> {
    Router::new().merge(list::router()).merge(members::router()).merge(start::router())
}
