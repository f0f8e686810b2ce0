//! The rules of reminders. Pure: no clock, no database, no Discord.

pub mod date;
pub mod days;
mod input;
pub mod phase;
mod reminder;
pub mod time;
mod wrong;
pub mod zone;

pub use date::parse_date;
pub use days::{Days, parse_days};
pub use input::{Draft, LOCATION_LIMIT, MESSAGE_LIMIT, NAME_LIMIT, Wish};
pub use phase::{Phase, Verdict};
pub use reminder::{Actor, Mention, Origin, ParkReason, Reminder, Status};
pub use time::parse_time;
pub use wrong::Wrong;
pub use zone::{next_occurrence, resolve};
