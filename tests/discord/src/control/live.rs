//! The event stream of one person's client.
//!
//! The feed says that something happened; what the person sees of it is read from the world at that moment, so that
//! nothing is sent that the person may not see (any more).

use std::{collections::VecDeque, convert::Infallible, sync::Arc};

use axum::{
    Router,
    extract::{Path, State},
    response::sse::{Event, KeepAlive, Sse},
    routing::get,
};
use futures::{Stream, stream};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::broadcast::{
    Receiver,
    error::{RecvError, TryRecvError},
};

use super::error::{ControlError, ControlResult, Parameters};
use crate::{
    app::App,
    json::{merge, read_id, timestamp},
    permissions::Permissions,
    snowflake::Id,
    world::World,
};

/// How many events of the feed are handled at once, so that repeated changes become one event.
const BATCH: usize = 256;

pub(super) fn router() -> Router<Arc<App>> {
    Router::new().route("/users/{user}/events", get(listen))
}

#[derive(Deserialize)]
struct Query {
    /// Whether to include the traffic between Discord and the bot.
    #[serde(default)]
    wire: bool,
}

async fn listen(
    State(app): State<Arc<App>>,
    Path(user): Path<String>,
    Parameters(query): Parameters<Query>,
) -> ControlResult<Sse<impl Stream<Item = Result<Event, Infallible>>>> {
    app.world().find_user(&user)?;
    let feed = app.feed.listen().ok_or_else(ControlError::too_many_listeners)?;
    let mut viewer = Viewer { app, user, wire: query.wire, feed, queue: VecDeque::new() };
    viewer.push("ready", &timestamp(viewer.app.clock.now()), json!({}));
    let events = stream::unfold(viewer, |mut viewer| async move {
        let (kind, data) = viewer.next().await?;
        Some((Ok(Event::default().event(kind).data(data.to_string())), viewer))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::default()))
}

