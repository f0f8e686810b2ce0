//! The tasks of the language model: summaries, drafts and embeddings.

use async_openai::types::{
    chat::{CreateChatCompletionResponse, FinishReason},
    embeddings::CreateEmbeddingResponse,
};
use plugin_api::{
    BoxFuture, Locale,
    language::{Conversation, LanguageModel, Material, Unavailable},
    serenity::GuildId,
};

use super::{Models, answer, prompt::Prompt, purpose::Purpose, request::Request};

/// How many texts are embedded by one request.
const BATCH_SIZE: usize = 64;

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
        Box::pin(self.generate(guild, Purpose::Summary, prompt, answer::validate_summary))
    }

    fn draft_reply<'a>(
        &'a self,
        guild: GuildId,
        conversation: &'a Conversation,
        material: &'a [Material],
    ) -> BoxFuture<'a, Result<String, Unavailable>> {
        let prompt = move |tokens| Prompt::reply(conversation, material, tokens);
        Box::pin(self.generate(guild, Purpose::Reply, prompt, answer::validate_reply))
    }

    fn draft_entry<'a>(
        &'a self,
        guild: GuildId,
        locale: &'a Locale,
        summaries: &'a [String],
    ) -> BoxFuture<'a, Result<(String, String), Unavailable>> {
        let prompt = move |tokens| Prompt::entry(locale, summaries, tokens);
        Box::pin(self.generate(guild, Purpose::Entry, prompt, answer::validate_entry))
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
            for batch in texts.chunks(BATCH_SIZE) {
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
            answer::validate_vectors(vectors, texts.len())
        })
    }
}

impl Models {
    /// Asks for a text and validates it.
    async fn generate<T>(
        &self,
        guild: GuildId,
        purpose: Purpose,
        prompt: impl FnOnce(u32) -> Prompt,
        validate: fn(&str, &[String]) -> Result<T, Unavailable>,
    ) -> Result<T, Unavailable> {
        let mut quoted = Vec::new();
        let answer = self.call(guild, purpose, |config| {
            let mut prompt = prompt(config.input_tokens);
            quoted = std::mem::take(&mut prompt.quoted);
            Request::chat(config, &prompt)
        });
        validate(&complete_text(answer.await?).ok_or(Unavailable::Unusable)?, &quoted)
    }
}

/// The text of an answer, or `None` if the model refused or was cut off.
fn complete_text(answer: CreateChatCompletionResponse) -> Option<String> {
    let choice = answer.choices.into_iter().next()?;
    let whole = matches!(choice.finish_reason, None | Some(FinishReason::Stop));
    choice.message.content.filter(|_| whole && choice.message.refusal.is_none())
}
