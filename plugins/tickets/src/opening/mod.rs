//! Opening a ticket: what is asked before, what limits it, and the row from which its channel follows.

pub mod actions;
pub mod commands;
pub mod components;
pub mod deflection;
pub mod domain;
pub mod flow;
pub mod interaction;
pub mod jobs;
pub mod limits;
pub mod panel;
pub mod routes;
pub mod store;
pub mod submit;
pub mod undo;
pub mod view;

pub use domain::{ANSWERED, Draft, InvalidTicket, NewTicket, Opener};
