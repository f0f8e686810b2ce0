//! What staff do with tickets: lists, priorities, transfers, notes, suggested answers.

pub mod actions;
pub mod commands;
pub mod components;
pub mod domain;
pub mod hooks;
pub mod jobs;
pub mod lists;
pub mod routes;
pub mod store;
pub mod suggestions;
pub mod usual;
pub mod view;
