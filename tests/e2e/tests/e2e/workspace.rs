//! What must hold of the repository as a whole, read from its sources and manifests.

mod code;
mod crates;
mod modules;
mod page;
mod scenes;
mod shape;
mod sources;
mod texts;
mod tours;
