//! A request with its retries, and the tokens that it used.

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
    retry::{Backoff, Retry},
};
use serde::{Serialize, de::DeserializeOwned};

use super::{
    endpoint::{Client, Failure},
    prompt::{Prompt, embedding_input, estimate_tokens},
    store::CallUsage,
};
use crate::config::LanguageConfig;

/// Three attempts with pauses of about 0.5 s and 1 s.
const RETRY: Retry = Retry::new(3, BACKOFF);
const BACKOFF: Backoff = Backoff::doubling(Duration::from_millis(500), Duration::from_secs(1)).jitter();

/// An answer of the API.
pub(super) trait Answer: DeserializeOwned + Send + 'static {
    /// The tokens that were sent and received, if the answer says so.
    fn tokens(&self) -> Option<(u32, u32)>;
}

impl Answer for CreateChatCompletionResponse {
    fn tokens(&self) -> Option<(u32, u32)> {
        self.usage.as_ref().map(|usage| (usage.prompt_tokens, usage.completion_tokens))
    }
}

impl Answer for CreateEmbeddingResponse {
    fn tokens(&self) -> Option<(u32, u32)> {
        Some((self.usage.prompt_tokens, 0))
    }
}

#[derive(Serialize)]
#[serde(untagged)]
enum Body {
    Chat(Box<CreateChatCompletionRequest>),
    Embedding(CreateEmbeddingRequest),
}

/// A request whose answer is an `A`.
pub(super) struct Request<A> {
    path: &'static str,
    body: Body,
    /// The tokens that it uses at most.
    pub(super) max_tokens: i64,
    answer: PhantomData<fn() -> A>,
}

impl Request<CreateChatCompletionResponse> {
    /// Asks for a text.
    pub(super) fn chat(config: &LanguageConfig, prompt: &Prompt) -> Self {
        let system = ChatCompletionRequestSystemMessage::from(prompt.system.as_str());
        let user = ChatCompletionRequestUserMessage::from(prompt.user.as_str());
        let body = CreateChatCompletionRequest {
            model: config.chat_model.clone(),
            messages: vec![system.into(), user.into()],
            max_completion_tokens: Some(prompt.max_answer_tokens),
            ..Default::default()
        };
        Self {
            path: "chat/completions",
            body: Body::Chat(Box::new(body)),
            max_tokens: prompt.max_tokens(),
            answer: PhantomData,
        }
    }
}

impl Request<CreateEmbeddingResponse> {
    /// Asks for vectors.
    pub(super) fn embedding(config: &LanguageConfig, texts: &[String]) -> Self {
        let texts: Vec<_> = texts.iter().map(|text| embedding_input(text)).collect();
        let max_tokens = texts.iter().map(|text| estimate_tokens(text)).sum();
        let input = EmbeddingInput::StringArray(texts);
        let body =
            CreateEmbeddingRequest { model: config.embedding_model.clone(), input, ..Default::default() };
        Self { path: "embeddings", body: Body::Embedding(body), max_tokens, answer: PhantomData }
    }
}

/// Counts the requests of a call while they are made.
#[derive(Debug, Default)]
pub(super) struct Usage {
    requests: i64,
    failures: i64,
}

impl<A: Answer> Request<A> {
    /// Sends the request, and again if that may help and there is time.
    pub(super) async fn send(
        &self,
        client: &Client,
        clock: &Clock,
        deadline: DateTime<Utc>,
        usage: &mut Usage,
    ) -> Result<A, Failure> {
        let post = |_attempt| {
            usage.requests += 1;
            client.post(self.path, &self.body, clock.now())
        };
        let verdict = |failure: &Failure| {
            usage.failures += 1;
            failure.verdict()
        };
        RETRY.until(deadline).run(clock, post, verdict).await
    }
}

impl Usage {
    /// Adds the tokens of a call that reserved some: those of the answer, none if it was refused, and all that were reserved if it is
    /// unknown, since a request may be billed without an answer.
    pub(super) fn with_tokens<A: Answer>(&self, reserved: i64, outcome: Result<&A, &Failure>) -> CallUsage {
        let unanswered = matches!(outcome, Err(Failure::Slow)) && self.failures < self.requests;
        let (tokens_in, tokens_out) = match outcome {
            Ok(answer) => {
                answer.tokens().map_or((reserved, 0), |(sent, received)| (sent.into(), received.into()))
            }
            Err(Failure::Unreadable) => (reserved, 0),
            Err(Failure::Slow) if unanswered => (reserved, 0),
            Err(_) => (0, 0),
        };
        CallUsage {
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
        for (attempts, least, most) in [(1, 250, 750), (2, 500, 1_500)] {
            let pauses: Vec<_> = (0..100).map(|_| BACKOFF.pause(attempts).as_millis()).collect();
            assert!(pauses.iter().all(|pause| (least..most).contains(pause)), "{pauses:?}");
            assert!(pauses.iter().any(|pause| *pause != pauses[0]));
        }
    }

    #[test]
    fn what_may_have_been_billed_counts() {
        let usage = Usage { requests: 2, failures: 1 };
        let answer = |usage| CreateEmbeddingResponse { usage, ..Default::default() };
        let seven = async_openai::types::embeddings::EmbeddingUsage { prompt_tokens: 7, total_tokens: 7 };
        let answered = usage.with_tokens(100, Ok(&answer(seven)));
        assert_eq!(answered, CallUsage { requests: 2, failures: 1, tokens_in: 7, tokens_out: 0 });
        let silent = usage.with_tokens::<CreateEmbeddingResponse>(100, Err(&Failure::Slow));
        assert_eq!(silent, CallUsage { requests: 2, failures: 2, tokens_in: 100, tokens_out: 0 });
        let refused = usage.with_tokens::<CreateEmbeddingResponse>(100, Err(&Failure::Connection));
        assert_eq!((refused.tokens_in, refused.tokens_out), (0, 0));
        let without = usage.with_tokens(100, Ok(&CreateChatCompletionResponse::default()));
        assert_eq!((without.tokens_in, without.tokens_out), (100, 0));
    }
}
