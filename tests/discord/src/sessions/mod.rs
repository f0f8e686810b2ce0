//! The sessions of the gateway, and the dispatches that each can replay when it resumes.

pub(crate) mod intents;
pub(crate) mod outbox;

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::{json::timestamp, snowflake::Id};
use intents::Intents;
use outbox::{Outbox, Outgoing};

/// How many dispatches a session can replay.
pub(super) const REPLAY: usize = 2_000;
/// With a `max_concurrency` of 1, one session may be opened in this time.
const IDENTIFY_EVERY: Duration = Duration::from_secs(5);
/// How many sessions without a connection are kept for their clients to come back to.
const RESUMABLE: usize = 32;
/// How many frames `GET /control/gateway` remembers.
const LOG: usize = 5_000;

/// One session of the bot: it outlives its connection until it is invalidated.
pub(crate) struct Session {
    pub(crate) id: String,
    pub(crate) intents: Intents,
    /// The number of this shard and the number of shards.
    pub(crate) shard: (u64, u64),
    seq: u64,
    sent: VecDeque<(u64, Value)>,
    connection: Option<Outbox>,
    /// A muted session is sent nothing, not even heartbeat answers: a half-dead connection.
    pub(crate) muted: bool,
}

impl Session {
    pub(crate) fn new(id: String, intents: Intents, shard: (u64, u64), connection: Outbox) -> Self {
        let sent = VecDeque::new();
        Self { id, intents, shard, seq: 0, sent, connection: Some(connection), muted: false }
    }

    /// Whether events of this guild (or of no guild) go to this shard.
    /// <https://discord.com/developers/docs/events/gateway#sharding>
    pub(crate) fn owns(&self, guild: Option<Id>) -> bool {
        guild.map_or(0, |id| (id.0 >> 22) % self.shard.1) == self.shard.0
    }

    /// Numbers a dispatch, stores it for a replay and sends it if there is a connection.
    pub(crate) fn dispatch(&mut self, event: &str, data: Value) {
        self.seq += 1;
        let payload = json!({ "op": 0, "t": event, "s": self.seq, "d": data });
        self.sent.push_back((self.seq, payload.clone()));
        if self.sent.len() > REPLAY {
            self.sent.pop_front();
        }
        self.send(Outgoing::Frame(payload));
    }

    /// Sends to the connection, if there is one that is not muted.
    pub(crate) fn send(&self, outgoing: Outgoing) {
        if let Some(connection) = &self.connection
            && !self.muted
        {
            // A dispatch that does not arrive stays for the replay.
            connection.send(outgoing);
        }
    }

    /// Whether this connection is the session's.
    pub(crate) fn is_connected_to(&self, connection: &Outbox) -> bool {
        self.connection.as_ref().is_some_and(|own| own.is_same(connection))
    }

    /// Sends INVALID_SESSION and leaves the connection, on which the client may resume or identify again.
    fn invalidate(&mut self, resumable: bool) {
        self.send(Outgoing::Frame(json!({ "op": 9, "d": resumable })));
        self.connection = None;
        self.muted = false;
    }

    fn view(&self) -> Value {
        json!({
            "id": self.id,
            "intents": self.intents.0,
            "shard": [self.shard.0, self.shard.1],
            "seq": self.seq,
            "connected": self.connection.is_some(),
            "muted": self.muted,
        })
    }
}

/// A disturbance of single dispatches.
#[derive(Clone, Debug)]
pub(crate) struct EventFault {
    /// The event's name, or `*`.
    pub(crate) event: String,
    pub(crate) effect: EventEffect,
    /// How many more times.
    pub(crate) times: u32,
}

/// What happens to a dispatch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EventEffect {
    /// It is delivered twice.
    Duplicate,
    /// It is never delivered.
    Lose,
}

/// All sessions, and the log of their frames.
#[derive(Default)]
pub(crate) struct Sessions {
    sessions: Vec<Session>,
    faults: Vec<EventFault>,
    log: VecDeque<Value>,
    logged: u64,
    /// When a session was last opened.
    identified: Option<Instant>,
}

impl Sessions {
    /// Sends an event to every session that may receive it.
    pub(crate) fn broadcast(&mut self, event: &'static str, guild: Option<Id>, bot: Id, data: &Value) {
        let copies = match self.take_fault(event) {
            Some(EventEffect::Lose) => 0,
            Some(EventEffect::Duplicate) => 2,
            None => 1,
        };
        // Events of the bot's own membership need no intent.
        let own = event == "GUILD_MEMBER_UPDATE" && data["user"]["id"] == json!(bot);
        for session in &mut self.sessions {
            if session.owns(guild) && (own || session.intents.receives(event, guild.is_some())) {
                for _ in 0..copies {
                    let seen = session.intents.redact(event, guild.is_some(), bot, data);
                    session.dispatch(event, seen);
                }
            }
        }
    }

