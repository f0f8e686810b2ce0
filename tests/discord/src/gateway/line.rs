//! The way from a session to its connection: frames wait there until the client has read those before.

use serde_json::Value;
use tokio::sync::mpsc::{self, error::TrySendError};
use tokio_util::sync::CancellationToken;

use super::hub::REPLAY;

/// How many frames may wait: all that a resumed session is sent again, and as many new ones.
const WAITING: usize = 2 * REPLAY;

/// What a connection is told to do.
#[derive(Clone, Debug)]
pub(crate) enum Out {
    /// Send this payload.
    Frame(Value),
    /// Send a close frame and end.
    Close(u16, &'static str),
    /// End without a word.
    Drop,
}

/// The session's end of it. Clones are the same line.
#[derive(Clone)]
pub(crate) struct Line {
    sender: mpsc::Sender<Out>,
    overflow: CancellationToken,
}

impl Line {
    /// A line and the connection's end of it.
    pub(super) fn new() -> (Self, mpsc::Receiver<Out>) {
        let (sender, receiver) = mpsc::channel(WAITING);
        (Self { sender, overflow: CancellationToken::new() }, receiver)
    }

    /// Hands on, without waiting: a client that has not read all that waits is cut off.
    pub(super) fn send(&self, out: Out) {
        // A receiver that is gone belongs to a connection that is just ending.
        if let Err(TrySendError::Full(_)) = self.sender.try_send(out) {
            self.overflow.cancel();
        }
    }

    /// Waits until more had to be sent than may wait.
    pub(super) async fn overflowed(&self) {
        self.overflow.cancelled().await;
    }

    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.sender.same_channel(&other.sender)
    }
}
