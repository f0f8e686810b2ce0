//! A guild's numbers: computed, stored as snapshots, drawn as a chart and exported as a table.

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

pub use domain::{Bar, Figures, Numbers, NumbersBuilder, Period, Record, Spread, Step, Window};
