//! What a ticket is.

use std::borrow::Cow;

use plugin_api::{
    Host, Locale,
    chrono::{DateTime, Utc},
    serenity::{ChannelId, GuildId, MessageId, RoleId, UserId},
    ui::is_blank,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where a ticket stands.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
    utoipa::ToSchema,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Status {
    /// It is stored; its channel is being made.
    Opening,
    /// Nobody has taken it yet.
    Open,
    /// Somebody of staff has it in hand.
    Claimed,
    /// Staff wait for the member.
    WaitingForUser,
    /// It was handed to another role.
    Escalated,
    /// It is answered; its channel is locked.
    Closed,
    /// Its transcript is all that remains, and its channel until that is deleted.
    Archived,
}

impl Status {
    /// All of them, in order.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// The name that the database, the API, custom ids and the messages use.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// Whether staff or the member still have something to do.
    #[must_use]
    pub const fn is_live(self) -> bool {
        matches!(self, Self::Open | Self::Claimed | Self::WaitingForUser | Self::Escalated)
    }
}

/// How urgent it is.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    Serialize,
    Deserialize,
    JsonSchema,
    utoipa::ToSchema,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
    strum::VariantNames,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Priority {
    /// Can wait.
    Low,
    /// As most are.
    #[default]
    Normal,
    /// Before others.
    High,
    /// Before everything.
    Urgent,
}

impl Priority {
    /// All of them, in order.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// The name that the database, the API, custom ids and the messages use.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// Where the conversation is held.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    Serialize,
    Deserialize,
    JsonSchema,
    utoipa::ToSchema,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Place {
    /// In a channel of its own.
    #[default]
    Channel,
    /// In a private thread.
    Thread,
}

impl Place {
    /// The name that the database, the API, custom ids and the messages use.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// How it was opened.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
    utoipa::ToSchema,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Source {
    /// `/ticket`.
    Command,
    /// A panel's button or select.
    Panel,
    /// «Open ticket from this message».
    Message,
    /// The HTTP API.
    Api,
}

impl Source {
    /// The name that the database, the API, custom ids and the messages use.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// What the member wrote in one field of a category's form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Answer {
    /// The question.
    pub label: String,
    /// The member's words.
    pub value: String,
}

/// A description and the answers of a form, as far as there are any, each from a line of its own.
pub(crate) fn words_of(description: &str, answers: &[Answer]) -> String {
    let answers = answers.iter().map(|answer| answer.value.as_str());
    let said = std::iter::once(description).chain(answers).filter(|said| !is_blank(said));
    said.collect::<Vec<_>>().join("\n")
}

/// A member's request to staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// Its guild.
    pub guild: GuildId,
    /// Its number, counted per guild.
    pub id: i64,
    /// How often its state was changed.
    pub revision: i64,
    /// Who opened it; 0 where they asked to be forgotten.
    pub user: u64,
    /// What they were called then.
    pub username: String,
    /// Their language; none where it is not known.
    pub locale: Option<Locale>,
    /// What it is about, in their words.
    pub description: String,
    /// What they wrote in the category's form.
    pub answers: Vec<Answer>,
    /// The key of its category in the settings.
    pub category: String,
    /// Where it stands.
    pub status: Status,
    /// How urgent it is.
    pub priority: Priority,
    /// Channel or thread.
    pub place: Place,
    /// How it was opened.
    pub source: Source,
    /// The message that it was opened from.
    pub origin: Option<(ChannelId, MessageId)>,
    /// Its channel or thread; none before it is made and after it is gone.
    pub channel: Option<ChannelId>,
    /// The opening message, which shows its state.
    pub message: Option<MessageId>,
    /// What the channel was last made to look like.
    pub applied: String,
    /// When the channel was renamed lately, the latest last.
    pub renamed: Vec<DateTime<Utc>>,
    /// Who has it in hand.
    pub claimed_by: Option<UserId>,
    /// Since when.
    pub claimed_at: Option<DateTime<Utc>>,
    /// The role that it was handed to.
    pub escalated_to: Option<RoleId>,
    /// When.
    pub escalated_at: Option<DateTime<Utc>>,
    /// When staff wrote in it for the first time.
    pub first_response_at: Option<DateTime<Utc>>,
    /// When the member, or somebody who was added, wrote last.
    pub last_member_at: Option<DateTime<Utc>>,
    /// When staff wrote last.
    pub last_staff_at: Option<DateTime<Utc>>,
    /// Since when staff wait for the member.
    pub waiting_since: Option<DateTime<Utc>>,
    /// How many seconds of working hours its clocks stood still before that: staff waited for the member, or it was closed.
    pub waited_seconds: i64,
    /// Why it was closed; empty where nobody said.
    pub close_reason: String,
    /// Who closed it; nobody where the host did.
    pub closed_by: Option<UserId>,
    /// When.
    pub closed_at: Option<DateTime<Utc>>,
    /// When it was archived.
    pub archived_at: Option<DateTime<Utc>>,
    /// When everything that was said up to its closing was stored.
    pub transcript_at: Option<DateTime<Utc>>,
    /// How often it was opened again.
    pub reopened: i64,
    /// When it was opened.
    pub created_at: DateTime<Utc>,
    /// When its state was changed last.
    pub updated_at: DateTime<Utc>,
}

impl Ticket {
    /// Who opened it, unless they asked to be forgotten.
    #[must_use]
    pub fn opener(&self) -> Option<UserId> {
        (self.user != 0).then(|| UserId::new(self.user))
    }

    /// The language in which its member is written to: their own, the guild's where it is not known.
    #[must_use]
    pub fn language(&self, host: &Host) -> Locale {
        self.locale.clone().unwrap_or_else(|| host.guild(self.guild).locale)
    }

    /// Where the message is that it was opened from.
    #[must_use]
    pub fn origin_link(&self) -> Option<String> {
        self.origin.map(|(channel, message)| message.link(channel, Some(self.guild)))
    }

    /// What it is about: the description, or what they answered in the form where that is all they wrote.
    #[must_use]
    pub fn about(&self) -> Cow<'_, str> {
        if is_blank(&self.description) { Cow::Owned(self.words()) } else { Cow::Borrowed(&self.description) }
    }

    /// All that they wrote to open it.
    #[must_use]
    pub fn words(&self) -> String {
        words_of(&self.description, &self.answers)
    }
}

#[cfg(test)]
impl Ticket {
    /// Ticket #1 of member 5, for tests.
    pub(crate) fn sample(status: Status) -> Self {
        Self {
            guild: GuildId::new(1),
            id: 1,
            revision: 1,
            user: 5,
            username: "emma".to_owned(),
            locale: None,
            description: "My bicycle is gone".to_owned(),
            answers: Vec::new(),
            category: "support".to_owned(),
            status,
            priority: Priority::Normal,
            place: Place::Channel,
            source: Source::Command,
            origin: None,
            channel: Some(ChannelId::new(9)),
            message: Some(MessageId::new(10)),
            applied: String::new(),
            renamed: Vec::new(),
            claimed_by: None,
            claimed_at: None,
            escalated_to: None,
            escalated_at: None,
            first_response_at: None,
            last_member_at: None,
            last_staff_at: None,
            waiting_since: None,
            waited_seconds: 0,
            close_reason: String::new(),
            closed_by: None,
            closed_at: None,
            archived_at: None,
            transcript_at: None,
            reopened: 0,
            created_at: DateTime::UNIX_EPOCH,
            updated_at: DateTime::UNIX_EPOCH,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_about_what_they_wrote_wherever_they_wrote_it() {
        let answer = |value: &str| Answer { label: "Which?".to_owned(), value: value.to_owned() };
        let described = Ticket { answers: vec![answer("The red one")], ..Ticket::sample(Status::Open) };
        assert_eq!(described.about(), "My bicycle is gone");
        assert_eq!(described.words(), "My bicycle is gone\nThe red one");
        let answers = vec![answer("The red one"), answer("\u{200b}"), answer("Since today")];
        let asked = Ticket { description: String::new(), answers, ..described };
        assert_eq!(
            (asked.about().as_ref(), asked.words().as_str()),
            ("The red one\nSince today", "The red one\nSince today")
        );
    }
}
