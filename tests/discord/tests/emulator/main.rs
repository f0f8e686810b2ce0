//! The emulator from outside: over its sockets, as a bot and as the people of its demo guild.

#![allow(clippy::unwrap_used, reason = "a panic is how a test fails")]

mod clock;
#[cfg(feature = "conformance")]
mod conformance;
mod faults;
mod gateway;
mod guilds;
mod history;
mod interactions;
mod live;
mod messages;
mod page;
mod program;
mod restart;
mod scene;
mod seeds;
mod visibility;
mod worlds;
