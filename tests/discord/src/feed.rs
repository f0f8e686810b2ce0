//! The stream of all events, for `GET /control/events` and the streams of single people.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use tokio::sync::broadcast;

use crate::json::{merge, timestamp};

/// How many events a slow listener may lag behind before it loses some.
const CAPACITY: usize = 1024;
/// How many may listen at once.
const LISTENERS: usize = 64;

/// Publishes events to all listeners. Clones share one feed.
#[derive(Clone)]
pub(crate) struct Feed {
    sender: broadcast::Sender<Arc<Value>>,
    sequence: Arc<AtomicU64>,
}

impl Default for Feed {
    fn default() -> Self {
        Self { sender: broadcast::Sender::new(CAPACITY), sequence: Arc::default() }
    }
}

impl Feed {
    /// Publishes `{seq, at, kind}` with the fields of `about`, which is only built if there is a listener.
    pub(crate) fn publish(&self, kind: &str, at: DateTime<Utc>, about: impl FnOnce() -> Value) {
        let seq = self.sequence.fetch_add(1, Ordering::Relaxed) + 1;
        if self.sender.receiver_count() == 0 {
            return;
        }
        let mut event = json!({ "seq": seq, "at": timestamp(at), "kind": kind });
        merge(&mut event, about());
        // Fails only when the last listener has just gone.
        let _ = self.sender.send(Arc::new(event));
    }

    /// Everything from now on; `None` while too many listen already.
    pub(crate) fn listen(&self) -> Option<broadcast::Receiver<Arc<Value>>> {
        (self.sender.receiver_count() < LISTENERS).then(|| self.sender.subscribe())
    }
}