    fn take_fault(&mut self, event: &str) -> Option<EventEffect> {
        let index = self.faults.iter().position(|fault| fault.event == event || fault.event == "*")?;
        let fault = &mut self.faults[index];
        let effect = fault.effect;
        fault.times -= 1;
        if fault.times == 0 {
            self.faults.remove(index);
        }
        Some(effect)
    }

    pub(crate) fn add_fault(&mut self, fault: EventFault) {
        if fault.times > 0 {
            self.faults.push(fault);
        }
    }

    pub(crate) fn clear_faults(&mut self) {
        self.faults.clear();
        for session in &mut self.sessions {
            session.muted = false;
        }
    }

    /// Whether a session may be opened already after the last one; clients wait in real time.
    pub(super) fn may_identify(&self) -> bool {
        self.identified.is_none_or(|last| last.elapsed() >= IDENTIFY_EVERY)
    }

    /// Adds a session. Of those that lost their connection only the newest stay resumable.
    pub(crate) fn add(&mut self, session: Session) {
        let lost = self.sessions.iter().filter(|one| one.connection.is_none()).count();
        let mut surplus = lost.saturating_sub(RESUMABLE);
        self.sessions.retain(|one| {
            let goes = surplus > 0 && one.connection.is_none();
            surplus -= usize::from(goes);
            !goes
        });
        self.sessions.push(session);
        self.identified = Some(Instant::now());
    }

    /// Forgets a session, unless another connection has resumed it.
    pub(crate) fn remove(&mut self, id: &str, connection: &Outbox) {
        self.sessions.retain(|session| {
            session.id != id || session.connection.is_some() && !session.is_connected_to(connection)
        });
    }

    /// Forgets the sessions that have no connection: they cannot be resumed in another world.
    pub(crate) fn remove_disconnected(&mut self) {
        self.sessions.retain(|session| session.connection.is_some());
    }

    /// Sends INVALID_SESSION to every client; sessions that are not resumable are forgotten.
    pub(crate) fn invalidate_all(&mut self, resumable: bool) {
        self.sessions.iter_mut().for_each(|session| session.invalidate(resumable));
        if !resumable {
            self.sessions.clear();
        }
    }

    pub(crate) fn sessions_mut(&mut self) -> impl Iterator<Item = &mut Session> {
        self.sessions.iter_mut()
    }

    pub(crate) fn session_mut(&mut self, id: &str) -> Option<&mut Session> {
        self.sessions.iter_mut().find(|session| session.id == id)
    }

    pub(crate) fn has_sessions(&self) -> bool {
        !self.sessions.is_empty()
    }

    /// Notes that a session's connection ended; the session stays resumable.
    pub(crate) fn disconnect(&mut self, id: &str, connection: &Outbox) {
        if let Some(session) = self.session_mut(id)
            && session.is_connected_to(connection)
        {
            session.connection = None;
            session.muted = false;
        }
    }

    /// Attaches a new connection and replays everything after `seq`. `None` when that is not possible.
    pub(crate) fn resume(&mut self, id: &str, seq: u64, connection: Outbox) -> Option<()> {
        let session = self.session_mut(id)?;
        let oldest = session.sent.front().map_or(session.seq + 1, |(seq, _)| *seq);
        if seq > session.seq || seq + 1 < oldest {
            return None;
        }
        if let Some(old) = session.connection.replace(connection) {
            old.send(Outgoing::Drop);
        }
        session.muted = false;
        for (_, payload) in session.sent.iter().filter(|(number, _)| *number > seq) {
            session.send(Outgoing::Frame(payload.clone()));
        }
        session.dispatch("RESUMED", json!({}));
        Some(())
    }

    /// Logs a frame for `GET /control/gateway`, without the token. Returns the entry.
    pub(crate) fn log_frame(
        &mut self,
        at: DateTime<Utc>,
        session: Option<&str>,
        direction: &str,
        frame: &Value,
    ) -> &Value {
        let mut frame = frame.clone();
        if frame["d"].get("token").is_some() && direction == "in" {
            frame["d"]["token"] = json!("redacted");
        }
        self.logged += 1;
        self.log.push_back(json!({
            "seq": self.logged, "at": timestamp(at), "session": session, "direction": direction, "frame": frame,
        }));
        if self.log.len() > LOG {
            self.log.pop_front();
        }
        self.log.back().expect("just pushed")
    }

    /// Sessions and the frames after `since`.
    pub(crate) fn view(&self, since: u64) -> Value {
        let frames: Vec<_> = self.log.iter().filter(|entry| entry["seq"].as_u64() > Some(since)).collect();
        let sessions: Vec<_> = self.sessions.iter().map(Session::view).collect();
        json!({ "sessions": sessions, "frames": frames, "faults": self.faults.len() })
    }
}
