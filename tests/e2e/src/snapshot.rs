//! What a person sees as a few lines of text, for snapshots.
//!
//! A message is its author's name and content, then its embeds, buttons, selects, files and reactions, each on a line of its own. Ids of the
//! demo world are shown by name (`<@emma>`, `<#general>`), other ids are numbered as they appear (`id-1`), and times are in UTC.

use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::{Outcome, User};

/// The names of what is in the demo world, by id.
const NAMES: &[(&str, &str)] = &[
    ("200000000000000001", "ada"),
    ("200000000000000002", "bram"),
    ("200000000000000003", "chloe"),
    ("200000000000000004", "daan"),
    ("200000000000000005", "emma"),
    ("200000000000000006", "finn"),
    ("300000000000000001", "demo"),
    ("400000000000000001", "Admin"),
    ("400000000000000002", "Guildhall"),
    ("400000000000000003", "Staff"),
    ("400000000000000004", "Member"),
    ("500000000000000002", "rules"),
    ("500000000000000003", "welcome"),
    ("500000000000000004", "announcements"),
    ("500000000000000006", "general"),
    ("500000000000000007", "reminders"),
    ("500000000000000008", "lounge"),
    ("500000000000000009", "staff"),
    ("500000000000000010", "bot-log"),
];

/// The fewest digits of an id of Discord's.
const ID_DIGITS: usize = 17;

impl Outcome {
    /// Renders what an interaction led to: a form, choices, or the message that was shown last.
    #[must_use]
    pub fn render(&self) -> String {
        if let Some(modal) = self.0.get("modal") {
            return normalize(&render_modal(modal));
        }
        if self.0["choices"].is_array() {
            return normalize(&self.choices().join("\n"));
        }
        if self.failed() {
            return "(failed)".to_owned();
        }
        render_message(self.message())
    }
}

impl User<'_> {
    /// Renders the conversation of a channel as this user sees it, the oldest message first.
    pub async fn render(&self, channel: &str) -> String {
        let seen = self.sees(channel).await;
        let messages: Vec<_> = seen.iter().rev().map(message_lines).collect();
        normalize(&messages.join("\n\n"))
    }
}

/// Renders a message.
#[must_use]
pub fn render_message(message: &Value) -> String {
    normalize(&message_lines(message))
}

fn message_lines(message: &Value) -> String {
    let author =
        if message["ephemeral"] == true { "(ephemeral)" } else { text(&message["author"]["username"]) };
    let mut lines = vec![format!("{author}: {}", text(&message["content"])).trim_end().to_owned()];
    for embed in list(&message["embeds"]) {
        lines.extend(embed_lines(embed));
    }
    for row in list(&message["components"]) {
        lines.push(list(&row["components"]).map(render_component).collect::<Vec<_>>().join(" "));
    }
    lines.extend(list(&message["attachments"]).map(|file| format!("file: {}", text(&file["filename"]))));
    lines.extend(
        list(&message["reactions"])
            .map(|reaction| format!("{} {}", text(&reaction["emoji"]["name"]), reaction["count"])),
    );
    lines.join("\n")
}

fn embed_lines(embed: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(title) = embed["title"].as_str() {
        lines.push(format!("# {title}"));
    }
    lines.extend(embed["description"].as_str().map(str::to_owned));
    for field in list(&embed["fields"]) {
        lines.push(format!("{}: {}", text(&field["name"]), text(&field["value"])));
    }
    if let Some(footer) = embed["footer"]["text"].as_str() {
        lines.push(format!("-- {footer}"));
    }
    if embed["image"]["url"].is_string() {
        lines.push("(picture)".to_owned());
    }
    let lines = lines.iter().flat_map(|part| part.lines());
    lines.map(|line| format!("| {line}").trim_end().to_owned()).collect()
}

/// A button as `[Label]`, a select as `<Placeholder: Option, Option>`.
fn render_component(component: &Value) -> String {
    let disabled = if component["disabled"] == true { " (disabled)" } else { "" };
    if component["type"] == 2 {
        let parts = [&component["emoji"]["name"], &component["label"], &component["url"]];
        let parts: Vec<_> = parts.iter().filter_map(|part| part.as_str()).collect();
        return format!("[{}{disabled}]", parts.join(" "));
    }
    let options: Vec<_> = list(&component["options"]).map(|option| text(&option["label"])).collect();
    let placeholder = component["placeholder"].as_str().unwrap_or("select");
    format!("<{placeholder}: {}{disabled}>", options.join(", ")).replace(": >", ">")
}

fn render_modal(modal: &Value) -> String {
    let mut lines = vec![format!("form: {}", text(&modal["title"]))];
    for part in list(&modal["components"]) {
        // A label holds one component, a row a list of them.
        let fields = list(&part["components"]).chain(part.get("component"));
        for field in fields {
            let label = part["label"].as_str().or_else(|| field["label"].as_str()).unwrap_or_default();
            let required = if field["required"] == false { " (optional)" } else { "" };
            let options: Vec<_> = list(&field["options"]).map(|option| text(&option["label"])).collect();
            let value = format!("{}{}", text(&field["value"]), options.join(", "));
            lines.push(format!("{label}{required}: {value}").trim_end().to_owned());
        }
    }
    lines.join("\n")
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// Gives ids, times and addresses names that are the same in each run, and shows characters that nobody sees.
#[must_use]
pub fn normalize(text: &str) -> String {
    let mut unknown: Vec<String> = Vec::new();
    let mut normalized = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(start);
        let end = from.find(|c: char| !c.is_ascii_digit()).unwrap_or(from.len());
        let (digits, after) = from.split_at(end);
        normalized.push_str(before);
        normalized.push_str(&normalize_number(digits, &normalized, &mut unknown));
        rest = after;
    }
    normalized.push_str(rest);
    normalized.replace('\u{200b}', "<ZWSP>").replace(['\u{2068}', '\u{2069}'], "")
}

fn normalize_number(digits: &str, before: &str, unknown: &mut Vec<String>) -> String {
    if before.ends_with("<t:") {
        let time = digits.parse().ok().and_then(|seconds| DateTime::<Utc>::from_timestamp(seconds, 0));
        return time.map_or_else(|| digits.to_owned(), |time| time.format("%Y-%m-%d %H:%M").to_string());
    }
    if before.ends_with("127.0.0.1:") {
        return "port".to_owned();
    }
    if digits.len() < ID_DIGITS {
        return digits.to_owned();
    }
    if let Some((_, name)) = NAMES.iter().find(|(id, _)| *id == digits) {
        return (*name).to_owned();
    }
    let place = unknown.iter().position(|id| id == digits).unwrap_or_else(|| {
        unknown.push(digits.to_owned());
        unknown.len() - 1
    });
    format!("id-{}", place + 1)
}
