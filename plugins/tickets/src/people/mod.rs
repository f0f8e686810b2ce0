//! Who else is in a ticket.

pub mod actions;
pub mod commands;
pub mod domain;
pub mod hooks;
pub mod store;

pub use domain::Guest;
