//! What the program that is tried out here supplies for the people at the control API. The emulator runs without any of it.

use std::time::Duration;

use chrono::{DateTime, Utc};
use futures::future::BoxFuture;
use tokio::sync::Mutex;

use crate::{clock::Clock, seed::WorldFile, tour::Tour};

/// Something that the program will do at an instant of the clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UpcomingTask {
    /// When it does it.
    pub at: DateTime<Utc>,
    /// What it is, in a few words for people.
    pub what: String,
}

/// Gives the next instant at which the program has something to do, which has passed where something is due or being done. It is asked
/// often, so it should be cheap.
pub type NextTask = Box<dyn Fn() -> BoxFuture<'static, Option<UpcomingTask>> + Send + Sync>;

/// Tells whether the program is answering somebody at this moment.
pub type IsBusy = Box<dyn Fn() -> bool + Send + Sync>;

/// Puts the new world in the place of the old one.
pub type Replace = Box<dyn FnOnce() + Send>;

/// Begins anew: stops the program, calls [`Replace`], so that the program sees nothing of two worlds, and starts it. An error is a
/// sentence that says why the program does not run now.
pub type OnReset = Box<dyn Fn(Replace) -> BoxFuture<'static, Result<(), String>> + Send + Sync>;

/// How long the clock is held for what is due at most, in real time.
const MAX_WAIT: Duration = Duration::from_secs(5);

/// How often the next_task is asked meanwhile.
const POLL_INTERVAL: Duration = Duration::from_millis(10);

/// All that a program supplies.
pub(crate) struct Program {
    /// The world that it began with.
    pub(crate) world: WorldFile,
    pub(crate) next_task: Option<NextTask>,
    pub(crate) is_busy: Option<IsBusy>,
    pub(crate) on_reset: Option<OnReset>,
    pub(crate) tours: Vec<Tour>,
    /// Held by whoever moves the clock or replaces the world: two windows do it one after the other.
    pub(crate) exclusive: Mutex<()>,
}

impl Program {
    /// What the program has to do next.
    pub(crate) async fn next(&self) -> Option<UpcomingTask> {
        match &self.next_task {
            Some(next_task) => next_task().await,
            None => None,
        }
    }

    fn is_busy(&self) -> bool {
        self.is_busy.as_ref().is_some_and(|is_busy| is_busy())
    }

    /// Waits until the program has done what it is at and what is due by the clock, so that moving on does not skip it or run into its time limit. What
    /// takes longer than [`MAX_WAIT`] is not waited for.
    pub(crate) async fn wait_until_idle(&self, clock: &Clock) {
        let done = async {
            while self.is_busy() || self.next().await.is_some_and(|task| task.at <= clock.now()) {
                tokio::time::sleep(POLL_INTERVAL).await;
            }
        };
        // Whoever moves the clock sees in `next` that it is still overdue.
        let _ = tokio::time::timeout(MAX_WAIT, done).await;
    }

    /// Has the program begin anew in the world that `replace` puts in place.
    pub(crate) async fn reset(&self, replace: Replace) -> Result<(), String> {
        match &self.on_reset {
            Some(on_reset) => on_reset(replace).await,
            None => {
                replace();
                Ok(())
            }
        }
    }
}
