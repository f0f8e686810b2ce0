//! The rules: what an entry is, how entries are found and likened.

pub mod entry;
pub mod heading;
pub mod mentions;
pub mod question;
pub mod table;

pub use entry::{Action, Draft, Entry, Revision, Typed, Wrong};
pub use heading::Heading;
