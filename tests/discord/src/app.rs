//! What every request handler shares.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::{
    clock::Clock,
    control::{clock, faults::Faults, requests::RequestLog},
    feed::Feed,
    program::Program,
    rest::ratelimit::Limits,
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

    /// Does what is due because time has passed: whenever the clock is moved, and every second while it flows.
    pub(crate) fn keep_time(self: &Arc<Self>) {
        let app = Arc::downgrade(self);
        self.clock.on_move(move |_| {
            if let Some(app) = app.upgrade() {
                app.world().archive_idle_threads();
            }
        });
        tokio::spawn(clock::tell_moves(self.clone()));
        tokio::spawn(self.clone().tick());
    }

    async fn tick(self: Arc<Self>) {
        let mut seconds = tokio::time::interval(Duration::from_secs(1));
        let mut told = self.clock.now();
        loop {
            tokio::select! {
                () = self.stop.cancelled() => return,
                _ = seconds.tick() => {}
            }
            let now = self.clock.now();
            let mut world = self.world();
            world.archive_idle_threads();
            if world.has_time_out_until(told..now) {
                world.note_change("time-outs");
            }
            told = now;
        }
    }

    /// The world. Never hold it across an await.
    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
