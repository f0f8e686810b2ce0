//! The state of the gateway's connection.

use std::sync::Arc;

use arc_swap::ArcSwapOption;
use plugin_api::serenity::{ConnectionStage, FullEvent, ShardManager};
use tokio::sync::watch;

/// The state of the gateway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GatewayState {
    /// Connecting for the first time or again.
    Connecting,
    /// Events arrive.
    Ready,
    /// Closed, and why.
    Closed(String),
}

/// The state of the gateway and the shards that are open.
pub struct Connection {
    state: watch::Sender<GatewayState>,
    shards: ArcSwapOption<ShardManager>,
}

impl Default for Connection {
    fn default() -> Self {
        Self { state: watch::Sender::new(GatewayState::Connecting), shards: ArcSwapOption::empty() }
    }
}

impl Connection {
    /// Subscribes to every change of the state.
    pub fn subscribe(&self) -> watch::Receiver<GatewayState> {
        self.state.subscribe()
    }

    /// The shards of the open gateway, or `None` before it was opened for the first time.
    pub fn shards(&self) -> Option<Arc<ShardManager>> {
        self.shards.load_full()
    }

    /// Returns the state: ready if each shard of this process is connected.
    pub async fn state(&self) -> GatewayState {
        let state = self.state.borrow().clone();
        let (GatewayState::Ready, Some(shards)) = (&state, self.shards()) else { return state };
        let runners = shards.runners.lock().await;
        let connected = runners.values().all(|runner| runner.stage == ConnectionStage::Connected);
        if connected && !runners.is_empty() { GatewayState::Ready } else { GatewayState::Connecting }
    }

    /// Whether events arrived since the last attempt to connect.
    pub(super) fn was_ready(&self) -> bool {
        *self.state.borrow() == GatewayState::Ready
    }

    /// Changes the state and tells every subscriber.
    pub(crate) fn set_state(&self, state: GatewayState) {
        self.state.send_replace(state);
    }

    pub(super) fn set_shards(&self, shards: Arc<ShardManager>) {
        self.shards.store(Some(shards));
    }

    /// Keeps the state up to date with the events that arrive.
    pub(super) fn track_gateway(&self, event: &FullEvent) {
        if matches!(event, FullEvent::Ready { .. } | FullEvent::Resume { .. }) {
            self.set_state(GatewayState::Ready);
        }
    }
}
