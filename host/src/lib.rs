//! The host: links plugins, connects them to Discord, runs each only in the guilds that want it, and isolates them from each other.
//!
//! Start reading at [`boot`] (what happens when it starts) and `discord::dispatch` (where everything that Discord sends comes in);
//! `ARCHITECTURE.md` has the map. Functions that return a `Result` return an error if the database or Discord fails; `# Errors` names only
//! what a caller can act on besides.

pub mod admin;
pub mod api;
pub mod boot;
pub mod cli;
pub mod config;
pub mod database;
pub mod discord;
pub mod errors;
pub mod gate;
pub mod isolate;
pub mod jobs;
pub mod language;
mod metrics;
pub mod migrate;
pub mod privacy;
pub mod quarantine;
pub mod registry;
pub mod reload;
pub mod runtime;
#[cfg(feature = "sandbox")]
pub mod sandbox;
mod scheduler;
mod signals;

#[cfg(feature = "standard-plugins")]
use standard as _;
