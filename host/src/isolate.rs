//! Runs the handlers of plugins, so that the panic, error or sleep of one delays no other.

use std::{any::Any, fmt, time::Duration};

use plugin_api::{Clock, Error, Result};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// How a handler ended.
#[derive(Debug)]
pub enum Outcome {
    /// It succeeded.
    Done,
    /// It returned an error.
    Failed(Error),
    /// It panicked, with this message.
    Panicked(String),
    /// It exceeded its deadline and was stopped.
    TimedOut(Duration),
    /// It was stopped because the host shuts down.
    Stopped,
}

impl Outcome {
    /// The name for metrics.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Failed(error) if error.is_refusal() => "refused",
            Self::Failed(_) => "failed",
            Self::Panicked(_) => "panicked",
            Self::TimedOut(_) => "timed_out",
            Self::Stopped => "stopped",
        }
    }

    /// Converts it into the error that a member is told of, or `None` if it succeeded.
    pub fn into_error(self) -> Option<Error> {
        match self {
            Self::Done => None,
            Self::Failed(error) => Some(error),
            other => Some(Error::Internal(anyhow::anyhow!("{other}"))),
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Done => f.write_str("done"),
            Self::Failed(error) => error.fmt(f),
            Self::Panicked(message) => write!(f, "panicked: {message}"),
            Self::TimedOut(deadline) => write!(f, "took longer than its {} s", deadline.as_secs_f32()),
            Self::Stopped => f.write_str("stopped because the host shuts down"),
        }
    }
}

/// Where handlers run. A shutdown waits for them, and stops them if that takes too long.
#[derive(Clone, Debug)]
pub struct Isolation {
    /// Everything that runs.
    pub tasks: TaskTracker,
    /// Stops everything that still runs.
    pub abort: CancellationToken,
    clock: Clock,
}

impl Isolation {
    /// Makes one whose deadlines are by this clock.
    pub fn new(clock: Clock) -> Self {
        Self { tasks: TaskTracker::new(), abort: CancellationToken::new(), clock }
    }

    /// Runs a handler in a task of its own, for at most `deadline` by the clock.
    pub async fn run(
        &self,
        deadline: Duration,
        future: impl Future<Output = Result<()>> + Send + 'static,
    ) -> Outcome {
        let mut task = AbortOnDrop(self.tasks.spawn(future));
        let ended = tokio::select! {
            biased;
            ended = self.clock.timeout(deadline, &mut task.0) => ended,
            () = self.abort.cancelled() => return Outcome::Stopped,
        };
        match ended {
            Some(Ok(Ok(()))) => Outcome::Done,
            Some(Ok(Err(error))) => Outcome::Failed(error),
            Some(Err(join)) if join.is_panic() => {
                Outcome::Panicked(panic_message(join.into_panic().as_ref()))
            }
            Some(Err(_)) => Outcome::Stopped,
            None => Outcome::TimedOut(deadline),
        }
    }
}

/// Stops the task if its waiter is dropped.
struct AbortOnDrop(tokio::task::JoinHandle<Result<()>>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// The message of a panic.
pub(crate) fn panic_message(payload: &(dyn Any + Send)) -> String {
    payload
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| payload.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "with something that is no text".to_owned())
}
