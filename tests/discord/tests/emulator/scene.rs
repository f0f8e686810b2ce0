//! An emulator with the demo world and its bot, and helpers for both.

use std::time::Duration;

use chrono::DateTime;
use discord_emulator::{Clock, Emulator, Options};
use futures::{SinkExt as _, StreamExt as _};
use reqwest::{Client, Method};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Bytes, Message},
};

/// The demo guild.
pub(crate) const GUILD: &str = "300000000000000001";
/// #general of the demo guild.
pub(crate) const GENERAL: &str = "500000000000000006";
/// #staff, which the bot and the staff see.
pub(crate) const STAFF: &str = "500000000000000009";
/// Every intent that is defined.
pub(crate) const ALL_INTENTS: u64 = 53_608_447;
/// Nothing in these tests takes this long; a test that waits for it has failed.
const PATIENCE: Duration = Duration::from_secs(10);

/// An emulator with a frozen clock.
pub(crate) struct Scene {
    pub(crate) emulator: Emulator,
    http: Client,
}

impl Scene {
    pub(crate) async fn new() -> Self {
        let noon = DateTime::from_timestamp(1_773_316_800, 0).unwrap();
        Self::with(Options { clock: Clock::frozen_at(noon), ..Options::default() }).await
    }

    pub(crate) async fn with(options: Options) -> Self {
        Self { emulator: Emulator::start(options).await.unwrap(), http: Client::new() }
    }

    /// A REST request of the bot: status and body.
    pub(crate) async fn api(&self, method: Method, path: &str, body: Value) -> (u16, Value) {
        self.try_api(method, path, body).await.unwrap()
    }

    /// As [`Scene::api`], when the connection may break.
    pub(crate) async fn try_api(
        &self,
        method: Method,
        path: &str,
        body: Value,
    ) -> reqwest::Result<(u16, Value)> {
        let url = format!("{}/api/v10{path}", self.emulator.url());
        let request =
            self.http.request(method, url).header("authorization", format!("Bot {}", self.emulator.token()));
        let request = if body.is_null() { request } else { request.json(&body) };
        read(request).await
    }

