//! The end-to-end tests: the real host, driven through the emulator over sockets.

#![allow(clippy::unwrap_used, reason = "a test fails where something is not there")]

mod api;
mod browser;
mod components;
mod configuration;
mod databases;
mod faq;
mod gate;
mod isolation;
mod jobs;
mod language;
mod personal_data;
mod process;
mod readme;
mod reminders;
mod sandbox;
mod tickets;
mod workspace;
