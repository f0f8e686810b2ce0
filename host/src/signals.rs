//! The operating system's signals to stop.

use anyhow::{Context, Result};

/// Listens for SIGTERM and SIGINT (Ctrl-C) from when it is made, so that a signal during the start is not lost.
#[cfg(unix)]
pub(crate) struct ShutdownSignals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl ShutdownSignals {
    pub(crate) fn listen() -> Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let listen = |kind| signal(kind).context("the system's signals to stop can't be listened for");
        Ok(Self { interrupt: listen(SignalKind::interrupt())?, terminate: listen(SignalKind::terminate())? })
    }

    /// Waits for the next signal.
    pub(crate) async fn wait(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

/// Listens for Ctrl-C.
#[cfg(not(unix))]
pub(crate) struct ShutdownSignals;

#[cfg(not(unix))]
impl ShutdownSignals {
    pub(crate) fn listen() -> Result<Self> {
        Ok(Self)
    }

    /// Waits for the next signal.
    pub(crate) async fn wait(&mut self) {
        if tokio::signal::ctrl_c().await.context("Ctrl-C can't be listened for").is_err() {
            std::future::pending::<()>().await;
        }
    }
}
