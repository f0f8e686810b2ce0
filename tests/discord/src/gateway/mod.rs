//! The gateway: the socket over which the bot hears what happens.
//! <https://discord.com/developers/docs/events/gateway>

mod connection;
mod hub;
mod identify;
pub(crate) mod intents;
mod line;
mod zlib;

pub(crate) use connection::upgrade;
pub(crate) use hub::{EventEffect, EventFault, Hub};
pub(crate) use line::Out;
