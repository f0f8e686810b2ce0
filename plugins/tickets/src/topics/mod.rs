//! Summaries of closed tickets, and the topics that come up again and again.

pub mod actions;
pub mod components;
pub mod domain;
pub mod jobs;
pub mod plain_summary;
pub mod routes;
pub mod store;
pub mod summarise;
pub mod view;

pub use domain::{Decision, Draft, Group, Rules, Summary, Topic, Verdict};
