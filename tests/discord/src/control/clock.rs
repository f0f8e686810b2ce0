//! Moving the clock.

use std::{ops::RangeInclusive, sync::Arc};

use axum::{Json, Router, extract::State, routing::get};
use chrono::{DateTime, Datelike, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

use super::error::{Body, ControlError, ControlResult};
use crate::{app::App, clock::Reading, world::timestamp};

/// The years in which a snowflake can be made: 42 bits of milliseconds since 2015.
const YEARS: RangeInclusive<i32> = 2015..=2153;

pub(super) fn router() -> Router<Arc<App>> {
    Router::new().route("/clock", get(read).post(change))
}

fn view(reading: Reading) -> Value {
    json!({ "now": timestamp(reading.now), "frozen": reading.frozen })
}

async fn read(State(app): State<Arc<App>>) -> Json<Value> {
    Json(view(app.clock.reading()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Move {
    freeze: Option<bool>,
    set: Option<DateTime<Utc>>,
    advance_ms: Option<i64>,
}

async fn change(State(app): State<Arc<App>>, Body(body): Body<Move>) -> ControlResult<Json<Value>> {
    let nothing = body.freeze.is_none() && body.set.is_none() && body.advance_ms.is_none();
    if nothing {
        let text = "give `advance_ms`, `set` (RFC 3339) or `freeze`";
        return Err(ControlError::bad_request(text));
    }
    let start = body.set.unwrap_or_else(|| app.clock.now());
    let delta = TimeDelta::try_milliseconds(body.advance_ms.unwrap_or(0));
    let end = delta.and_then(|delta| start.checked_add_signed(delta));
    if !YEARS.contains(&start.year()) || !end.is_some_and(|end| YEARS.contains(&end.year())) {
        let (first, last) = (YEARS.start(), YEARS.end());
        let text =
            format!("the clock shows years from {first} to {last}, those of Discord's ids; move it less far");
        return Err(ControlError::bad_request(text));
    }
    if let Some(frozen) = body.freeze {
        app.clock.freeze(frozen);
    }
    if let Some(instant) = body.set {
        app.clock.set(instant);
    }
    if let (Some(_), Some(delta)) = (body.advance_ms, delta) {
        app.clock.advance(delta);
    }
    let shown = view(app.clock.reading());
    app.feed.publish("clock", app.clock.now(), || json!({ "clock": shown }));
    Ok(Json(shown))
}
