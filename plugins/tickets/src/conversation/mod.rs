//! Conversations: the messages in tickets' channels, their files, and the search.

pub mod catch_up;
pub mod client;
pub mod commands;
pub mod components;
pub mod domain;
pub mod files;
pub mod hooks;
pub mod jobs;
pub mod model;
pub mod non_ticket_channels;
pub mod record;
pub mod routes;
pub mod search;
pub mod store;
pub mod view;

pub use domain::{Edit, Embed, EmbedKind, File, FileState, Message, Speaker};
