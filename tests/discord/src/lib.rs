//! A Discord for one machine: REST, gateway and permissions as Discord has them, on loopback, for tests, demos and
//! plugin authors. It knows no particular bot: whatever speaks API version 10 can log in.
//!
//! - [`Emulator`] starts it inside a process; the binary `discord-emulator` is the same on its own.
//! - [`Clock`] is its time, which `/control/clock` and tests move.
//! - `/control` builds worlds, acts as people and reads what they see: see the crate's README.

mod app;
mod clock;
mod commands;
#[cfg(feature = "conformance")]
pub mod conformance;
mod control;
mod emulator;
mod error;
mod feed;
mod gateway;
mod glob;
mod interactions;
mod json;
mod page;
mod payload;
mod permissions;
mod posting;
mod program;
mod rest;
mod seed;
mod server;
mod sessions;
mod snowflake;
mod timers;
mod tour;
mod traffic;
mod validate;
mod world;

pub use clock::{Clock, Reading};
pub use emulator::{Emulator, Options};
pub use program::{IsBusy, NextTask, OnReset, Replace, UpcomingTask};
pub use seed::WorldFile;
pub use snowflake::Id;
pub use tour::{Jump, Step, Target, Texts, Tour};
