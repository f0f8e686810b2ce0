//! What is done later or again: every durable piece of work of a ticket.

pub mod timers;

use plugin_api::{JobKind, Schedule};

/// All kinds of jobs.
#[must_use]
pub fn all() -> Vec<JobKind> {
    Vec::new()
}

/// All recurring work.
#[must_use]
pub fn schedules() -> Vec<Schedule> {
    Vec::new()
}
