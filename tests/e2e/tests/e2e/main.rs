//! The end-to-end tests: the real host, driven through the emulator over sockets.

#![allow(clippy::unwrap_used, reason = "a test fails where something is not there")]

/// Compares what a person sees with a snapshot beside it. A scene that is played on two databases, or with and without restarts, has to show
/// the same each time.
macro_rules! assert_shown {
    ($shown:expr, @$expected:literal) => {{
        let shown = $shown;
        insta::allow_duplicates! { insta::assert_snapshot!(shown, @$expected) }
    }};
}

mod api;
mod browser;
mod components;
mod configuration;
mod databases;
mod faq;
mod gate;
mod isolation;
mod jobs;
mod language;
mod personal_data;
mod process;
mod readme;
mod reminders;
mod sandbox;
mod tickets;
mod workspace;
