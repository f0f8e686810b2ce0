//! Summaries, drafts and embeddings: by a language model if a guild has one, and offline otherwise.
//!
//! A plugin asks [`crate::Host::language`] and does not learn which way was taken, except by a [`Note`] that it shows. What members wrote is
//! data here: it is summarised, never obeyed.
//!
//! ```no_run
//! # use plugin_api::{Host, Locale, serenity::GuildId};
//! use plugin_api::language::{ChatMessage, Conversation};
//!
//! # async fn summarise(host: &Host, guild: GuildId, locale: Locale) {
//! let messages = vec![ChatMessage::member("My parcel never came."), ChatMessage::staff("We have sent a new one.")];
//! if let Some(summary) = host.language(guild).summarise(&Conversation { locale, messages }).await {
//!     println!("{}", summary.text);
//! }
//! # }
//! ```

use std::sync::Arc;

use futures::future::BoxFuture;
use serenity::all::GuildId;
use text::summary;

use crate::{Locale, locale::OWN, run_blocking};

pub use text::{
    mask,
    summary::{ChatMessage, LONGEST_ENTRY, LONGEST_SUMMARY, LONGEST_TITLE, Speaker},
};

/// The longest drafted reply, in characters: it fits one message.
pub const LONGEST_REPLY: usize = 1_800;

/// The messages of people and bots, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conversation {
    /// The language in which a model writes about it.
    pub locale: Locale,
    /// Its messages, oldest first.
    pub messages: Vec<ChatMessage>,
}

/// A source for a drafted reply, such as an FAQ entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Material {
    /// What it is about.
    pub title: String,
    /// What it says.
    pub text: String,
}

/// What a conversation was about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// At most [`LONGEST_SUMMARY`] characters, made of what people wrote: show it with [`crate::ui::escape_markdown`].
    pub text: String,
    /// Why no model wrote it, if the guild has one.
    pub note: Option<Note>,
}

/// An FAQ entry for staff to review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// At most [`LONGEST_TITLE`] characters.
    pub title: String,
    /// At most [`LONGEST_ENTRY`] characters.
    pub text: String,
    /// Why no model wrote it, if the guild has one.
    pub note: Option<Note>,
}

/// Why no language model has answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Unavailable {
    /// The guild has no model.
    #[error("no language model is set up for this guild")]
    Off,
    /// Today's budget of tokens is used up.
    #[error("today's budget of tokens is used up")]
    Budget,
    /// Too many requests of the guild are under way.
    #[error("too many requests of this guild are under way")]
    Busy,
    /// It has failed often, and is not asked for a while.
    #[error("the language model has failed often and is not asked for a while")]
    Paused,
    /// It did not answer in time.
    #[error("the language model did not answer in time")]
    Slow,
    /// It answered with an error, or not at all.
    #[error("the language model failed")]
    Broken,
    /// Its answer could not be used.
    #[error("the answer of the language model could not be used")]
    Unusable,
}

/// A note for readers: the text was made offline although the guild has a language model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Note(Unavailable);

/// A language model as the host provides it; plugins use [`Language`]. People wrote all that it gets, so it masks what is private before
/// anything leaves the host.
pub trait LanguageModel: Send + Sync {
    /// Whether a guild has the model.
    fn is_on(&self, guild: GuildId) -> bool;
    /// Sums up a conversation in at most [`LONGEST_SUMMARY`] characters.
    fn summarise<'a>(
        &'a self,
        guild: GuildId,
        conversation: &'a Conversation,
    ) -> BoxFuture<'a, Result<String, Unavailable>>;
    /// Drafts the next answer of staff, in at most [`LONGEST_REPLY`] characters.
    fn draft_reply<'a>(
        &'a self,
        guild: GuildId,
        conversation: &'a Conversation,
        material: &'a [Material],
    ) -> BoxFuture<'a, Result<String, Unavailable>>;
    /// Drafts the title and the text of an FAQ entry that answers what these summaries have in common.
    fn draft_entry<'a>(
        &'a self,
        guild: GuildId,
        locale: &'a Locale,
        summaries: &'a [String],
    ) -> BoxFuture<'a, Result<(String, String), Unavailable>>;
    /// The name of the model of a guild's vectors; empty if there is none.
    fn embedding_model(&self, guild: GuildId) -> String;
    /// Computes a vector for each text: texts that mean the same are near each other.
    fn embed<'a>(
        &'a self,
        guild: GuildId,
        texts: &'a [String],
    ) -> BoxFuture<'a, Result<Vec<Vec<f32>>, Unavailable>>;
}

