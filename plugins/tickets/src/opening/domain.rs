//! What a member wants to open a ticket with.

use plugin_api::{
    Job, Locale, ReplyToken,
    chrono::TimeDelta,
    serenity::{ChannelId, MessageId, User, UserId},
    ui::is_blank,
};
use serde::{Deserialize, Serialize};

use crate::{
    settings::Category,
    ticket::{Answer, Source, domain::words_of},
};

/// A ticket that is not opened yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTicket {
    /// Whose it will be.
    pub user: UserId,
    /// What they are called.
    pub username: String,
    /// The key of a category in the settings; empty where none was chosen yet.
    pub category: String,
    /// What it is about, in their words.
    pub description: String,
    /// What they wrote in the category's form.
    pub answers: Vec<Answer>,
    /// How they came to it.
    pub source: Source,
    /// The message that it is opened from.
    pub origin: Option<(ChannelId, MessageId)>,
}

impl NewTicket {
    /// Of who begins at a panel with this category.
    #[must_use]
    pub fn from_panel(user: &User, category: String) -> Self {
        Self {
            user: user.id,
            username: user.name.clone(),
            category,
            description: String::new(),
            answers: Vec::new(),
            source: Source::Panel,
            origin: None,
        }
    }
}

/// What is wrong with a wish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InvalidTicket {
    /// It does not say what it is about.
    Blank,
    /// This question has to be answered with something that can be seen.
    Unanswered(String),
}

impl NewTicket {
    /// What can be looked for in the FAQ.
    #[must_use]
    pub fn words(&self) -> String {
        words_of(&self.description, &self.answers)
    }

    /// Holds it against its category's form.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check(&self, category: &Category) -> Result<(), InvalidTicket> {
        let said =
            |label: &str| self.answers.iter().any(|answer| answer.label == label && !is_blank(&answer.value));
        if let Some(open) = category.questions.iter().find(|one| one.required && !said(&one.label)) {
            return Err(InvalidTicket::Unanswered(open.label.clone()));
        }
        if is_blank(&self.words()) { Err(InvalidTicket::Blank) } else { Ok(()) }
    }
}

/// A wish that waits for its member: for a category, for a form, or for what the FAQ says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its number, counted per guild.
    pub id: i64,
    /// The wish.
    pub new_ticket: NewTicket,
    /// The entries of the FAQ that the member was shown.
    pub shown: Vec<i64>,
}

/// How long the making of a channel waits for the answer that says that it is being made, and whose place is taken by what becomes of it.
/// Discord waits as long for an answer.
pub const ANSWERED: TimeDelta = TimeDelta::seconds(3);

/// How whoever opens a ticket hears what became of it: the payload of [`OPEN`].
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Opener {
    /// The answer that tells them so far that it is being opened; none where a program opened it.
    pub pending: Option<ReplyToken>,
    /// Their language; the guild's where it is not known.
    pub locale: Option<String>,
}

pub(crate) fn locale(job: &Job, opener: &Opener) -> Locale {
    opener.locale.as_deref().map_or_else(|| job.host.guild(job.guild).locale, Locale::new)
}
