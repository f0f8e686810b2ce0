//! Guided tours of a plugin: in the sandbox, a few steps that show a newcomer what to press.
//!
//! ```
//! use plugin_api::{Action, PluginId, Tour, TourStep};
//!
//! const ID: PluginId = PluginId::new("tickets");
//! const CLOSE: Action = Action::new(ID, "close");
//!
//! let tour = Tour::new("open", "tour-open").person("emma").channel("general").steps([
//!     TourStep::command("tour-open-ask", "ticket open").option("about", "My bicycle"),
//!     TourStep::button("tour-open-close", CLOSE.id().any_args()),
//! ]);
//! assert_eq!(tour.steps.len(), 2);
//! ```

use chrono::TimeDelta;
use serde_json::{Map, Value};

use crate::CustomId;

/// The most steps of a tour: a newcomer follows it to the end.
pub const MAX_STEPS: usize = 5;

/// A guided tour. Its texts are messages of the plugin's own catalogue ([`crate::Plugin::messages`]), in every language there.
#[derive(Clone, Debug, PartialEq)]
pub struct Tour {
    /// Its name in the plugin.
    pub id: &'static str,
    /// The message with its name for people.
    pub title: &'static str,
    /// The person of the demo world whom the newcomer plays at the first step.
    pub person: Option<&'static str>,
    /// The channel of the demo world that is open at the first step.
    pub channel: Option<&'static str>,
    /// Whether it comes before those of other plugins: the sandbox starts the first of all at the first visit.
    pub introduction: bool,
    /// The steps, in order; at most [`MAX_STEPS`].
    pub steps: Vec<TourStep>,
}

impl Tour {
    /// Begins a tour whose name for people is the message `title`.
    #[must_use]
    pub const fn new(id: &'static str, title: &'static str) -> Self {
        Self { id, title, person: None, channel: None, introduction: false, steps: Vec::new() }
    }

    /// Begins it as a person of the demo world.
    #[must_use]
    pub const fn person(mut self, name: &'static str) -> Self {
        self.person = Some(name);
        self
    }

    /// Begins it in a channel of the demo world.
    #[must_use]
    pub const fn channel(mut self, name: &'static str) -> Self {
        self.channel = Some(name);
        self
    }

    /// Puts it before those of other plugins: it is one to begin with.
    #[must_use]
    pub const fn introduction(mut self) -> Self {
        self.introduction = true;
        self
    }

    /// Sets its steps.
    #[must_use]
    pub fn steps(mut self, steps: impl IntoIterator<Item = TourStep>) -> Self {
        self.steps = steps.into_iter().collect();
        self
    }
}

/// One step: a message with the instruction, and what it points at.
#[derive(Clone, Debug, PartialEq)]
pub struct TourStep {
    /// The message.
    pub text: &'static str,
    /// What is pressed.
    pub target: TourTarget,
}

/// What a step points at.
#[derive(Clone, Debug, PartialEq)]
pub enum TourTarget {
    /// A slash command of the plugin, subcommands after spaces, with options that are filled in as an example.
    Command(&'static str, Map<String, Value>),
    /// A button or select of the plugin, and the button that brings it up if it is not there yet.
    Button(CustomId, Option<CustomId>),
    /// The clock, to the next instant at which something is due.
    ClockNext,
    /// The clock, by a time.
    ClockBy(TimeDelta),
    /// A person of the demo world, to switch to.
    Person(&'static str),
    /// A channel of the demo world, to open.
    Channel(&'static str),
}

impl TourStep {
    /// Uses a slash command of the plugin; [`TourStep::option`] fills in examples.
    #[must_use]
    pub fn command(text: &'static str, name: &'static str) -> Self {
        Self { text, target: TourTarget::Command(name, Map::new()) }
    }

    /// Fills in an option of the command: something that is valid at any time. People and channels are named as in the demo world. A
    /// step of another kind has no options, and stays as it is.
    #[must_use]
    pub fn option(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        if let TourTarget::Command(_, options) = &mut self.target {
            options.insert(name.to_owned(), value.into());
        }
        self
    }

    /// Presses a button of the plugin, mostly one with [`CustomId::any_args`].
    #[must_use]
    pub const fn button(text: &'static str, id: CustomId) -> Self {
        Self { text, target: TourTarget::Button(id, None) }
    }

    /// Names the button that brings this one up, such as the one that asks for a confirmation. It is pressed first; the step is
    /// complete when this one is pressed. Changes nothing for another kind of step.
    #[must_use]
    pub fn after(mut self, id: CustomId) -> Self {
        if let TourTarget::Button(_, after) = &mut self.target {
            *after = Some(id);
        }
        self
    }

    /// Moves the clock to the next instant at which something is due.
    #[must_use]
    pub const fn clock_next(text: &'static str) -> Self {
        Self { text, target: TourTarget::ClockNext }
    }

    /// Moves the clock by a time.
    #[must_use]
    pub const fn clock_by(text: &'static str, by: TimeDelta) -> Self {
        Self { text, target: TourTarget::ClockBy(by) }
    }

    /// Becomes another person of the demo world.
    #[must_use]
    pub const fn person(text: &'static str, name: &'static str) -> Self {
        Self { text, target: TourTarget::Person(name) }
    }

    /// Goes to another channel of the demo world.
    #[must_use]
    pub const fn channel(text: &'static str, name: &'static str) -> Self {
        Self { text, target: TourTarget::Channel(name) }
    }
}
