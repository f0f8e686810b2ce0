//! The one source of time. Everything that reads the time or waits does it here, so that tests and the sandbox can move it.

use std::{sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::{sync::watch, time::Instant};

/// The longest wait without another look at the machine's clock, which may be set and which a sleeping machine does not follow.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// How a moved clock reads.
#[derive(Clone, Copy, Debug)]
enum Reading {
    /// The machine's time, shifted.
    Flowing(TimeDelta),
    /// Stands still until it is moved again.
    Frozen(DateTime<Utc>),
}

/// Tells the time in UTC. Cheap to clone; all clones move together.
#[derive(Clone, Debug)]
pub struct Clock(Arc<watch::Sender<Reading>>);

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self::reading(Reading::Flowing(TimeDelta::zero()))
    }

    /// A clock that stands still at an instant.
    pub fn frozen(at: DateTime<Utc>) -> Self {
        Self::reading(Reading::Frozen(at))
    }

    fn reading(reading: Reading) -> Self {
        Self(Arc::new(watch::Sender::new(reading)))
    }

    /// Sets the clock to an instant, from which it flows or at which it stands still; whatever sleeps until an instant that
    /// has now passed wakes.
    pub fn set(&self, now: DateTime<Utc>, frozen: bool) {
        self.0.send_replace(if frozen { Reading::Frozen(now) } else { Reading::Flowing(now - Utc::now()) });
    }

    /// Moves the clock forward or back.
    pub fn advance(&self, by: TimeDelta) {
        self.0.send_modify(|reading| {
            *reading = match *reading {
                Reading::Flowing(shift) => Reading::Flowing(shift + by),
                Reading::Frozen(at) => Reading::Frozen(at + by),
            }
        });
    }

    /// The current instant.
    pub fn now(&self) -> DateTime<Utc> {
        now(*self.0.borrow())
    }

    /// Waits until an instant has come; returns at once if it has passed.
    pub async fn sleep_until(&self, at: DateTime<Utc>) {
        let mut moves = self.0.subscribe();
        loop {
            let reading = *moves.borrow_and_update();
            let Ok(left) = (at - now(reading)).to_std() else { return };
            if left.is_zero() {
                return;
            }
            let timer = match reading {
                Reading::Flowing(_) => Some(Instant::now() + left.min(LONGEST_WAIT)),
                Reading::Frozen(_) => None,
            };
            tokio::select! {
                () = wait(timer) => {}
                // Never an error: this clock keeps the sender alive.
                _ = moves.changed() => {}
            }
        }
    }

    /// Waits for a time by this clock.
    pub async fn sleep(&self, time: Duration) {
        let time = TimeDelta::from_std(time).unwrap_or(TimeDelta::MAX);
        if let Some(at) = self.now().checked_add_signed(time) {
            self.sleep_until(at).await;
        } else {
            std::future::pending::<()>().await;
        }
    }

    /// Runs a future, at most for a time by this clock. `None` if it took longer.
    pub async fn timeout<F: Future>(&self, time: Duration, future: F) -> Option<F::Output> {
        tokio::select! {
            biased;
            output = future => Some(output),
            () = self.sleep(time) => None,
        }
    }
}

fn now(reading: Reading) -> DateTime<Utc> {
    match reading {
        Reading::Flowing(shift) => Utc::now() + shift,
        Reading::Frozen(at) => at,
    }
}

async fn wait(until: Option<Instant>) {
    match until {
        Some(at) => tokio::time::sleep_until(at).await,
        None => std::future::pending().await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_sleeper_wakes_when_the_clock_is_moved_past_its_instant() {
        let start = DateTime::from_timestamp(1_700_000_000, 0).expect("in range");
        let clock = Clock::frozen(start);
        let sleeper = tokio::spawn({
            let clock = clock.clone();
            async move { clock.sleep_until(start + TimeDelta::hours(2)).await }
        });
        clock.advance(TimeDelta::hours(1));
        tokio::task::yield_now().await;
        assert!(!sleeper.is_finished());
        clock.advance(TimeDelta::hours(1));
        sleeper.await.expect("woke");
    }

    #[tokio::test]
    async fn a_timeout_ends_by_the_clock_and_not_by_the_machine() {
        let clock = Clock::frozen(DateTime::UNIX_EPOCH);
        let (output, ()) =
            tokio::join!(clock.timeout(Duration::from_secs(10), std::future::pending::<()>()), async {
                clock.advance(TimeDelta::seconds(10));
            },);
        assert_eq!(output, None);
    }
}
