//! The end-to-end tests: the real host, driven through the emulator over sockets.

mod components;
mod databases;
mod gate;
mod isolation;
mod jobs;
mod workspace;
