//! A request with its retries, and what it cost.

use std::{marker::PhantomData, time::Duration};

use async_openai::types::{
    chat::{
        ChatCompletionRequestSystemMessage, ChatCompletionRequestUserMessage, CreateChatCompletionRequest,
        CreateChatCompletionResponse,
    },
    embeddings::{CreateEmbeddingRequest, CreateEmbeddingResponse, EmbeddingInput},
};
use plugin_api::{
    Clock,
    chrono::{DateTime, Utc},
};
use rand::Rng;
use serde::{Serialize, de::DeserializeOwned};

use super::{
    endpoint::{Failure, Line},
    prompt::{Prompt, embedded, tokens},
    store::Spent,
};
use crate::config::LanguageConfig;

/// How often a request is made at most.
const TRIES: u32 = 3;

/// The pause before the first retry; the second one is twice as long. Each up to half longer or shorter, so that not all try again at once.
const FIRST_PAUSE: Duration = Duration::from_millis(500);

/// An answer of the API.
pub(super) trait Answer: DeserializeOwned + Send + 'static {
    /// The tokens that were sent and received, if it says so.
    fn usage(&self) -> Option<(u32, u32)>;
}

impl Answer for CreateChatCompletionResponse {
    fn usage(&self) -> Option<(u32, u32)> {
        self.usage.as_ref().map(|usage| (usage.prompt_tokens, usage.completion_tokens))
    }
}

impl Answer for CreateEmbeddingResponse {
    fn usage(&self) -> Option<(u32, u32)> {
        Some((self.usage.prompt_tokens, 0))
    }
}

#[derive(Serialize)]
#[serde(untagged)]
enum Body {
    Chat(Box<CreateChatCompletionRequest>),
    Embedding(CreateEmbeddingRequest),
}

/// A request that is answered with an `A`.
pub(super) struct Request<A> {
    path: &'static str,
    body: Body,
    /// The tokens that it may cost.
    pub(super) cost: i64,
    answer: PhantomData<fn() -> A>,
}

impl Request<CreateChatCompletionResponse> {
    /// Asks for words.
    pub(super) fn chat(config: &LanguageConfig, prompt: &Prompt) -> Self {
        let system = ChatCompletionRequestSystemMessage::from(prompt.system.as_str());
        let user = ChatCompletionRequestUserMessage::from(prompt.user.as_str());
        let body = CreateChatCompletionRequest {
            model: config.chat_model.clone(),
            messages: vec![system.into(), user.into()],
            max_completion_tokens: Some(prompt.most),
            ..Default::default()
        };
        Self {
            path: "chat/completions",
            body: Body::Chat(Box::new(body)),
            cost: prompt.cost(),
            answer: PhantomData,
        }
    }
}

impl Request<CreateEmbeddingResponse> {
    /// Asks for vectors.
    pub(super) fn embedding(config: &LanguageConfig, texts: &[String]) -> Self {
        let texts: Vec<_> = texts.iter().map(|text| embedded(text)).collect();
        let cost = texts.iter().map(|text| tokens(text)).sum();
        let input = EmbeddingInput::StringArray(texts);
        let body =
            CreateEmbeddingRequest { model: config.embedding_model.clone(), input, ..Default::default() };
        Self { path: "embeddings", body: Body::Embedding(body), cost, answer: PhantomData }
    }
}

/// Counts the requests of a call while they are made.
#[derive(Debug, Default)]
pub(super) struct Tally {
    requests: i64,
    failures: i64,
}

impl<A: Answer> Request<A> {
    /// Makes the request, and again where that may help and there is time.
    pub(super) async fn send(
        &self,
        line: &Line,
        clock: &Clock,
        deadline: DateTime<Utc>,
        tally: &mut Tally,
    ) -> Result<A, Failure> {
        let mut tried = 0;
        loop {
            tally.requests += 1;
            let failure = match line.post(self.path, &self.body, clock.now()).await {
                Ok(answer) => return Ok(answer),
                Err(failure) => failure,
            };
            tally.failures += 1;
            tried += 1;
            let pause = pause(tried).max(failure.retry_after().unwrap_or_default());
            let in_time = (deadline - clock.now()).to_std().is_ok_and(|left| pause < left);
            if tried == TRIES || !failure.is_passing() || !in_time {
                return Err(failure);
            }
            clock.sleep(pause).await;
        }
    }
}

/// Between the `tried`th try and the next one.
fn pause(tried: u32) -> Duration {
    (FIRST_PAUSE * 2_u32.pow(tried - 1)).mul_f64(rand::rng().random_range(0.5..1.5))
}

impl Tally {
    /// What a call cost that may have cost `reserved`: what the answer says; nothing where there was a refusal; all of it where nobody knows,
    /// since what was sent may be billed without an answer.
    pub(super) fn spent<A: Answer>(&self, reserved: i64, outcome: Result<&A, &Failure>) -> Spent {
        let unanswered = matches!(outcome, Err(Failure::Slow)) && self.failures < self.requests;
        let (tokens_in, tokens_out) = match outcome {
            Ok(answer) => {
                answer.usage().map_or((reserved, 0), |(sent, received)| (sent.into(), received.into()))
            }
            Err(Failure::Unreadable) => (reserved, 0),
            Err(Failure::Slow) if unanswered => (reserved, 0),
            Err(_) => (0, 0),
        };
        Spent {
            requests: self.requests,
            failures: self.failures + i64::from(unanswered),
            tokens_in,
            tokens_out,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_are_not_alike() {
        for (tried, least, most) in [(1, 250, 750), (2, 500, 1_500)] {
            let pauses: Vec<_> = (0..100).map(|_| pause(tried).as_millis()).collect();
            assert!(pauses.iter().all(|pause| (least..most).contains(pause)), "{pauses:?}");
            assert!(pauses.iter().any(|pause| *pause != pauses[0]));
        }
    }

    #[test]
    fn what_may_have_been_billed_counts() {
        let tally = Tally { requests: 2, failures: 1 };
        let answer = |usage| CreateEmbeddingResponse { usage, ..Default::default() };
        let usage = async_openai::types::embeddings::EmbeddingUsage { prompt_tokens: 7, total_tokens: 7 };
        let answered = tally.spent(100, Ok(&answer(usage)));
        assert_eq!(answered, Spent { requests: 2, failures: 1, tokens_in: 7, tokens_out: 0 });
        let silent = tally.spent::<CreateEmbeddingResponse>(100, Err(&Failure::Slow));
        assert_eq!(silent, Spent { requests: 2, failures: 2, tokens_in: 100, tokens_out: 0 });
        let refused = tally.spent::<CreateEmbeddingResponse>(100, Err(&Failure::Connection));
        assert_eq!((refused.tokens_in, refused.tokens_out), (0, 0));
        let without = tally.spent(100, Ok(&CreateChatCompletionResponse::default()));
        assert_eq!((without.tokens_in, without.tokens_out), (100, 0));
    }
}
