//! Reminders, from the command to the last message.

mod api;
mod delivery;
mod failures;
mod life;
mod origin;
mod rights;
mod rules;

use chrono::{DateTime, Utc};
use e2e::{Outcome, World};
use plugin_api::sql;
use serde_json::{Value, json};

/// Emma, who reads English, adds a reminder with these options, by default to #reminders.
async fn add(world: &World, mut options: Value) -> Outcome {
    let given = options.as_object_mut().expect("options");
    given.entry("name").or_insert(json!("Stand-up"));
    given.entry("channel").or_insert(json!("reminders"));
    given.entry("time").or_insert(json!("14:00"));
    world.user("emma").slash("add_reminder", options, "general").await
}

/// The same, and it is accepted.
#[track_caller]
fn is_set(outcome: &Outcome) {
    let text = outcome.whisper();
    assert!(text.contains("is set"), "{text}");
}

/// When the next step of the only reminder is due.
async fn due(world: &World) -> Option<DateTime<Utc>> {
    let row: Option<(DateTime<Utc>,)> =
        sql("SELECT due_at FROM jobs WHERE plugin = 'reminders' AND kind = 'deliver' AND lease IS NULL")
            .fetch_optional(world.host().db())
            .await
            .unwrap();
    row.map(|(due,)| due)
}

/// Waits until the next step is due at an instant and lets it come.
async fn comes_due(world: &World, at: &str) {
    let instant: DateTime<Utc> = at.parse().unwrap();
    let found = async || due(world).await.filter(|due| *due == instant);
    world.until_looked(&format!("the next step is due at {at}"), found).await;
    world.set_clock(at).await;
}
