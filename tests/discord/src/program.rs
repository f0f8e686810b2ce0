//! What the program under test supplies for users of the control API. All of it is optional.

use std::time::Duration;

use chrono::{DateTime, Utc};
use futures::future::BoxFuture;
use tokio::sync::Mutex;

use crate::{clock::Clock, seed::WorldFile, tour::Tour};

/// A task that the program will do at an instant of the clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UpcomingTask {
    /// When it is due.
    pub at: DateTime<Utc>,
    /// A short description for people.
    pub what: String,
}

/// Returns the program's next task; its instant has passed if it is due or being done. It is called often, so it should be cheap.
pub type NextTask = Box<dyn Fn() -> BoxFuture<'static, Option<UpcomingTask>> + Send + Sync>;

/// Whether the program is answering an event or doing a task at this moment.
pub type IsBusy = Box<dyn Fn() -> bool + Send + Sync>;

/// Replaces the world by the new one.
pub type Replace = Box<dyn FnOnce() + Send>;

/// Stops the program, calls [`Replace`] and starts the program again, so that it never sees both worlds. An error is a sentence that
/// says why the program does not run now.
pub type OnReset = Box<dyn Fn(Replace) -> BoxFuture<'static, Result<(), String>> + Send + Sync>;

/// How long a move of the clock waits for tasks that are due at most, in real time.
const MAX_WAIT: Duration = Duration::from_secs(5);

/// How often the next task is read meanwhile.
const POLL_INTERVAL: Duration = Duration::from_millis(10);

/// All that a program supplies.
pub(crate) struct Program {
    /// The world at the start.
    pub(crate) world: WorldFile,
    pub(crate) next_task: Option<NextTask>,
    pub(crate) is_busy: Option<IsBusy>,
    pub(crate) on_reset: Option<OnReset>,
    pub(crate) tours: Vec<Tour>,
    /// Locked while the clock is moved or the world replaced, so that two requests do it one after the other.
    pub(crate) exclusive: Mutex<()>,
}

impl Program {
    /// The program's next task.
    pub(crate) async fn next(&self) -> Option<UpcomingTask> {
        match &self.next_task {
            Some(next_task) => next_task().await,
            None => None,
        }
    }

    fn is_busy(&self) -> bool {
        self.is_busy.as_ref().is_some_and(|is_busy| is_busy())
    }

    /// Waits until the program is idle and has done what is due, so that moving the clock neither skips a task nor runs into its time
    /// limit. It waits for [`MAX_WAIT`] at most.
    pub(crate) async fn wait_until_idle(&self, clock: &Clock) {
        let done = async {
            while self.is_busy() || self.next().await.is_some_and(|task| task.at <= clock.now()) {
                tokio::time::sleep(POLL_INTERVAL).await;
            }
        };
        // The answer's `next` shows that it is still overdue.
        let _ = tokio::time::timeout(MAX_WAIT, done).await;
    }

    /// Restarts the program in the world that `replace` puts in place.
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
