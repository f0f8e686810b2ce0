//! All events, as server-sent events.

use std::{convert::Infallible, sync::Arc};

use axum::{
    Router,
    extract::State,
    response::sse::{Event, KeepAlive, Sse},
    routing::get,
};
use futures::{Stream, stream};
use tokio::sync::broadcast::error::RecvError;

use super::error::{ControlError, ControlResult};
use crate::app::App;

pub(super) fn router() -> Router<Arc<App>> {
    Router::new().route("/events", get(listen))
}

async fn listen(
    State(app): State<Arc<App>>,
) -> ControlResult<Sse<impl Stream<Item = Result<Event, Infallible>>>> {
    let events = app.feed.listen().ok_or_else(ControlError::too_many_listeners)?;
    let events = stream::unfold(events, |mut events| async move {
        loop {
            match events.recv().await {
                Ok(event) => {
                    let kind = event["kind"].as_str().unwrap_or("event").to_owned();
                    let shown = Event::default().event(kind).data(event.to_string());
                    return Some((Ok(shown), events));
                }
                // A slow listener sees a gap in `seq`.
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return None,
            }
        }
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::default()))
}
