//! What speaks with Discord: the gateway and its connection, the dispatch of its events, commands, components, and the log channel.
//!
//! [`dispatch`] is where everything that Discord sends comes in.

pub(crate) mod commands;
pub(crate) mod components;
pub mod connection;
pub(crate) mod dispatch;
mod event_guild;
pub mod gateway;
mod interaction;
mod interaction_dedup;
pub(crate) mod log_channel;
pub mod roster;
