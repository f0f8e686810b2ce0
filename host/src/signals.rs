//! The operating system's orders to stop.

use anyhow::{Context, Result};

/// Listens for SIGTERM and SIGINT (Ctrl-C) from when it is made: an order that comes during the start is not lost.
#[cfg(unix)]
pub(crate) struct Orders {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Orders {
    /// Begins to listen.
    pub(crate) fn listen() -> Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let listen = |kind| signal(kind).context("the system's orders to stop can't be listened for");
        Ok(Self { interrupt: listen(SignalKind::interrupt())?, terminate: listen(SignalKind::terminate())? })
    }

    /// Waits for the next order.
    pub(crate) async fn stop(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

/// Listens for Ctrl-C.
#[cfg(not(unix))]
pub(crate) struct Orders;

#[cfg(not(unix))]
impl Orders {
    /// Begins to listen.
    pub(crate) fn listen() -> Result<Self> {
        Ok(Self)
    }

    /// Waits for the next order.
    pub(crate) async fn stop(&mut self) {
        if tokio::signal::ctrl_c().await.context("Ctrl-C can't be listened for").is_err() {
            std::future::pending::<()>().await;
        }
    }
}
