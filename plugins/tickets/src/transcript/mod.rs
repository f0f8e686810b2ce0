//! Transcripts: what was said in a ticket, to read offline.

pub mod html;
pub mod jobs;
pub mod markdown;
pub mod names;
pub mod page;
pub mod render;
pub mod routes;
pub mod text;
