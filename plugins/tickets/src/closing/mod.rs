//! The end of a ticket: asking whether it may be closed, the farewell, the rating, archiving, deletion.

pub mod actions;
pub mod archive;
pub mod components;
pub mod inactivity;
pub mod jobs;
pub mod request;
pub mod routes;
pub mod store;
pub mod view;
