//! The control API, under `/control`: building worlds, acting as people, reading what they see, injecting faults, moving
//! the clock. Its reference is the crate's README.

mod admin;
mod clock;
mod commands;
mod components;
mod error;
mod events;
mod live;
mod messages;
mod names;
mod options;
mod origin;
mod person;
mod read;
mod tours;
mod traffic;
mod world;

use std::sync::Arc;

use axum::{Router, extract::DefaultBodyLimit};

pub(crate) use clock::clock_json;

use crate::app::App;
use error::ControlError;

/// All routes of the control API.
pub(crate) fn router() -> Router<Arc<App>> {
    let routes = Router::new()
        .merge(messages::router())
        .merge(admin::router())
        .merge(clock::router())
        .merge(commands::router())
        .merge(components::router())
        .merge(events::router())
        .merge(live::router())
        .merge(person::router())
        .merge(read::router())
        .merge(tours::router())
        .merge(traffic::router())
        .merge(world::router())
        .fallback(|| async {
            ControlError::not_found("there is no such control route; see the emulator's README")
        })
        .layer(DefaultBodyLimit::disable())
        .layer(axum::middleware::from_fn(origin::guard));
    Router::new().nest("/control", routes)
}
