//! The rules of tickets. Nothing in here does I/O.

pub mod machine;
pub mod ticket;

pub use machine::{Act, Change, Refusal, Standing, transition};
pub use ticket::{Answer, Place, Priority, Source, Status, Ticket};