    pub(crate) async fn control(&self, method: Method, path: &str, body: Value) -> (u16, Value) {
        let url = format!("{}/control{path}", self.emulator.url());
        let request = self.http.request(method, url);
        let request = if body.is_null() { request } else { request.json(&body) };
        read(request).await.unwrap()
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Value {
        let (status, answer) = self.control(Method::POST, path, body).await;
        assert!(status < 300, "{status} {answer}");
        answer
    }

    /// Sends a message as the bot. Returns its id.
    pub(crate) async fn send_message(&self, channel: &str, body: Value) -> String {
        let (status, message) = self.api(Method::POST, &format!("/channels/{channel}/messages"), body).await;
        assert_eq!(status, 200, "{message}");
        message["id"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn advance(&self, seconds: i64) {
        self.post("/clock", json!({ "advance_ms": seconds * 1000 })).await;
    }

    /// Listens to server-sent events of the control API, from the first one on.
    pub(crate) async fn listen(&self, path: &str) -> Listener {
        let url = format!("{}/control{path}", self.emulator.url());
        let response = self.http.get(url).send().await.unwrap();
        let mut listener = Listener { response, bytes: Vec::new() };
        assert_eq!(listener.next().await.0, "ready");
        listener
    }

    /// A bot that is connected with all intents and has seen its guild.
    pub(crate) async fn bot(&self) -> Bot {
        let mut bot = Bot::connect(self).await;
        bot.identify(self.emulator.token(), ALL_INTENTS, None).await;
        bot.event("GUILD_CREATE").await;
        bot
    }

    /// Registers commands in the demo guild.
    pub(crate) async fn register(&self, commands: Value) -> Value {
        let path = format!("/applications/{}/guilds/{GUILD}/commands", self.emulator.application_id());
        let (status, answer) = self.api(Method::PUT, &path, commands).await;
        assert_eq!(status, 200, "{answer}");
        answer
    }

    /// Answers an interaction.
    pub(crate) async fn answer(&self, interaction: &Value, body: Value) -> (u16, Value) {
        let (id, token) = (&interaction["id"], &interaction["token"]);
        let path = format!("/interactions/{}/{}/callback", id.as_str().unwrap(), token.as_str().unwrap());
        self.api(Method::POST, &path, body).await
    }
}

async fn read(request: reqwest::RequestBuilder) -> reqwest::Result<(u16, Value)> {
    let response = request.send().await?;
    let status = response.status().as_u16();
    let bytes = response.bytes().await?;
    Ok((status, serde_json::from_slice(&bytes).unwrap_or(Value::Null)))
}

/// A connection to the gateway.
pub(crate) struct Bot {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    pub(crate) session: String,
    /// The sequence number of the last dispatch.
    pub(crate) seq: u64,
}

impl Bot {
    pub(crate) async fn connect(scene: &Scene) -> Self {
        Self::connect_with(scene, "/?v=10&encoding=json").await
    }

    pub(crate) async fn connect_with(scene: &Scene, path: &str) -> Self {
        let url = scene.emulator.url().replacen("http", "ws", 1) + path;
        let (socket, _) = connect_async(url).await.unwrap();
        let mut bot = Self { socket, session: String::new(), seq: 0 };
        if !path.contains("compress") {
            assert_eq!(bot.frame().await.unwrap()["op"], 10);
        }
        bot
    }

    pub(crate) async fn send(&mut self, frame: Value) {
        self.socket.send(Message::text(frame.to_string())).await.unwrap();
    }

    pub(crate) async fn identify(&mut self, token: &str, intents: u64, shard: Option<(u64, u64)>) {
        let mut data = json!({ "token": token, "intents": intents, "properties": {} });
        if let Some(shard) = shard {
            data["shard"] = json!(shard);
        }
        self.send(json!({ "op": 2, "d": data })).await;
    }

    pub(crate) async fn resume(&mut self, token: &str, session: &str, seq: u64) {
        let data = json!({ "token": token, "session_id": session, "seq": seq });
        self.send(json!({ "op": 6, "d": data })).await;
    }

    /// The next frame; the close code when the connection ends.
    pub(crate) async fn frame(&mut self) -> Result<Value, Option<u16>> {
        let message = tokio::time::timeout(PATIENCE, self.socket.next()).await.expect("a frame in time");
        match message {
            Some(Ok(Message::Text(text))) => {
                let frame: Value = serde_json::from_str(&text).unwrap();
                self.seq = frame["s"].as_u64().unwrap_or(self.seq);
                if frame["t"] == "READY" {
                    self.session = frame["d"]["session_id"].as_str().unwrap().to_owned();
                }
                Ok(frame)
            }
            Some(Ok(Message::Close(close))) => Err(close.map(|close| close.code.into())),
            Some(Ok(other)) => panic!("not a text frame: {other:?}"),
            Some(Err(_)) | None => Err(None),
        }
    }

    /// The bytes of the next binary frame.
    pub(crate) async fn bytes(&mut self) -> Bytes {
        match self.socket.next().await.unwrap().unwrap() {
            Message::Binary(bytes) => bytes,
            other => panic!("not a binary frame: {other:?}"),
        }
    }

    /// Skips to the next dispatch of `event` and returns its data.
    pub(crate) async fn event(&mut self, event: &str) -> Value {
        loop {
            let mut frame = self.frame().await.expect("the connection is up");
            if frame["t"] == event {
                return frame["d"].take();
            }
        }
    }

    /// The names of the dispatches that arrive before the answer to a heartbeat.
    pub(crate) async fn events_until_heartbeat(&mut self) -> Vec<String> {
        self.send(json!({ "op": 1, "d": self.seq })).await;
        let mut events = Vec::new();
        loop {
            let frame = self.frame().await.expect("the connection is up");
            if frame["op"] == 11 {
                return events;
            }
            events.extend(frame["t"].as_str().map(str::to_owned));
        }
    }
}

/// A stream of server-sent events.
pub(crate) struct Listener {
    response: reqwest::Response,
    bytes: Vec<u8>,
}

impl Listener {
    /// The next event: its name and data.
    pub(crate) async fn next(&mut self) -> (String, Value) {
        loop {
            while let Some(end) = self.bytes.windows(2).position(|two| two == b"\n\n") {
                let event = String::from_utf8(self.bytes.drain(..end + 2).collect()).unwrap();
                let field =
                    |name: &str| event.lines().find_map(|line| line.strip_prefix(name)).map(str::to_owned);
                let read = field("event: ").zip(field("data: "));
                // The rest are comments that keep the connection alive.
                if let Some((kind, data)) = read {
                    return (kind, serde_json::from_str(&data).unwrap());
                }
            }
            let chunk =
                tokio::time::timeout(PATIENCE, self.response.chunk()).await.expect("an event in time");
            self.bytes.extend(chunk.unwrap().expect("the stream goes on"));
        }
    }

    /// Skips to the next event of a kind.
    pub(crate) async fn event(&mut self, kind: &str) -> Value {
        self.event_where(kind, |_| true).await
    }

    /// Skips to the next event of a kind that fits.
    pub(crate) async fn event_where(&mut self, kind: &str, fits: impl Fn(&Value) -> bool) -> Value {
        loop {
            let (heard, event) = self.next().await;
            if heard == kind && fits(&event) {
                return event;
            }
        }
    }
}
