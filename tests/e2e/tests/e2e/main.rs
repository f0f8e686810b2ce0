//! The end-to-end tests: the real host, driven through the emulator over sockets.

mod api;
mod components;
mod configuration;
mod databases;
mod gate;
mod isolation;
mod jobs;
mod process;
mod reminders;
mod personal_data;
mod workspace;
