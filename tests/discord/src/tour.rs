//! Guided tours: a few steps that say what to press. They come from `Options::tours`; `GET /control/tours` returns them.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A text by language (`en`, `nl`); English is always there.
pub type Texts = BTreeMap<String, String>;

/// The language that every text has.
const FALLBACK: &str = "en";

/// The most steps of a tour, so that newcomers finish it.
const MAX_STEPS: usize = 5;

/// A guided tour.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tour {
    /// Its name for programs, unique among the tours.
    pub id: String,
    /// Its name for people.
    pub title: Texts,
    /// The person to act as at the first step, by name.
    pub person: Option<String>,
    /// The channel to be in at the first step, by name.
    pub channel: Option<String>,
    /// The steps, in order.
    pub steps: Vec<Step>,
}

/// One step of a tour.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The instruction that is shown.
    pub text: Texts,
    /// The element to use next.
    pub target: Target,
}

/// What a step points at, and what completes it. In JSON an object with one of the keys below.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged, try_from = "Fields")]
pub enum Target {
    /// A slash command; done when it was answered without a failure.
    Command {
        /// Its name, subcommands after spaces.
        command: String,
        /// Example values by option, which the page fills in.
        options: Map<String, Value>,
    },
    /// A button or select, done when it was pressed and answered.
    Button {
        /// Its custom id; `*` stands for anything.
        button: String,
        /// The custom id of the button that shows this one, to be pressed first if it is not there.
        #[serde(skip_serializing_if = "Option::is_none")]
        after: Option<String>,
    },
    /// The clock, done when it was moved.
    Clock {
        /// The distance.
        clock: Jump,
    },
    /// The person to act as, by name.
    Person {
        /// Their name.
        person: String,
    },
    /// The channel to open, by name.
    Channel {
        /// Its name.
        channel: String,
    },
}

/// How far a step moves the clock: `"next"`, or `"+600000"` in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Jump {
    /// To the next instant at which the program has something to do.
    Next,
    /// By so many milliseconds.
    By(u64),
}

impl From<Jump> for String {
    fn from(jump: Jump) -> Self {
        match jump {
            Jump::Next => "next".to_owned(),
            Jump::By(milliseconds) => format!("+{milliseconds}"),
        }
    }
}

impl TryFrom<String> for Jump {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let read = || match text.as_str() {
            "next" => Some(Self::Next),
            text => text.strip_prefix('+')?.parse().ok().map(Self::By),
        };
        read().ok_or_else(|| {
            format!("\"{text}\" is no move of the clock; write \"next\" or \"+\" and milliseconds")
        })
    }
}

/// The fields of a target, before they are checked to be exactly one.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields {
    command: Option<String>,
    #[serde(default)]
    options: Map<String, Value>,
    button: Option<String>,
    after: Option<String>,
    clock: Option<Jump>,
    person: Option<String>,
    channel: Option<String>,
}

impl TryFrom<Fields> for Target {
    type Error = &'static str;

    fn try_from(fields: Fields) -> Result<Self, Self::Error> {
        let Fields { command, options, button, after, clock, person, channel } = fields;
        if command.is_none() && !options.is_empty() {
            return Err("only a target with `command` has `options`");
        }
        if button.is_none() && after.is_some() {
            return Err("only a target with `button` has `after`");
        }
        let targets = [
            command.map(|command| Self::Command { command, options }),
            button.map(|button| Self::Button { button, after }),
            clock.map(|clock| Self::Clock { clock }),
            person.map(|person| Self::Person { person }),
            channel.map(|channel| Self::Channel { channel }),
        ];
        let mut given = targets.into_iter().flatten();
        match (given.next(), given.next()) {
            (Some(target), None) => Ok(target),
            _ => Err("a target has exactly one of `command`, `button`, `clock`, `person`, `channel`"),
        }
    }
}

/// Refuses tours that cannot be followed.
pub(crate) fn validate(tours: &[Tour]) -> Result<()> {
    for (number, tour) in tours.iter().enumerate() {
        let id = &tour.id;
        ensure!(!id.is_empty(), "a tour has no id; give it one");
        ensure!(
            tours[..number].iter().all(|other| other.id != *id),
            "two tours are called \"{id}\"; rename one"
        );
        let steps = tour.steps.len();
        ensure!(
            (1..=MAX_STEPS).contains(&steps),
            "the tour \"{id}\" has {steps} steps; give it 1 to {MAX_STEPS}"
        );
        let texts = tour.steps.iter().map(|step| &step.text).chain([&tour.title]);
        for text in texts {
            ensure!(
                text.contains_key(FALLBACK),
                "a text of the tour \"{id}\" is not there in English; add it under \"{FALLBACK}\""
            );
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn tour(steps: usize) -> Tour {
        let step =
            json!({ "text": { "en": "Go" }, "target": { "command": "hello", "options": { "to": "Ada" } } });
        let tour = json!({ "id": "t", "title": { "en": "T" }, "person": null, "channel": null, "steps": vec![step; steps] });
        serde_json::from_value(tour).unwrap()
    }

    #[test]
    fn every_target_reads_back_as_it_is_written() {
        for written in [
            json!({ "command": "plugins enable", "options": { "plugin": "x", "count": 3 } }),
            json!({ "button": "x:y:*" }),
            json!({ "button": "x:yes:*", "after": "x:y:*" }),
            json!({ "clock": "next" }),
            json!({ "clock": "+600000" }),
            json!({ "person": "emma" }),
            json!({ "channel": "general" }),
        ] {
            let target: Target = serde_json::from_value(written.clone()).unwrap();
            assert_eq!(serde_json::to_value(target).unwrap(), written);
        }
    }

    #[test]
    fn a_target_that_is_none_or_two_or_misspelt_is_refused_with_a_reason() {
        for (written, reason) in [
            (json!({}), "exactly one"),
            (json!({ "person": "emma", "channel": "general" }), "exactly one"),
            (json!({ "person": "emma", "options": { "a": 1 } }), "`options`"),
            (json!({ "person": "emma", "after": "x:y" }), "`after`"),
            (json!({ "buton": "x" }), "unknown field `buton`"),
            (json!({ "clock": "tomorrow" }), "\"next\""),
        ] {
            let error = serde_json::from_value::<Target>(written.clone()).unwrap_err().to_string();
            assert!(error.contains(reason), "{written}: {error}");
        }
    }

    #[test]
    fn tours_that_nobody_could_follow_are_refused() {
        validate(&[tour(5)]).unwrap();
        let mut dutch = tour(1);
        dutch.title = [("nl".to_owned(), "T".to_owned())].into();
        for (tours, reason) in [
            (vec![tour(0)], "0 steps"),
            (vec![tour(6)], "6 steps"),
            (vec![tour(1), tour(2)], "rename one"),
            (vec![dutch], "English"),
        ] {
            let error = validate(&tours).unwrap_err().to_string();
            assert!(error.contains(reason), "{error}");
        }
    }
}
