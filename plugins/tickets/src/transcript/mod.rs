//! Transcripts: a ticket's conversation as an HTML page or text.

pub mod html;
pub mod jobs;
pub mod markdown;
pub mod names;
pub mod page;
pub mod render;
pub mod routes;
pub mod text;
