//! One connection to the gateway, from HELLO to its close frame.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    body::Bytes,
    extract::{
        Query, State,
        ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade},
    },
    response::{IntoResponse, Response},
};
use futures::SinkExt;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::{
    identify::{self, Refusal},
    zlib::ZlibStream,
};
use crate::{
    app::App,
    error::ApiError,
    sessions::{
        Session,
        outbox::{Outbox, Outgoing},
    },
};

/// How often a client has to send a heartbeat, in milliseconds; Discord's own interval. It is real time, as the
/// client's heart beats in real time too.
const HEARTBEAT_MS: u64 = 41_250;
/// A client may send 120 payloads in a minute.
const PAYLOADS_PER_MINUTE: u32 = 120;
/// How a client that does not read is disconnected: with the code after which it may resume.
const TOO_SLOW: Refusal = (4000, "Too much is waiting to be read.");
/// How long a client has to answer a close frame.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(1);
/// A payload that a client sends may be this long, in bytes.
const PAYLOAD_BYTES: usize = 4_096;

/// The query of the gateway's address.
#[derive(Deserialize)]
pub(crate) struct Parameters {
    v: Option<u8>,
    encoding: Option<String>,
    compress: Option<String>,
}

/// `GET /` with an upgrade to a socket.
pub(crate) async fn upgrade(
    State(app): State<Arc<App>>,
    Query(parameters): Query<Parameters>,
    socket: Result<WebSocketUpgrade, axum::extract::ws::rejection::WebSocketUpgradeRejection>,
) -> Response {
    let Ok(socket) = socket else { return ApiError::no_route().into_response() };
    socket.on_upgrade(move |socket| async move {
        let (outbox, receiver) = Outbox::new();
        let zlib = (parameters.compress.as_deref() == Some("zlib-stream")).then(ZlibStream::default);
        let connection = Connection {
            app,
            socket,
            zlib,
            outbox,
            receiver,
            session: None,
            window: (Instant::now(), 0),
            last_heartbeat: Instant::now(),
        };
        connection.run(&parameters).await;
    })
}

struct Connection {
    app: Arc<App>,
    socket: WebSocket,
    zlib: Option<ZlibStream>,
    outbox: Outbox,
    receiver: mpsc::Receiver<Outgoing>,
    session: Option<String>,
    /// The start of the current minute, and the payloads that the client sent in it.
    window: (Instant, u32),
    last_heartbeat: Instant,
}

/// Why a connection ends.
enum End {
    /// With a close frame.
    Close(u16, &'static str),
    /// The client closed it with this code.
    Client(Option<u16>),
    /// The socket is gone, or is to be dropped.
    Lost,
}

impl From<Refusal> for End {
    fn from((code, reason): Refusal) -> Self {
        Self::Close(code, reason)
    }
}

impl Connection {
    async fn run(mut self, parameters: &Parameters) {
        let end = match Self::check(parameters) {
            Ok(()) => self.exchange().await,
            Err(refusal) => refusal.into(),
        };
        self.finish(end).await;
    }

    fn check(parameters: &Parameters) -> Result<(), Refusal> {
        if parameters.v.is_some_and(|version| !(9..=10).contains(&version)) {
            return Err((4012, "Invalid API version."));
        }
        match parameters.encoding.as_deref() {
            None | Some("json") => Ok(()),
            Some(_) => Err((4002, "Only the encoding `json` is emulated.")),
        }
    }

    async fn exchange(&mut self) -> End {
        let hello = json!({
            "op": 10, "t": null, "s": null,
            "d": { "heartbeat_interval": HEARTBEAT_MS, "_trace": ["[\"discord-emulator\",{\"micros\":0}]"] },
        });
        if let Err(end) = self.send(&hello).await {
            return end;
        }
        let mut zombies = tokio::time::interval(Duration::from_millis(HEARTBEAT_MS / 4));
        let stop = self.app.stop.clone();
        loop {
            let turn = tokio::select! {
                () = stop.cancelled() => Err(End::Lost),
                () = self.outbox.overflowed() => Err(TOO_SLOW.into()),
                incoming = self.socket.recv() => match incoming {
                    Some(Ok(message)) => self.receive(message).await,
                    Some(Err(_)) | None => Err(End::Lost),
                },
                Some(outgoing) = self.receiver.recv() => match outgoing {
                    Outgoing::Frame(frame) => self.send(&frame).await,
                    Outgoing::Close(code, reason) => Err(End::Close(code, reason)),
                    Outgoing::Drop => Err(End::Lost),
                },
                _ = zombies.tick() => {
                    let silent = self.last_heartbeat.elapsed() > Duration::from_millis(HEARTBEAT_MS * 3 / 2);
                    if silent { Err(End::Close(4009, "Session timed out.")) } else { Ok(()) }
                }
            };
            if let Err(end) = turn {
                return end;
            }
        }
    }

