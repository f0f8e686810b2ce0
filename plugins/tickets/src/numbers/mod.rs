//! A guild's numbers: gathered, kept, drawn, and given as a table.

pub mod actions;
pub mod chart;
pub mod commands;
pub mod components;
pub mod domain;
pub mod export;
pub mod jobs;
pub mod routes;
pub mod store;
pub mod view;

pub use domain::{Bar, Figures, Numbers, Period, Record, Spread, Step, Tally, Window};
