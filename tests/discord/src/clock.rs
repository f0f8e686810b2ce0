//! The emulator's clock. All timestamps and time limits use it, so that a test decides what time it is.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use serde::Serialize;
use tokio::sync::watch;

type MoveHook = Box<dyn Fn(Reading) + Send + Sync>;

/// A reading of the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Reading {
    /// The instant on the clock, in UTC.
    pub now: DateTime<Utc>,
    /// Whether the clock is frozen until it is moved.
    pub frozen: bool,
}

/// A clock that runs with real time plus an offset, or is frozen at an instant. Clones share one clock.
#[derive(Clone)]
pub struct Clock {
    shared: Arc<Shared>,
}

struct Shared {
    state: Mutex<State>,
    hooks: Mutex<Vec<MoveHook>>,
    moves: watch::Sender<u64>,
}

#[derive(Clone, Copy)]
enum State {
    Flowing(TimeDelta),
    Frozen(DateTime<Utc>),
}

impl State {
    fn reading(self) -> Reading {
        match self {
            Self::Flowing(offset) => Reading { now: Utc::now() + offset, frozen: false },
            Self::Frozen(now) => Reading { now, frozen: true },
        }
    }

    fn new(now: DateTime<Utc>, frozen: bool) -> Self {
        if frozen { Self::Frozen(now) } else { Self::Flowing(now - Utc::now()) }
    }
}

impl Clock {
    /// A clock that shows real time and flows.
    pub fn flowing() -> Self {
        Self::with_state(State::Flowing(TimeDelta::zero()))
    }

    /// A clock that is frozen at `instant` until it is moved.
    pub fn frozen_at(instant: DateTime<Utc>) -> Self {
        Self::with_state(State::Frozen(instant))
    }

    fn with_state(state: State) -> Self {
        let shared =
            Shared { state: Mutex::new(state), hooks: Mutex::default(), moves: watch::Sender::new(0) };
        Self { shared: Arc::new(shared) }
    }

    /// The instant on the clock, to the microsecond.
    pub fn now(&self) -> DateTime<Utc> {
        self.reading().now.trunc_subsecs(6)
    }

    /// The instant, and whether the clock is frozen.
    pub fn reading(&self) -> Reading {
        self.state().reading()
    }

    /// Moves the clock by `delta` (backwards if negative). Returns the new reading.
    pub fn advance(&self, delta: TimeDelta) -> Reading {
        self.change(|shown| State::new(shown.now + delta, shown.frozen))
    }

    /// Moves the clock to `instant`.
    pub fn set(&self, instant: DateTime<Utc>) -> Reading {
        self.change(|shown| State::new(instant, shown.frozen))
    }

    /// Freezes the clock (`true`) or lets it run on (`false`).
    pub fn freeze(&self, frozen: bool) -> Reading {
        self.change(|shown| State::new(shown.now, frozen))
    }

    /// Calls `hook` synchronously in every later move, before the call that moved the clock returns.
    pub fn on_move(&self, hook: impl Fn(Reading) + Send + Sync + 'static) {
        self.shared.hooks.lock().unwrap_or_else(PoisonError::into_inner).push(Box::new(hook));
    }

    /// Changes with every move from now on, after the hooks.
    pub(crate) fn moves(&self) -> watch::Receiver<u64> {
        self.shared.moves.subscribe()
    }

    /// Waits until the clock shows `instant` or later, however it gets there.
    pub async fn sleep_until(&self, instant: DateTime<Utc>) {
        let mut moves = self.moves();
        loop {
            let shown = self.reading();
            if shown.now >= instant {
                return;
            }
            let left = (instant - shown.now).to_std().unwrap_or_default();
            let moved = async { moves.changed().await.expect("the clock outlives its sleepers") };
            if shown.frozen {
                moved.await;
            } else {
                tokio::select! {
                    () = moved => {}
                    () = tokio::time::sleep(left) => {}
                }
            }
        }
    }

    fn change(&self, next: impl FnOnce(Reading) -> State) -> Reading {
        let shown = {
            let mut state = self.state();
            *state = next(state.reading());
            state.reading()
        };
        for hook in &*self.shared.hooks.lock().unwrap_or_else(PoisonError::into_inner) {
            hook(shown);
        }
        self.shared.moves.send_modify(|count| *count += 1);
        shown
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.shared.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[tokio::test]
    async fn a_frozen_clock_wakes_sleepers_only_when_it_is_moved_past_them() {
        let clock = Clock::frozen_at(DateTime::UNIX_EPOCH);
        let due = DateTime::UNIX_EPOCH + TimeDelta::hours(1);
        let sleeper = tokio::spawn({
            let clock = clock.clone();
            async move { clock.sleep_until(due).await }
        });
        clock.advance(TimeDelta::minutes(59));
        tokio::task::yield_now().await;
        assert!(!sleeper.is_finished());
        clock.advance(TimeDelta::minutes(1));
        sleeper.await.unwrap();
    }

    #[test]
    fn hooks_have_run_when_a_move_returns() {
        let clock = Clock::frozen_at(DateTime::UNIX_EPOCH);
        let calls = Arc::new(AtomicUsize::new(0));
        clock.on_move({
            let calls = calls.clone();
            move |shown| {
                assert!(shown.frozen);
                calls.fetch_add(1, Ordering::SeqCst);
            }
        });
        clock.set(DateTime::UNIX_EPOCH + TimeDelta::days(1));
        assert_eq!(calls.load(Ordering::SeqCst), 1);
    }
}
