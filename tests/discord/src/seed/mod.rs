//! Worlds from files: the demo world, and what `POST /control/world` and `--seed FILE` read.

mod build;
mod file;
mod messages;

pub(crate) use build::{extend, read_permissions};
pub use file::WorldFile;
