//! Finds, compares, sums up and masks texts of members, in English and Dutch, without a language model.
//!
//! Everything here is pure: it reads nothing but its arguments and the lists of words that are compiled in, and the same texts give the same
//! result. Large inputs keep a processor busy for a while, so that a server calls it from a thread of its own.
//!
//! - [`words`]: the words of a text, with their stems, their meanings and what they may be misspellings of.
//! - [`search`]: an index that answers questions, and names that complete what a member is typing.
//! - [`similarity`]: which texts of a set are about one topic.
//! - [`summary`]: the sentences of a conversation that say what it was about.
//! - [`mask`](mask()): takes out addresses, numbers and passwords.
//!
//! How well it does is measured on labelled sets (`*.toml` beside the tests); the figures are in `tests/bench/README.md`.

mod mask;
pub mod search;
pub mod similarity;
pub mod summary;
pub mod words;

pub use mask::mask;

/// The example of the README runs as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
