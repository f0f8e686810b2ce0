//! Claims due jobs with a lease, runs them isolated, and tries again or parks what fails.
//!
//! The worker sleeps until the next instant at which something is due; a committed [`plugin_api::Jobs::at`] of this process wakes it,
//! and on PostgreSQL a notification those of other processes. [`operate`] is what an operator does with those that are parked.

pub mod operate;
mod store;
mod worker;

pub use worker::Worker;

pub(crate) use operate::forget_parked;
#[cfg(feature = "sandbox")]
pub(crate) use store::{Upcoming, upcoming};
pub(crate) use store::{
    count, forget_next_run, forget_schedules, put_if_absent, release_held, release_leases,
};
