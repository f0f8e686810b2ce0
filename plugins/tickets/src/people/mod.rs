//! People: the guests of a ticket, and members who leave and rejoin.

pub mod actions;
pub mod commands;
pub mod domain;
pub mod hooks;
pub mod store;

pub use domain::Guest;
