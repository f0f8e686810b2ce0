//! Interactions: made by /control when a user acts, answered by the application over REST.
//! <https://discord.com/developers/docs/interactions/receiving-and-responding>

mod callback;
mod create;
mod followups;
mod outcome;

pub(crate) use create::NewInteraction;
