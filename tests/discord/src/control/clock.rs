//! Moving the clock.

use std::{ops::RangeInclusive, sync::Arc};

use axum::{Json, Router, extract::State, routing::get};
use chrono::{DateTime, Datelike, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

use super::error::{Body, ControlError, ControlResult};
use crate::{app::App, json::timestamp, program::UpcomingTask};

/// The years in which a snowflake can be made: 42 bits of milliseconds since 2015.
const YEARS: RangeInclusive<i32> = 2015..=2153;

pub(super) fn router() -> Router<Arc<App>> {
    Router::new().route("/clock", get(read).post(change))
}

/// What the clock shows, and the next task of the program that follows it.
pub(crate) async fn clock_json(app: &App) -> Value {
    let next = app.program.next().await;
    let next = next.map(|UpcomingTask { at, what }| json!({ "at": timestamp(at), "what": what }));
    let shown = app.clock.reading();
    json!({ "now": timestamp(shown.now), "frozen": shown.frozen, "next": next })
}

async fn read(State(app): State<Arc<App>>) -> Json<Value> {
    Json(clock_json(&app).await)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Move {
    freeze: Option<bool>,
    set: Option<DateTime<Utc>>,
    advance_ms: Option<i64>,
    #[serde(default)]
    next: bool,
    /// Whether to wait until what is due is done; true by default.
    wait: Option<bool>,
}

async fn change(State(app): State<Arc<App>>, Body(body): Body<Move>) -> ControlResult<Json<Value>> {
    let moved = body.set.is_some() || body.advance_ms.is_some();
    if body.next && moved {
        let text = "`next` moves the clock by itself; leave `set` and `advance_ms` out";
        return Err(ControlError::bad_request(text));
    }
    if !body.next && !moved && body.freeze.is_none() {
        let text = "give `advance_ms`, `set` (RFC 3339), `next` or `freeze`";
        return Err(ControlError::bad_request(text));
    }
    let _exclusive = app.program.exclusive.lock().await;
    if body.wait != Some(false) && (body.next || moved) {
        app.program.wait_until_idle(&app.clock).await;
    }
    let set = if body.next { Some(next_task_time(&app).await?) } else { body.set };
    let start = set.unwrap_or_else(|| app.clock.now());
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
    if let Some(instant) = set {
        app.clock.set(instant);
    }
    if let (Some(_), Some(delta)) = (body.advance_ms, delta) {
        app.clock.advance(delta);
    }
    Ok(Json(clock_json(&app).await))
}

/// The instant of the program's next task, or the present if that is overdue: the clock is not moved back.
async fn next_task_time(app: &App) -> ControlResult<DateTime<Utc>> {
    let Some(UpcomingTask { at, .. }) = app.program.next().await else {
        let text = "no task is scheduled; give the program something to do first, or use `advance_ms`";
        return Err(ControlError::not_found(text));
    };
    Ok(at.max(app.clock.now()))
}
