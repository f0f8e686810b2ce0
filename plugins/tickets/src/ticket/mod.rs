//! The core: what a ticket is, its state machine, its rows, its card, and the one way to change it.

pub mod access;
pub mod actions;
pub mod autocomplete;
pub mod card;
pub mod domain;
pub mod job_context;
pub mod jobs;
pub mod messages;
pub mod model;
pub mod routes;
pub mod sla;
pub mod store;
pub mod sync;
pub mod timers;
pub mod transitions;

pub use domain::{Answer, Place, Priority, Source, Status, Ticket};
pub use transitions::{Access, Change, Refusal, Transition, transition};
