//! Runs what a plugin gave us so that its panic, error or sleep stays its own.

use std::{any::Any, fmt, time::Duration};

use plugin_api::{Clock, Error, Result};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// How a handler ended.
#[derive(Debug)]
pub enum Outcome {
    /// It did what it should.
    Done,
    /// It returned an error.
    Failed(Error),
    /// It panicked, with this message.
    Panicked(String),
    /// It took longer than it may and was stopped.
    TimedOut(Duration),
    /// It was stopped because the host shuts down.
    Stopped,
}

impl Outcome {
    /// The word for metrics.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Failed(error) if error.is_refusal() => "refused",
            Self::Failed(_) => "failed",
            Self::Panicked(_) => "panicked",
            Self::TimedOut(_) => "timed_out",
            Self::Stopped => "stopped",
        }
    }

    /// The error that a member gets to see; `None` where all went well.
    #[must_use]
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

/// Where handlers run: waited for at shutdown, and stopped when waiting has taken too long.
#[derive(Clone, Debug)]
pub struct Isolation {
    /// Everything that runs.
    pub tasks: TaskTracker,
    /// Stops everything that still runs.
    pub abort: CancellationToken,
    clock: Clock,
}

impl Isolation {
    /// Isolates by a clock.
    #[must_use]
    pub fn new(clock: Clock) -> Self {
        Self { tasks: TaskTracker::new(), abort: CancellationToken::new(), clock }
    }

    /// Runs a future in a task of its own, for at most `deadline` by the clock.
    pub async fn run(
        &self,
        deadline: Duration,
        future: impl Future<Output = Result<()>> + Send + 'static,
    ) -> Outcome {
        let mut task = Stop(self.tasks.spawn(future));
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

/// Stops the task when whoever waits for it goes away.
struct Stop(tokio::task::JoinHandle<Result<()>>);

impl Drop for Stop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// What a panic said.
pub(crate) fn panic_message(payload: &(dyn Any + Send)) -> String {
    payload
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| payload.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "with something that is no text".to_owned())
}
