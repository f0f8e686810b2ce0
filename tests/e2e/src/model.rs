//! A local server that speaks OpenAI's API, answers as a test says, and notes what it is sent.

use std::{
    collections::VecDeque,
    io,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{
    Json, Router,
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, StatusCode, Uri, header},
    response::{IntoResponse, Response},
    routing::post,
};
use futures::stream;
use guildhall::language::Endpoint;
use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::watch, task::JoinHandle};

/// The key that it takes.
pub const KEY: &str = "sk-local-0123456789";

/// What an answer is worth.
pub const TOKENS: u32 = 30;

/// How it answers.
#[derive(Clone, Debug)]
pub enum Act {
    /// As it should: with these words, or with vectors where those are asked for.
    Say(String),
    /// With this body, whatever it is.
    Body(String),
    /// With an error, and after which time to try again.
    Error(u16, Option<&'static str>),
    /// Not at all.
    Silence,
    /// With half an answer.
    BreakOff,
    /// Without end.
    Endless,
}

/// One request that it was sent.
#[derive(Clone, Debug)]
pub struct Received {
    /// Where to.
    pub path: String,
    /// The `Authorization` header.
    pub authorization: String,
    /// What.
    pub body: Value,
}

struct Shared {
    acts: Mutex<VecDeque<Act>>,
    usual: Mutex<Act>,
    received: watch::Sender<Vec<Received>>,
    at_once: AtomicUsize,
    most_at_once: AtomicUsize,
}

/// The server. It is gone when this is dropped.
pub struct Model {
    address: String,
    shared: Arc<Shared>,
    serving: JoinHandle<()>,
}

impl Model {
    /// Starts one that answers as it should.
    ///
    /// # Panics
    /// Where it can't listen.
    pub async fn start() -> Self {
        let shared = Arc::new(Shared {
            acts: Mutex::default(),
            usual: Mutex::new(Act::Say("The member asked and staff helped.".to_owned())),
            received: watch::Sender::default(),
            at_once: AtomicUsize::new(0),
            most_at_once: AtomicUsize::new(0),
        });
        let routes = Router::new()
            .route("/v1/chat/completions", post(answer))
            .route("/v1/embeddings", post(answer))
            .with_state(Arc::clone(&shared));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("there is a free port");
        let address = format!("http://{}/v1", listener.local_addr().expect("it listens"));
        let serving = tokio::spawn(async move { axum::serve(listener, routes).await.expect("it serves") });
        Self { address, shared, serving }
    }

    /// What a host is started with to use it.
    ///
    /// # Panics
    /// Never: its address is one.
    #[must_use]
    pub fn endpoint(&self) -> Endpoint {
        Endpoint::new(KEY.into(), Some(&self.address)).expect("it is an address")
    }

    /// Its address, for `OPENAI_BASE_URL`.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Answers the next requests like this, one after the other.
    pub fn next(&self, acts: impl IntoIterator<Item = Act>) {
        lock(&self.shared.acts).extend(acts);
    }

    /// Answers every request like this from now on.
    pub fn always(&self, act: Act) {
        *lock(&self.shared.usual) = act;
    }

    /// What it was sent so far.
    #[must_use]
    pub fn received(&self) -> Vec<Received> {
        self.shared.received.borrow().clone()
    }

    /// How many requests it was answering at once, at most.
    #[must_use]
    pub fn most_at_once(&self) -> usize {
        self.shared.most_at_once.load(Ordering::Relaxed)
    }

    /// Waits until it was sent so many requests.
    ///
    /// # Panics
    /// Where it is not, for half a minute.
    pub async fn reach(&self, count: usize) {
        let mut received = self.shared.received.subscribe();
        let reached = received.wait_for(|received| received.len() >= count);
        let reached = tokio::time::timeout(Duration::from_secs(30), reached).await;
        let _ =
            reached.unwrap_or_else(|_| panic!("it was sent {} requests, not {count}", self.received().len()));
    }
}

impl Drop for Model {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Act {
    /// Answers with these words.
    #[must_use]
    pub fn say(words: &str) -> Self {
        Self::Say(words.to_owned())
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn answer(
    State(shared): State<Arc<Shared>>,
    path: Uri,
    headers: HeaderMap,
    body: Json<Value>,
) -> Response {
    let at_once = shared.at_once.fetch_add(1, Ordering::Relaxed) + 1;
    shared.most_at_once.fetch_max(at_once, Ordering::Relaxed);
    // Others that come at once get their turn.
    tokio::task::yield_now().await;
    shared.at_once.fetch_sub(1, Ordering::Relaxed);
    let authorization = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let received = Received {
        path: path.path().to_owned(),
        authorization: authorization.unwrap_or_default().to_owned(),
        body: body.0,
    };
    let next = lock(&shared.acts).pop_front();
    let act = next.unwrap_or_else(|| lock(&shared.usual).clone());
    let texts = received.body["input"].as_array().cloned();
    shared.received.send_modify(|all| all.push(received));
    match act {
        Act::Say(words) => {
            Json(texts.map_or_else(|| words_of(&words), |texts| vectors_of(&texts))).into_response()
        }
        Act::Body(body) => body.into_response(),
        Act::Error(status, retry_after) => {
            let status = StatusCode::from_u16(status).expect("a status");
            let retry_after = retry_after.and_then(|after| Some((header::RETRY_AFTER, after.parse().ok()?)));
            let headers: HeaderMap = retry_after.into_iter().collect();
            (status, headers, r#"{"error":{"code":"on_purpose"}}"#).into_response()
        }
        Act::Silence => std::future::pending().await,
        Act::BreakOff => {
            let half = [Ok(Bytes::from_static(b"{\"id\":")), Err(io::Error::other("on purpose"))];
            Body::from_stream(stream::iter(half)).into_response()
        }
        Act::Endless => {
            let chunk = Bytes::from(vec![b' '; 1 << 16]);
            Body::from_stream(stream::repeat_with(move || Ok::<_, io::Error>(chunk.clone()))).into_response()
        }
    }
}

fn words_of(words: &str) -> Value {
    json!({
        "id": "chatcmpl-1", "object": "chat.completion", "created": 1_772_449_200, "model": "local",
        "choices": [{ "index": 0, "message": { "role": "assistant", "content": words }, "finish_reason": "stop" }],
        "usage": { "prompt_tokens": TOKENS - 10, "completion_tokens": 10, "total_tokens": TOKENS },
    })
}

/// Texts of one length have one vector. Sent last first: their order is in `index`.
fn vectors_of(texts: &[Value]) -> Value {
    let vector = |(index, text): (usize, &Value)| {
        let length = text.as_str().map_or(0, str::len);
        json!({ "object": "embedding", "index": index, "embedding": [1.0, length] })
    };
    let data: Vec<_> = texts.iter().enumerate().map(vector).rev().collect();
    json!({ "object": "list", "model": "local", "data": data, "usage": { "prompt_tokens": TOKENS, "total_tokens": TOKENS } })
}
