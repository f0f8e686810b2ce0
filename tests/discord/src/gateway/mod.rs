//! The gateway's socket: connections, and the requests that a client sends over them.
//! <https://discord.com/developers/docs/events/gateway>

mod connection;
mod identify;
mod zlib;

pub(crate) use connection::upgrade;
