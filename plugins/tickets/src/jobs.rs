//! What is done later or again: every durable piece of work of a ticket.

mod archive;
pub mod closing;
mod due;
mod fetch;
mod inactivity;
mod numbers;
mod open;
mod request;
mod sla;
mod summarise;
pub mod sync;
pub mod timers;
mod topics;
mod transcript;
mod undo;

use std::time::Duration;

use plugin_api::{Job, JobKind, Result, Schedule};

use crate::{
    ARCHIVE, CATCH_UP, CLOSE_REQUEST, DELETE, FAREWELL, FETCH, INACTIVE, OPEN, PROPOSE, RATE, REMIND, SLA,
    SUMMARISE, SYNC, TELL, TRANSCRIPT,
};

/// How often what is said or done on Discord in time is tried: with the pauses of the job queue, for a little more than a day.
const TRIES: u32 = 110;

/// How long it may take to read a channel to its end: Discord gives a hundred messages at a time.
const READING: Duration = Duration::from_secs(600);

/// How long a language model with all its tries may take.
const SUMMING_UP: Duration = Duration::from_secs(120);

/// All kinds of jobs.
#[must_use]
pub fn all() -> Vec<JobKind> {
    vec![
        JobKind::new(OPEN, open::open).exhausted(open::given_up),
        JobKind::new(TELL, undo::tell),
        JobKind::new(SYNC, sync::sync),
        JobKind::new(SLA, sla::alert).attempts(TRIES).deadline(READING),
        JobKind::new(REMIND, inactivity::remind).attempts(TRIES).deadline(READING),
        JobKind::new(INACTIVE, inactivity::close).attempts(TRIES).deadline(READING),
        JobKind::new(CLOSE_REQUEST, request::close_request).attempts(TRIES).deadline(READING),
        JobKind::new(FAREWELL, closing::farewell).attempts(TRIES).exhausted(closing::after_farewell),
        JobKind::new(RATE, closing::rate).attempts(TRIES),
        JobKind::new(PROPOSE, topics::propose).exhausted(topics::put_off),
        JobKind::new(FETCH, fetch::fetch).attempts(5).exhausted(fetch::given_up),
        JobKind::new(CATCH_UP, transcript::read_new).deadline(READING),
        JobKind::new(TRANSCRIPT, transcript::transcript).deadline(READING).exhausted(transcript::given_up),
        JobKind::new(SUMMARISE, summarise::summarise).deadline(SUMMING_UP),
        JobKind::new(ARCHIVE, archive::archive),
        JobKind::new(DELETE, archive::delete).attempts(TRIES),
    ]
}

/// All recurring work.
#[must_use]
pub fn schedules() -> Vec<Schedule> {
    vec![
        Schedule::cron("snapshot", "10 0 * * *", numbers::snapshot),
        Schedule::cron("tidy", "30 3 * * *", archive::tidy),
    ]
}

/// The number of the ticket that a job is about: its key, or what stands in it before the first `:`.
///
/// # Errors
/// Where the row was written by another version; the job is then parked for an operator.
pub fn number(job: &Job) -> Result<i64> {
    let number = job.key.split(':').next().and_then(|number| number.parse().ok());
    Ok(number.ok_or_else(|| anyhow::anyhow!("the key '{}' names no ticket", job.key))?)
}
