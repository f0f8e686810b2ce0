//! Messages of tickets, their edits and their files.

use plugin_api::{
    chrono::{DateTime, Utc},
    serenity,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Who says something.
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
pub enum Speaker {
    /// Who opened the ticket, or was added to it.
    Member,
    /// Who answers it.
    Staff,
    /// A program.
    Bot,
}

impl Speaker {
    /// The name that the database, the API, custom ids and the messages use.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// The state of a file.
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
pub enum FileState {
    /// It is still to be downloaded.
    Pending,
    /// It is stored.
    Stored,
    /// It is larger than the limit.
    TooLarge,
    /// The download failed.
    Failed,
}

impl FileState {
    /// The name that the database, the API, custom ids and the messages use.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// What kind of thing is shown below a message's text.
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
pub enum EmbedKind {
    /// An embed.
    #[default]
    Embed,
    /// A forwarded message.
    Forwarded,
    /// A sticker.
    Sticker,
    /// A poll with its answers.
    Poll,
}

impl EmbedKind {
    /// The name that the database, the API, custom ids and the messages use.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

impl From<Speaker> for plugin_api::language::Speaker {
    fn from(speaker: Speaker) -> Self {
        match speaker {
            Speaker::Member => Self::Member,
            Speaker::Staff => Self::Staff,
            Speaker::Bot => Self::Bot,
        }
    }
}

/// A message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Discord's id.
    pub id: u64,
    /// Its author; 0 if the author asked to be forgotten. For a bot's message the ticket's opener, since bots quote them.
    pub user: u64,
    /// Its author's name at that time; empty if the author asked to be forgotten.
    pub author: String,
    /// What its author is to the ticket.
    pub speaker: Speaker,
    /// Its text, as it was typed.
    pub content: String,
    /// What is shown below the text.
    pub embeds: Vec<Embed>,
    /// The message that it answers.
    pub reply_to: Option<u64>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When it was edited last.
    pub edited_at: Option<DateTime<Utc>>,
    /// When it was deleted on Discord.
    pub deleted_at: Option<DateTime<Utc>>,
}

/// What a message said before it was edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Its message.
    pub message: u64,
    /// What it said.
    pub content: String,
    /// Until when.
    pub replaced_at: DateTime<Utc>,
}

/// A file of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Discord's id.
    pub id: u64,
    /// Its message.
    pub message: u64,
    /// Whose it is; as [`Message::user`].
    pub user: u64,
    /// What it is called.
    pub name: String,
    /// Its MIME type according to Discord; empty if Discord gives none.
    pub content_type: String,
    /// How many bytes it has.
    pub size: i64,
    /// Discord's link to it, which is valid for some hours.
    pub url: String,
    /// What became of it.
    pub state: FileState,
}

/// What is shown below a message's text, as text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Embed {
    /// What kind of thing it is.
    pub kind: EmbedKind,
    /// Who it is said to be by.
    pub author: String,
    /// Its headline.
    pub title: String,
    /// What the headline leads to.
    pub url: String,
    /// Its text.
    pub description: String,
    /// Its fields.
    pub fields: Vec<Field>,
    /// Its last line.
    pub footer: String,
    /// The link to its picture, which is not stored.
    pub image: String,
    /// Its colour, as a number of three bytes.
    pub colour: Option<u32>,
}

/// A field of an embed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Field {
    /// Its headline.
    pub name: String,
    /// Its text.
    pub value: String,
}

impl From<&serenity::Embed> for Embed {
    fn from(embed: &serenity::Embed) -> Self {
        let image = embed.image.as_ref().map(|image| image.url.clone());
        let image = image
            .or_else(|| embed.thumbnail.as_ref().map(|thumbnail| thumbnail.url.clone()))
            .unwrap_or_default();
        let field =
            |field: &serenity::EmbedField| Field { name: field.name.clone(), value: field.value.clone() };
        Self {
            kind: EmbedKind::Embed,
            author: embed.author.as_ref().map(|author| author.name.clone()).unwrap_or_default(),
            title: embed.title.clone().unwrap_or_default(),
            url: embed.url.clone().unwrap_or_default(),
            description: embed.description.clone().unwrap_or_default(),
            fields: embed.fields.iter().map(field).collect(),
            footer: embed.footer.as_ref().map(|footer| footer.text.clone()).unwrap_or_default(),
            image,
            colour: embed.colour.map(|colour| colour.0),
        }
    }
}

impl Embed {
    /// Everything that a message shows below its text.
    pub fn all(message: &serenity::Message) -> Vec<Self> {
        let forwarded = message.message_snapshots.iter().flat_map(|snapshot| {
            let text =
                Self { kind: EmbedKind::Forwarded, description: snapshot.content.clone(), ..Self::default() };
            std::iter::once(text).chain(snapshot.embeds.iter().map(Self::from))
        });
        let stickers = message.sticker_items.iter().map(|sticker| Self {
            kind: EmbedKind::Sticker,
            title: sticker.name.clone(),
            ..Self::default()
        });
        let poll = message.poll.iter().map(|poll| Self {
            kind: EmbedKind::Poll,
            title: poll.question.text.clone().unwrap_or_default(),
            description: poll
                .answers
                .iter()
                .filter_map(|answer| answer.poll_media.text.clone())
                .collect::<Vec<_>>()
                .join("\n"),
            ..Self::default()
        });
        let embeds = message.embeds.iter().map(Self::from);
        embeds.chain(forwarded).chain(stickers).chain(poll).collect()
    }
}
