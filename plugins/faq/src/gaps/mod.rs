//! Gaps: questions to which no entry answers, for staff to see and answer.

pub(crate) mod actions;
pub(crate) mod ask_limiter;
pub(crate) mod components;
mod domain;
pub mod store;
mod view;
