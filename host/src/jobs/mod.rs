//! Claims due jobs with a lease, runs them isolated, and retries or parks those that fail.
//!
//! The worker sleeps until the next job is claimable. A committed [`plugin_api::Jobs::enqueue`] of this process wakes it, and on PostgreSQL a
//! notification of another process. [`parked`] holds what an operator does with parked jobs.

pub mod parked;
mod store;
mod worker;

pub use worker::Worker;

pub(crate) use parked::delete_expired;
#[cfg(feature = "sandbox")]
pub(crate) use store::{UpcomingJob, fetch_upcoming};
pub(crate) use store::{
    count, delete_next_run, delete_schedules, insert_if_absent, release_held, release_leases,
};
