//! Where the program's own log goes: standard error, filtered by `RUST_LOG`, as text or JSON by `LOG_FORMAT`.

use std::io::{self, IsTerminal};

use tracing_subscriber::EnvFilter;

/// What is logged where `RUST_LOG` says nothing: ours in full, libraries where something is wrong.
const DEFAULT: &str = "info,serenity=warn,sqlx=warn,hyper=warn,tracing=warn";

/// Starts logging; the second call in a process changes nothing.
pub(super) fn start() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(DEFAULT));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    let json = std::env::var("LOG_FORMAT").is_ok_and(|format| format.eq_ignore_ascii_case("json"));
    let started = if json {
        builder.json().flatten_event(true).try_init()
    } else {
        builder.with_ansi(io::stderr().is_terminal()).try_init()
    };
    if let Err(error) = started {
        tracing::warn!(%error, "the program logs as it did before");
    }
}
