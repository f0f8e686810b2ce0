//! The end-to-end tests: the real host, driven through the emulator over sockets.

mod databases;
mod workspace;
