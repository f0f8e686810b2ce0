//! The state that all request handlers share.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::{
    clock::Clock,
    feed::Feed,
    program::Program,
    traffic::{faults::Faults, rate_limits::Limits, requests::RequestLog},
    world::World,
};

/// The running emulator.
pub(crate) struct App {
    pub(crate) clock: Clock,
    pub(crate) feed: Feed,
    pub(crate) requests: RequestLog,
    pub(crate) faults: Faults,
    pub(crate) limits: Limits,
    pub(crate) program: Program,
    #[cfg(feature = "conformance")]
    pub(crate) conformance: Option<crate::conformance::Conformance>,
    /// The world's count of changed interactions.
    pub(crate) answers: watch::Sender<u64>,
    /// Cancelled when the emulator stops.
    pub(crate) stop: CancellationToken,
    world: Mutex<World>,
}

impl App {
    pub(crate) fn new(
        world: World,
        limits: Limits,
        stop: CancellationToken,
        program: Program,
        #[cfg(feature = "conformance")] conformance: Option<crate::conformance::Conformance>,
    ) -> Arc<Self> {
        Arc::new(Self {
            clock: world.clock.clone(),
            feed: world.feed.clone(),
            requests: RequestLog::default(),
            faults: Faults::default(),
            limits,
            program,
            #[cfg(feature = "conformance")]
            conformance,
            answers: world.answers.clone(),
            stop,
            world: Mutex::new(world),
        })
    }

    /// The world. Never hold it across an await.
    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
