//! Messages and their files, as JSON.

use plugin_api::chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::domain::{Edit, Embed, File, FileState, Message, Speaker};

/// A stored message.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TicketMessage)]
pub(crate) struct MessageView {
    /// Discord's id.
    pub(crate) id: String,
    /// Its author; null for a bot, and if the author asked to be forgotten.
    pub(crate) user_id: Option<String>,
    /// What its author was called.
    pub(crate) author: String,
    /// What its author is to the ticket.
    pub(crate) speaker: Speaker,
    /// Its text.
    pub(crate) content: String,
    /// What is shown below the text.
    pub(crate) embeds: Vec<Embed>,
    /// The message that it answers.
    pub(crate) reply_to: Option<String>,
    /// What it said before it was edited.
    pub(crate) edits: Vec<EditView>,
    /// Its files.
    pub(crate) attachments: Vec<FileView>,
    /// When it was written.
    pub(crate) created_at: DateTime<Utc>,
    /// When it was edited last.
    pub(crate) edited_at: Option<DateTime<Utc>>,
    /// When it was deleted on Discord.
    pub(crate) deleted_at: Option<DateTime<Utc>>,
}

/// What a message said before.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TicketEdit)]
pub(crate) struct EditView {
    /// What it said.
    pub(crate) content: String,
    /// Until when.
    pub(crate) replaced_at: DateTime<Utc>,
}

/// A file of a message.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TicketAttachment)]
pub(crate) struct FileView {
    /// Discord's id, by which the file itself is had.
    pub(crate) id: String,
    /// What it is called.
    pub(crate) name: String,
    /// Its MIME type as Discord told it.
    pub(crate) content_type: String,
    /// How many bytes it has.
    pub(crate) size: i64,
    /// What became of it; only what is `stored` can be had.
    pub(crate) state: FileState,
}

impl MessageView {
    /// Combines a message with its edits and files.
    pub(crate) fn new(message: Message, edits: &[Edit], files: &[File]) -> Self {
        let own = (message.user != 0 && message.speaker != Speaker::Bot).then(|| message.user.to_string());
        let edits = edits.iter().filter(|edit| edit.message == message.id);
        let files = files.iter().filter(|file| file.message == message.id);
        Self {
            id: message.id.to_string(),
            user_id: own,
            author: message.author,
            speaker: message.speaker,
            content: message.content,
            embeds: message.embeds,
            reply_to: message.reply_to.map(|id| id.to_string()),
            edits: edits
                .map(|edit| EditView { content: edit.content.clone(), replaced_at: edit.replaced_at })
                .collect(),
            attachments: files.map(FileView::new).collect(),
            created_at: message.created_at,
            edited_at: message.edited_at,
            deleted_at: message.deleted_at,
        }
    }
}

impl FileView {
    fn new(file: &File) -> Self {
        Self {
            id: file.id.to_string(),
            name: file.name.clone(),
            content_type: file.content_type.clone(),
            size: file.size,
            state: file.state,
        }
    }
}

/// A page of messages.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TicketMessagePage)]
pub(crate) struct MessagePage {
    /// The oldest first.
    pub(crate) messages: Vec<MessageView>,
    /// What to give as `after` for the next page; null on the last.
    #[schema(required = true)]
    pub(crate) next: Option<String>,
}
