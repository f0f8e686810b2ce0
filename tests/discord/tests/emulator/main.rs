//! The emulator from outside: over its sockets, as a bot and as the people of its demo guild.

mod faults;
mod gateway;
mod interactions;
mod messages;
mod scene;
