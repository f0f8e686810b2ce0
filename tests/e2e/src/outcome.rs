//! What a user gets to see.

use std::fmt;

use serde_json::Value;

/// What an interaction led to, as the user who began it sees it. Its methods panic with all of it where it is something else.
#[derive(Clone)]
pub struct Outcome(pub Value);

impl Outcome {
    /// The text of the answer: content, then titles, texts and fields of the embeds, a line each.
    #[must_use]
    #[track_caller]
    pub fn text(&self) -> String {
        text(self.message())
    }

    /// The message of the answer: the last one that was shown, changed or sent.
    #[must_use]
    #[track_caller]
    pub fn message(&self) -> &Value {
        let followup = self.0["followups"].as_array().and_then(|list| list.last());
        let shown = followup.or_else(|| self.0.get("message")).or_else(|| self.0.get("updated"));
        shown.unwrap_or_else(|| panic!("no message came of it: {self}"))
    }

    /// The text of an answer that only this user sees.
    #[must_use]
    #[track_caller]
    pub fn whisper(&self) -> String {
        assert_eq!(self.message()["ephemeral"], true, "others see it too: {self}");
        self.text()
    }

    /// The modal that was opened.
    #[must_use]
    #[track_caller]
    pub fn modal(&self) -> &Value {
        self.0.get("modal").unwrap_or_else(|| panic!("no modal was opened: {self}"))
    }

    /// Whether Discord itself says that it failed.
    #[must_use]
    pub fn failed(&self) -> bool {
        self.0["state"] == "failed"
    }

    /// The names of the choices that autocomplete offers.
    #[must_use]
    pub fn choices(&self) -> Vec<String> {
        let choices = self.0["choices"].as_array().into_iter().flatten();
        choices.filter_map(|choice| choice["name"].as_str().map(str::to_owned)).collect()
    }

    /// The value of the first choice that autocomplete offers.
    #[must_use]
    #[track_caller]
    pub fn first_choice(&self) -> &Value {
        let first = self.0["choices"].as_array().and_then(|choices| choices.first());
        &first.unwrap_or_else(|| panic!("no choice was offered: {self}"))["value"]
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#}", self.0)
    }
}

impl fmt::Debug for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Everything that can be read in a message, a line each.
#[must_use]
pub fn text(message: &Value) -> String {
    let mut lines = vec![message["content"].as_str().unwrap_or_default().to_owned()];
    for embed in message["embeds"].as_array().into_iter().flatten() {
        lines
            .extend(["title", "description"].map(|part| embed[part].as_str().unwrap_or_default().to_owned()));
        for field in embed["fields"].as_array().into_iter().flatten() {
            let part = |name: &str| field[name].as_str().unwrap_or_default().to_owned();
            lines.push(format!("{}: {}", part("name"), part("value")));
        }
        lines.push(embed["footer"]["text"].as_str().unwrap_or_default().to_owned());
    }
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}

/// The custom id of the button (or select) of a message whose label is or contains a text.
///
/// # Panics
/// Where there is none.
#[must_use]
#[track_caller]
pub fn button(message: &Value, label: &str) -> String {
    let rows = message["components"].as_array().into_iter().flatten();
    let buttons: Vec<_> = rows.flat_map(|row| row["components"].as_array().into_iter().flatten()).collect();
    let named = |button: &&&Value| button["label"].as_str().is_some_and(|text| text.contains(label));
    let found =
        buttons.iter().find(named).unwrap_or_else(|| panic!("no button is called '{label}': {message:#}"));
    found["custom_id"].as_str().expect("a button has an id").to_owned()
}
