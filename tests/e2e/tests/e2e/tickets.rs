//! Tickets, from the panel to the transcript.

mod faults;
mod numbers;
mod opening;
mod privacy;
mod staff;
mod time;
mod topics;
mod transcript;
