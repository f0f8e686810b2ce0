//! The way from a session to its connection: frames wait there until the client has read those before.

use serde_json::Value;
use tokio::sync::mpsc::{self, error::TrySendError};
use tokio_util::sync::CancellationToken;

use super::REPLAY;

/// How many frames may wait: all that a resumed session is sent again, and as many new ones.
const WAITING: usize = 2 * REPLAY;

/// What a session asks its connection to do.
#[derive(Clone, Debug)]
pub(crate) enum Outgoing {
    /// Send this payload.
    Frame(Value),
    /// Send a close frame and end.
    Close(u16, &'static str),
    /// End without a close frame.
    Drop,
}

/// The session's end of it. Clones share one outbox.
#[derive(Clone)]
pub(crate) struct Outbox {
    sender: mpsc::Sender<Outgoing>,
    overflow: CancellationToken,
}

impl Outbox {
    /// An outbox, and the connection's end of it.
    pub(crate) fn new() -> (Self, mpsc::Receiver<Outgoing>) {
        let (sender, receiver) = mpsc::channel(WAITING);
        (Self { sender, overflow: CancellationToken::new() }, receiver)
    }

    /// Hands on, without waiting: a client that has not read all that waits is cut off.
    pub(crate) fn send(&self, outgoing: Outgoing) {
        // A receiver that is gone belongs to a connection that is just ending.
        if let Err(TrySendError::Full(_)) = self.sender.try_send(outgoing) {
            self.overflow.cancel();
        }
    }

    /// Waits until more had to be sent than may wait.
    pub(crate) async fn overflowed(&self) {
        self.overflow.cancelled().await;
    }

    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.sender.same_channel(&other.sender)
    }
}