/// A guild's access to summaries, drafts and embeddings. Cheap to clone.
#[derive(Clone)]
pub struct Language {
    model: Option<Arc<dyn LanguageModel>>,
    guild: GuildId,
}

impl Language {
    pub(crate) fn new(model: Option<Arc<dyn LanguageModel>>, guild: GuildId) -> Self {
        Self { model, guild }
    }

    /// Whether the guild has a language model. It may fail nevertheless.
    pub fn is_on(&self) -> bool {
        self.model().is_ok()
    }

    /// Sums up a conversation; its end weighs more than its beginning. `None` if only bots wrote something.
    pub async fn summarise(&self, conversation: &Conversation) -> Option<Summary> {
        if !summary::has_content(&conversation.messages) {
            return None;
        }
        let answer = match self.model() {
            Ok(model) => model.summarise(self.guild, conversation).await,
            Err(unavailable) => Err(unavailable),
        };
        let messages = conversation.messages.clone();
        let (text, note) = Self::or_offline(answer, move || summary::summarise(&messages)).await;
        Some(Summary { text, note })
    }

    /// Drafts the next answer of staff from the material.
    ///
    /// # Errors
    /// If no model has answered: show the material itself.
    pub async fn draft_reply(
        &self,
        conversation: &Conversation,
        material: &[Material],
    ) -> Result<String, Unavailable> {
        self.model()?.draft_reply(self.guild, conversation, material).await
    }

    /// Drafts an FAQ entry that answers what these summaries have in common; offline it is the most typical of them.
    pub async fn draft_entry(&self, locale: &Locale, summaries: &[String]) -> Draft {
        let answer = match self.model() {
            Ok(model) if !summaries.is_empty() => model.draft_entry(self.guild, locale, summaries).await,
            _ => Err(Unavailable::Off),
        };
        let quoted = summaries.to_vec();
        let ((title, text), note) = Self::or_offline(answer, move || summary::draft_entry(&quoted)).await;
        Draft { title, text, note }
    }

    /// A vector for each text, in order: texts that mean the same are near each other. `None` if no model has answered.
    pub async fn embed(&self, texts: &[String]) -> Option<Vec<Vec<f32>>> {
        let model = self.model().ok()?;
        model.embed(self.guild, texts).await.ok().filter(|vectors| vectors.len() == texts.len())
    }

    /// The name of the model of the vectors; those of different models can't be compared. Empty if there is none.
    pub fn embedding_model(&self) -> String {
        self.model().map(|model| model.embedding_model(self.guild)).unwrap_or_default()
    }

    fn model(&self) -> Result<&Arc<dyn LanguageModel>, Unavailable> {
        self.model.as_ref().filter(|model| model.is_on(self.guild)).ok_or(Unavailable::Off)
    }

    /// Makes a text offline if no model has answered, on a thread of its own: it compares each sentence with each other.
    async fn or_offline<T: Default + Send + 'static>(
        answer: Result<T, Unavailable>,
        offline: impl FnOnce() -> T + Send + 'static,
    ) -> (T, Option<Note>) {
        match answer {
            Ok(answer) => (answer, None),
            Err(unavailable) => {
                let made = run_blocking(offline).await.unwrap_or_else(|error| {
                    tracing::error!(%error, "a text could not be summarised offline");
                    T::default()
                });
                (made, Note::new(unavailable))
            }
        }
    }
}

impl Unavailable {
    /// The id of the text that says so.
    const fn text_id(self) -> &'static str {
        match self {
            Self::Off => "language-off",
            Self::Budget => "language-budget",
            Self::Busy => "language-busy",
            Self::Paused => "language-paused",
            Self::Slow => "language-slow",
            Self::Broken => "language-broken",
            Self::Unusable => "language-unusable",
        }
    }

    /// Tells readers why.
    pub fn sentence(self, locale: &Locale) -> String {
        OWN.text(locale, self.text_id())
    }
}

impl Note {
    /// No note if the guild has no model: readers expect none then.
    fn new(unavailable: Unavailable) -> Option<Self> {
        (unavailable != Unavailable::Off).then_some(Self(unavailable))
    }

    /// Tells readers that the text was made offline, and why.
    pub fn sentence(self, locale: &Locale) -> String {
        let why = self.0.sentence(locale);
        OWN.text_with(locale, "language-note", &[("why", why.into())])
    }

    /// Why no model has answered.
    pub const fn why(self) -> Unavailable {
        self.0
    }
}
