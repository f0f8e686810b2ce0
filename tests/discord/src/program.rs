//! What the program that is tried out here supplies for the people at the control API. The emulator runs without any of it.

use chrono::{DateTime, Utc};
use futures::future::BoxFuture;

use crate::{seed::WorldFile, tour::Tour};

/// Something that the program will do at an instant of the clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appointment {
    /// When it does it.
    pub at: DateTime<Utc>,
    /// What it is, in a few words for people.
    pub what: String,
}

/// Gives the next instant at which the program has something to do. It is asked often, so it should be cheap.
pub type Agenda = Box<dyn Fn() -> BoxFuture<'static, Option<Appointment>> + Send + Sync>;

/// Is waited for when the world has been replaced, so that the program can forget the one before.
pub type OnReset = Box<dyn Fn() -> BoxFuture<'static, ()> + Send + Sync>;

/// All that a program supplies.
pub(crate) struct Program {
    /// The world that it began with.
    pub(crate) world: WorldFile,
    pub(crate) agenda: Option<Agenda>,
    pub(crate) on_reset: Option<OnReset>,
    pub(crate) tours: Vec<Tour>,
}

impl Program {
    /// What the program has to do next.
    pub(crate) async fn next(&self) -> Option<Appointment> {
        match &self.agenda {
            Some(agenda) => agenda().await,
            None => None,
        }
    }

    /// Tells the program that its world has been replaced.
    pub(crate) async fn reset(&self) {
        if let Some(on_reset) = &self.on_reset {
            on_reset().await;
        }
    }
}