/// An event of the stream: its kind and its fields.
type ViewerEvent = (&'static str, Value);

/// The listener of one stream.
struct Viewer {
    app: Arc<App>,
    /// A name, so that it still means the same person after the world is replaced.
    user: String,
    wire: bool,
    feed: Receiver<Arc<Value>>,
    queue: VecDeque<ViewerEvent>,
}

impl Viewer {
    /// The next event; `None` when the emulator ends.
    async fn next(&mut self) -> Option<ViewerEvent> {
        loop {
            if let Some(event) = self.queue.pop_front() {
                return Some(event);
            }
            match self.feed.recv().await {
                Ok(event) => self.handle(&event),
                Err(RecvError::Lagged(_)) => self.push_lagged(),
                Err(RecvError::Closed) => return None,
            }
            for _ in 0..BATCH {
                match self.feed.try_recv() {
                    Ok(event) => self.handle(&event),
                    Err(TryRecvError::Lagged(_)) => self.push_lagged(),
                    Err(TryRecvError::Empty | TryRecvError::Closed) => break,
                }
            }
        }
    }

    fn push_lagged(&mut self) {
        self.push("lagged", &timestamp(self.app.clock.now()), json!({}));
    }

    fn push(&mut self, kind: &'static str, at: &str, fields: Value) {
        let again = matches!(kind, "state" | "lagged") && self.is_queued(kind);
        if !again {
            let mut data = json!({ "at": at, "kind": kind });
            merge(&mut data, fields);
            self.queue.push_back((kind, data));
        }
    }

    fn is_queued(&self, kind: &str) -> bool {
        self.queue.iter().any(|(queued, _)| *queued == kind)
    }

    fn handle(&mut self, event: &Value) {
        let at = event["at"].as_str().unwrap_or_default();
        match event["kind"].as_str().unwrap_or_default() {
            "gateway" if self.wire => self.push("gateway", at, event["frame"].clone()),
            "request" if self.wire => self.push("request", at, json!({ "request": event["request"] })),
            "finding" if self.wire => self.push("finding", at, json!({ "finding": event["finding"] })),
            "gateway" | "request" | "finding" => {}
            "clock" => {
                self.push("clock", at, json!({ "clock": event["clock"] }));
                // A time-out may have ended.
                self.push("state", at, json!({}));
            }
            // The person is gone, so there is nothing to fetch.
            "change" if self.app.world().find_user(&self.user).is_err() => self.push("gone", at, json!({})),
            "change" => {
                self.push("state", at, json!({}));
                if event["what"] == "world" {
                    // No event announces the messages that are gone.
                    self.push("lagged", at, json!({}));
                }
            }
            "dispatch" => match event["event"].as_str().unwrap_or_default() {
                // Nothing that a client would show changes with these.
                "INTERACTION_CREATE"
                | "GUILD_AUDIT_LOG_ENTRY_CREATE"
                | "WEBHOOKS_UPDATE"
                | "INVITE_CREATE"
                | "INVITE_DELETE" => {}
                name if name.starts_with("MESSAGE_") || name == "TYPING_START" => {
                    self.push_seen(at, |world, user| world.dispatch_event(user, name, &event["data"]));
                }
                _ if self.is_queued("state") => {}
                // There is nothing to fetch if the person is gone.
                _ => self.push_seen(at, |_, _| Some(("state", json!({})))),
            },
            kind => self.push_seen(at, |world, user| world.own_event(user, kind, event)),
        }
    }

    /// Queues what the person sees of an event, if anything.
    fn push_seen(&mut self, at: &str, see: impl FnOnce(&World, Id) -> Option<ViewerEvent>) {
        let world = self.app.world();
        let event = world.find_user(&self.user).ok().and_then(|user| see(&world, user.id));
        drop(world);
        if let Some((kind, fields)) = event {
            self.push(kind, at, fields);
        }
    }
}

impl World {
    /// What a user sees of an event that is for one user alone.
    fn own_event(&self, user: Id, kind: &str, event: &Value) -> Option<ViewerEvent> {
        if read_id(&event["user"]) != Some(user) {
            return None;
        }
        let data = &event["data"];
        match kind {
            "ephemeral" if event["event"] == "MESSAGE_DELETE" => Some(deleted(data)),
            "ephemeral" => self.message_event(user, data, "id", Permissions::empty()),
            "interaction" => {
                let id = read_id(&event["interaction"]).filter(|id| self.interactions.contains_key(id))?;
                Some(("interaction", json!({ "outcome": self.outcome_json(id) })))
            }
            _ => None,
        }
    }

    /// What a user sees of an event about messages.
    fn dispatch_event(&self, user: Id, name: &str, data: &Value) -> Option<ViewerEvent> {
        let visible = || read_id(&data["channel_id"]).is_some_and(|channel| self.can_see(user, channel));
        match name {
            "MESSAGE_CREATE" | "MESSAGE_UPDATE" => self.message_event(user, data, "id", Permissions::empty()),
            "MESSAGE_DELETE" | "MESSAGE_DELETE_BULK" => visible().then(|| deleted(data)),
            "TYPING_START" => visible()
                .then(|| ("typing", json!({ "channel": data["channel_id"], "user": data["user_id"] }))),
            // The rest are reactions, to messages of any age.
            _ => self.message_event(user, data, "message_id", Permissions::READ_MESSAGE_HISTORY),
        }
    }

    /// The message that an event names, as it is now, for a user who sees it and has `needed` in its channel.
    fn message_event(&self, user: Id, data: &Value, key: &str, needed: Permissions) -> Option<ViewerEvent> {
        let channel = read_id(&data["channel_id"])?;
        let message = self.message(channel, read_id(&data[key])?)?;
        let may = self.permissions_in(channel, user).contains(needed | Permissions::VIEW_CHANNEL);
        let seen = may && message.ephemeral_for.is_none_or(|only| only == user);
        let shown = || json!({ "channel": channel, "message": self.client_message_json(user, message) });
        seen.then(|| ("message", shown()))
    }
}

fn deleted(data: &Value) -> ViewerEvent {
    let ids = data.get("ids").cloned().unwrap_or_else(|| json!([data["id"]]));
    ("message_delete", json!({ "channel": data["channel_id"], "ids": ids }))
}
