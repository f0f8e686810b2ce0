//! The rules of reminders. Pure: no clock, no database, no Discord.

mod date;
pub(crate) mod days;
mod input;
mod input_error;
mod limits;
mod list_scope;
mod reminder;
mod snooze;
mod step;
pub(crate) mod time;
mod zone;

pub(crate) use days::Days;
pub(crate) use input::{Draft, LOCATION_LIMIT, MESSAGE_LIMIT, NAME_LIMIT, ReminderInput};
pub(crate) use input_error::InputError;
pub(crate) use limits::{Deadlines, InputLimits, MAX_LEAD};
pub(crate) use list_scope::ListScope;
pub(crate) use reminder::{Mention, Origin, ParkReason, Reminder, Status};
pub(crate) use snooze::Snooze;
pub(crate) use step::{Lateness, Phase, Step};
pub(crate) use zone::{ClockChange, clock_change, local_date, next_occurrence};
