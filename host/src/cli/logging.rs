//! The program's log: on standard error, filtered by `RUST_LOG`, as text or JSON by `LOG_FORMAT`.

use std::io::{self, IsTerminal};

use tracing_subscriber::EnvFilter;

/// The filter if `RUST_LOG` is not set: our own log in full, of libraries only warnings.
const DEFAULT_FILTER: &str = "info,serenity=warn,sqlx=warn,hyper=warn,tracing=warn";

/// Starts logging. A second call in a process changes nothing.
pub(super) fn init() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(DEFAULT_FILTER));
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
