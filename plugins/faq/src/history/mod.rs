//! The history of an entry: its revisions, which can be read and restored.

pub(crate) mod components;
pub mod store;
mod view;
