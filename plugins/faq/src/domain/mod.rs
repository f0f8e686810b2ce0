//! The rules: what an entry is, how entries are found and likened.

pub mod entry;
pub mod heading;
pub mod key;
pub mod likeness;
pub mod mentions;
pub mod question;
pub mod search;
pub mod table;
pub mod words;

pub use entry::{Action, Draft, Entry, Revision, Typed, Wrong};
pub use heading::Heading;
pub use key::similarity_key;
