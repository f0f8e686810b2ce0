//! What is done later or again: every durable piece of work of a ticket.

mod numbers;
mod open;
pub mod sync;
pub mod timers;

use plugin_api::{Job, JobKind, Result, Schedule};

use crate::{OPEN, SYNC, TELL};

/// All kinds of jobs.
#[must_use]
pub fn all() -> Vec<JobKind> {
    vec![
        JobKind::new(OPEN, open::open).exhausted(open::given_up),
        JobKind::new(TELL, open::tell),
        JobKind::new(SYNC, sync::sync),
    ]
}

/// All recurring work.
#[must_use]
pub fn schedules() -> Vec<Schedule> {
    vec![
        Schedule::cron("snapshot", "10 0 * * *", numbers::snapshot),
    ]
}

/// The number of the ticket that a job is about: its key.
///
/// # Errors
/// Where the row was written by another version; the job is then parked for an operator.
pub fn number(job: &Job) -> Result<i64> {
    Ok(job.key.parse().map_err(|_| anyhow::anyhow!("the key '{}' is no ticket's number", job.key))?)
}
