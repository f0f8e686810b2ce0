//! The host: links plugins, connects them to Discord, and keeps each of them where it is wanted and out of the others' way.
//!
//! Start reading at [`boot`] (what happens when it starts) and [`dispatch`] (where everything that Discord sends comes in);
//! `ARCHITECTURE.md` has the map.

pub mod admin;
pub mod api;
pub mod boot;
pub mod cli;
mod commands;
mod components;
pub mod config;
pub mod database;
mod dispatch;
pub mod errors;
mod event_guild;
pub mod gate;
pub mod gateway;
mod guilds;
mod interaction;
pub mod isolate;
pub mod jobs;
pub mod language;
mod log_channel;
pub mod metrics;
pub mod migrate;
pub mod privacy;
pub mod quarantine;
mod readiness;
pub mod registry;
mod reload;
pub mod runtime;
#[cfg(feature = "sandbox")]
pub mod sandbox;
pub mod scheduler;
mod seen;
mod signals;

#[cfg(feature = "standard-plugins")]
use standard as _;
