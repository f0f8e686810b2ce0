//! The end-to-end tests: the real host, driven through the emulator over sockets.

mod api;
mod components;
mod databases;
mod gate;
mod isolation;
mod jobs;
mod personal_data;
mod workspace;