    async fn receive(&mut self, message: Message) -> Result<(), End> {
        let bytes = match message {
            Message::Text(text) => Bytes::from(text),
            Message::Binary(bytes) => bytes,
            Message::Close(frame) => return Err(End::Client(frame.map(|frame| frame.code))),
            Message::Ping(_) | Message::Pong(_) => return Ok(()),
        };
        self.count_payload()?;
        let payload: Option<Value> = Some(bytes)
            .filter(|bytes| bytes.len() <= PAYLOAD_BYTES)
            .and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let Some(payload) = payload else {
            return Err(End::Close(4002, "Error while decoding payload."));
        };
        self.app.world().log_frame(self.session.as_deref(), "in", &payload);
        self.handle(&payload).await
    }

    fn count_payload(&mut self) -> Result<(), End> {
        if self.window.0.elapsed() >= Duration::from_secs(60) {
            self.window = (Instant::now(), 0);
        }
        self.window.1 += 1;
        if self.window.1 > PAYLOADS_PER_MINUTE {
            return Err(End::Close(4008, "Rate limited."));
        }
        Ok(())
    }

    async fn handle(&mut self, payload: &Value) -> Result<(), End> {
        let data = &payload["d"];
        match payload["op"].as_u64() {
            Some(1) => {
                self.last_heartbeat = Instant::now();
                let muted = self.with_session(|session| session.muted).unwrap_or(false);
                if muted { Ok(()) } else { self.send(&json!({ "op": 11 })).await }
            }
            Some(2 | 6) if self.with_session(|_| ()).is_some() => {
                Err(End::Close(4005, "Already authenticated."))
            }
            Some(2) if self.app.limits.is_strict() && !self.app.world().gateway.may_identify() => {
                self.send(&json!({ "op": 9, "d": false })).await
            }
            Some(2) => {
                let connection = self.outbox.clone();
                self.session = Some(identify::identify(&mut self.app.world(), data, connection)?);
                Ok(())
            }
            Some(6) => {
                let connection = self.outbox.clone();
                let resumed = identify::resume(&mut self.app.world(), data, connection)?;
                self.session = resumed;
                if self.session.is_some() { Ok(()) } else { self.send(&json!({ "op": 9, "d": false })).await }
            }
            _ if self.session.is_none() => Err(End::Close(4003, "Not authenticated.")),
            // Presence, voice state, soundboard: accepted, as nothing in the emulator uses them.
            Some(3 | 4 | 31) => Ok(()),
            Some(8) => {
                let session = self.session.clone().expect("checked above");
                identify::request_members(&mut self.app.world(), &session, data);
                Ok(())
            }
            _ => Err(End::Close(4001, "Unknown opcode.")),
        }
    }

    /// Reads the session, if it is this connection's still.
    fn with_session<T>(&self, read: impl FnOnce(&mut Session) -> T) -> Option<T> {
        let mut world = self.app.world();
        let session = world.gateway.session_mut(self.session.as_deref()?)?;
        session.is_connected_to(&self.outbox).then(|| read(session))
    }

    async fn send(&mut self, frame: &Value) -> Result<(), End> {
        self.app.world().log_frame(self.session.as_deref(), "out", frame);
        let text = frame.to_string();
        let message = match &mut self.zlib {
            Some(zlib) => Message::Binary(zlib.frame(text.as_bytes()).into()),
            None => Message::Text(text.into()),
        };
        // A client that does not read would hold this up for ever.
        tokio::select! {
            () = self.app.stop.cancelled() => Err(End::Lost),
            () = self.outbox.overflowed() => Err(TOO_SLOW.into()),
            sent = self.socket.send(message) => sent.map_err(|_| End::Lost),
        }
    }

    async fn finish(mut self, end: End) {
        if let Some(session) = &self.session {
            let mut world = self.app.world();
            match end {
                // Closing with 1000 or 1001 tells Discord to forget the session, and so do refusals.
                End::Client(Some(1000 | 1001)) => world.gateway.remove(session, &self.outbox),
                End::Close(4009, _) => world.gateway.remove(session, &self.outbox),
                _ => world.gateway.disconnect(session, &self.outbox),
            }
        }
        if let End::Client(_) = end {
            // Sends the close frame that answers the client's.
            let _ = self.socket.flush().await;
        }
        if let End::Close(code, reason) = end {
            let frame = CloseFrame { code, reason: reason.into() };
            let closing = async {
                // The client may have gone already.
                let _ = self.socket.send(Message::Close(Some(frame))).await;
                self.socket.recv().await
            };
            let _ = tokio::time::timeout(CLOSE_TIMEOUT, closing).await;
        }
    }
}
