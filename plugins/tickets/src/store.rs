//! All SQL of tickets. Everything is asked within a guild.

pub mod attachments;
pub mod closing;
pub mod lists;
pub mod messages;
pub mod notes;
pub mod numbers;
pub mod opening;
pub mod people;
mod personal;
pub mod programs;
pub mod purge;
mod row;
pub mod summaries;
mod tickets;
pub mod timers;
pub mod topics;
pub mod words;

pub use personal::user_data;
pub use row::EXPORT;
pub use tickets::{Detail, by_channel, change, event, get, lock, set_channel};
