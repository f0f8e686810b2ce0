//! A Discord for one machine: REST, gateway and permissions as Discord has them, on loopback, for tests, demos and
//! plugin authors. It knows no particular bot: any client of API version 10 can log in.
//!
//! - [`Emulator`] starts it inside a process; the binary `discord-emulator` is the same on its own.
//! - [`Clock`] is its time, which `/control/clock` and tests move.
//! - `/control` builds worlds, acts as people and reads what they see: see the crate's README.
//!
//! Modules import only from those before them in this list:
//!
//! 1. `snowflake`, `clock`, `json`, `glob`, `error`, `payload`, `permissions`: values and pure functions;
//! 2. `feed`, `sessions` (of the gateway), `validate` (requests' bodies), `traffic` (logging, faults, rate limits);
//! 3. `world`: the state of the emulated Discord;
//! 4. `commands`, `posting`, `seed`: writing into the world;
//! 5. `tour`, `program` (what the program under test supplies), and `app`, which all request handlers share;
//! 6. `interactions`, then `rest`, `gateway` and `page`: what bots and browsers connect to;
//! 7. `control`: acting as people, over the operations of `rest`;
//! 8. `timers`, `server` and `emulator`: running it all.

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
