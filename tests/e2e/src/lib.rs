//! What the end-to-end tests stand on: a world with the real host, an emulated Discord, a database and a clock.

pub mod databases;
