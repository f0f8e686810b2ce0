//! What a guild may ask of its language model.

use async_openai::types::{
    chat::{CreateChatCompletionResponse, FinishReason},
    embeddings::CreateEmbeddingResponse,
};
use plugin_api::{
    BoxFuture, Locale,
    language::{Conversation, LanguageModel, Material, Unavailable},
    serenity::GuildId,
};

use super::{Models, Purpose, answer, prompt::Prompt, request::Request};

/// How many texts are embedded with one request.
const BATCH: usize = 64;

impl LanguageModel for Models {
    fn is_on(&self, guild: GuildId) -> bool {
        self.0.config(guild).is_some()
    }

    fn summarise<'a>(
        &'a self,
        guild: GuildId,
        conversation: &'a Conversation,
    ) -> BoxFuture<'a, Result<String, Unavailable>> {
        let prompt = move |tokens| Prompt::summary(conversation, tokens);
        Box::pin(self.write(guild, Purpose::Summary, prompt, answer::summary))
    }

    fn draft_reply<'a>(
        &'a self,
        guild: GuildId,
        conversation: &'a Conversation,
        material: &'a [Material],
    ) -> BoxFuture<'a, Result<String, Unavailable>> {
        let prompt = move |tokens| Prompt::reply(conversation, material, tokens);
        Box::pin(self.write(guild, Purpose::Reply, prompt, answer::reply))
    }

    fn draft_entry<'a>(
        &'a self,
        guild: GuildId,
        locale: &'a Locale,
        summaries: &'a [String],
    ) -> BoxFuture<'a, Result<(String, String), Unavailable>> {
        let prompt = move |tokens| Prompt::entry(locale, summaries, tokens);
        Box::pin(self.write(guild, Purpose::Entry, prompt, answer::entry))
    }

    fn embedding_model(&self, guild: GuildId) -> String {
        self.0.config(guild).map(|config| config.embedding_model).unwrap_or_default()
    }

    fn embed<'a>(
        &'a self,
        guild: GuildId,
        texts: &'a [String],
    ) -> BoxFuture<'a, Result<Vec<Vec<f32>>, Unavailable>> {
        Box::pin(async move {
            if self.embedding_model(guild).is_empty() {
                return Err(Unavailable::Off);
            }
            if texts.is_empty() {
                return Ok(Vec::new());
            }
            let mut vectors = Vec::with_capacity(texts.len());
            for batch in texts.chunks(BATCH) {
                let answer: CreateEmbeddingResponse =
                    self.call(guild, Purpose::Embedding, |config| Request::embedding(config, batch)).await?;
                let mut data = answer.data;
                data.sort_by_key(|embedding| embedding.index);
                let in_order = data.iter().zip(0..).all(|(embedding, at)| embedding.index == at);
                if !in_order {
                    return Err(Unavailable::Unusable);
                }
                vectors.extend(data.into_iter().map(|embedding| embedding.embedding));
            }
            answer::vectors(vectors, texts.len())
        })
    }
}

impl Models {
    /// Asks for words.
    async fn write<T>(
        &self,
        guild: GuildId,
        purpose: Purpose,
        prompt: impl FnOnce(u32) -> Prompt,
        usable: fn(&str, &[String]) -> Result<T, Unavailable>,
    ) -> Result<T, Unavailable> {
        let mut quoted = Vec::new();
        let answer = self.call(guild, purpose, |config| {
            let mut prompt = prompt(config.input_tokens);
            quoted = std::mem::take(&mut prompt.quoted);
            Request::chat(config, &prompt)
        });
        usable(&text_of(answer.await?).ok_or(Unavailable::Unusable)?, &quoted)
    }
}

/// The words of an answer; none where it was refused or cut off.
fn text_of(answer: CreateChatCompletionResponse) -> Option<String> {
    let choice = answer.choices.into_iter().next()?;
    let whole = matches!(choice.finish_reason, None | Some(FinishReason::Stop));
    choice.message.content.filter(|_| whole && choice.message.refusal.is_none())
}
