//! What the routes take and give, as JSON.

use plugin_api::{
    chrono::{DateTime, Utc},
    serenity::UserId,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    domain::{
        Answer, Edit, Embed, File, FileState, Message, Place, Priority, Source, Speaker, Status, Ticket,
        numbers::Period,
    },
    store::{closing::Rating, notes::Note},
};

/// A ticket.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Ticket)]
pub(super) struct TicketView {
    /// Its number in the guild.
    pub(super) id: i64,
    /// Who opened it; null where they asked to be forgotten.
    pub(super) user_id: Option<String>,
    /// What they were called then.
    pub(super) username: String,
    /// What it is about; what they wrote in the category's form where that is all there is.
    pub(super) description: String,
    /// What they wrote in the category's form, question by question.
    pub(super) answers: Vec<Answer>,
    /// The key of its category.
    pub(super) category: String,
    /// Where it stands.
    pub(super) status: Status,
    /// How urgent it is.
    pub(super) priority: Priority,
    /// Where the conversation is held.
    pub(super) place: Place,
    /// How it was opened.
    pub(super) source: Source,
    /// Its channel or thread, while there is one.
    pub(super) channel_id: Option<String>,
    /// Who has it in hand.
    pub(super) claimed_by: Option<String>,
    /// Since when.
    pub(super) claimed_at: Option<DateTime<Utc>>,
    /// The role that it was handed to.
    pub(super) escalated_to: Option<String>,
    /// When staff wrote first.
    pub(super) first_response_at: Option<DateTime<Utc>>,
    /// When the member wrote last.
    pub(super) last_member_at: Option<DateTime<Utc>>,
    /// When staff wrote last.
    pub(super) last_staff_at: Option<DateTime<Utc>>,
    /// Why it was closed.
    pub(super) close_reason: String,
    /// Who closed it; null where the bot or a program did.
    pub(super) closed_by: Option<String>,
    /// When.
    pub(super) closed_at: Option<DateTime<Utc>>,
    /// When it was put away.
    pub(super) archived_at: Option<DateTime<Utc>>,
    /// When its transcript was complete.
    pub(super) transcript_at: Option<DateTime<Utc>>,
    /// How often it was opened again.
    pub(super) reopened: i64,
    /// When it was opened.
    pub(super) created_at: DateTime<Utc>,
    /// When its state was changed last.
    pub(super) updated_at: DateTime<Utc>,
}

impl TicketView {
    /// Shows a ticket.
    pub(super) fn of(ticket: &Ticket) -> Self {
        let user = |user: Option<UserId>| user.map(|user| user.to_string());
        Self {
            id: ticket.id,
            user_id: user(ticket.opener()),
            username: ticket.username.clone(),
            description: ticket.about().into_owned(),
            answers: ticket.answers.clone(),
            category: ticket.category.clone(),
            status: ticket.status,
            priority: ticket.priority,
            place: ticket.place,
            source: ticket.source,
            channel_id: ticket.channel.map(|channel| channel.to_string()),
            claimed_by: user(ticket.claimed_by),
            claimed_at: ticket.claimed_at,
            escalated_to: ticket.escalated_to.map(|role| role.to_string()),
            first_response_at: ticket.first_response_at,
            last_member_at: ticket.last_member_at,
            last_staff_at: ticket.last_staff_at,
            close_reason: ticket.close_reason.clone(),
            closed_by: user(ticket.closed_by),
            closed_at: ticket.closed_at,
            archived_at: ticket.archived_at,
            transcript_at: ticket.transcript_at,
            reopened: ticket.reopened,
            created_at: ticket.created_at,
            updated_at: ticket.updated_at,
        }
    }
}

/// A page of tickets.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TicketPage)]
pub(super) struct Page {
    /// The tickets, by number.
    pub(super) tickets: Vec<TicketView>,
    /// What to give as `after` for the next page; null on the last.
    #[schema(required = true)]
    pub(super) next: Option<i64>,
}

/// Tickets that were found.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FoundTickets)]
pub(super) struct Found {
    /// The newest first.
    pub(super) tickets: Vec<TicketView>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Wanted {
    /// How many, 1 to 100; 50 where it is left out.
    #[param(minimum = 1, maximum = 100, default = 50)]
    pub(super) limit: Option<u32>,
    /// Only those whose number is greater.
    pub(super) after: Option<i64>,
    /// Only those that stand so.
    #[param(inline)]
    pub(super) status: Option<Status>,
    /// Only those that this member opened.
    pub(super) user_id: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Question {
    /// Words that were said, English or Dutch; all of them have to be there.
    pub(super) q: String,
    /// How many, 1 to 50; 10 where it is left out.
    #[param(minimum = 1, maximum = 50, default = 10)]
    pub(super) limit: Option<u32>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Span {
    /// How far back; the last 30 days where it is left out.
    #[param(inline)]
    pub(super) period: Option<Period>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct At {
    /// The ticket's number in the guild.
    pub(super) id: i64,
}

/// A ticket to be opened.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewTicket {
    /// The member whose it is to be.
    pub(super) user_id: String,
    /// The key of a category; `support` where the settings name none.
    pub(super) category: Option<String>,
    /// What it is about, at most 2,000 characters.
    pub(super) description: String,
    /// Answers to the questions of the category's form: at most 5, each with a label of 1 to 45 characters and a value of at most 1,000.
    #[serde(default)]
    pub(super) answers: Vec<Answer>,
}

/// A message, as it is kept.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TicketMessage)]
pub(super) struct MessageView {
    /// Discord's id.
    pub(super) id: String,
    /// Who wrote it; null for a bot, and where they asked to be forgotten.
    pub(super) user_id: Option<String>,
    /// What its author was called.
    pub(super) author: String,
    /// What its author is to the ticket.
    pub(super) speaker: Speaker,
    /// Its text.
    pub(super) content: String,
    /// What is shown below the text.
    pub(super) embeds: Vec<Embed>,
    /// The message that it answers.
    pub(super) reply_to: Option<String>,
    /// What it said before it was edited.
    pub(super) edits: Vec<EditView>,
    /// Its files.
    pub(super) attachments: Vec<FileView>,
    /// When it was written.
    pub(super) created_at: DateTime<Utc>,
    /// When it was edited last.
    pub(super) edited_at: Option<DateTime<Utc>>,
    /// When it was deleted on Discord.
    pub(super) deleted_at: Option<DateTime<Utc>>,
}

/// What a message said before.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TicketEdit)]
pub(super) struct EditView {
    /// What it said.
    pub(super) content: String,
    /// Until when.
    pub(super) replaced_at: DateTime<Utc>,
}

/// A file of a message.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TicketAttachment)]
pub(super) struct FileView {
    /// Discord's id, by which the file itself is had.
    pub(super) id: String,
    /// What it is called.
    pub(super) name: String,
    /// Its MIME type as Discord told it.
    pub(super) content_type: String,
    /// How many bytes it has.
    pub(super) size: i64,
    /// What became of it; only what is `stored` can be had.
    pub(super) state: FileState,
}

impl MessageView {
    /// Shows a message with what belongs to it.
    pub(super) fn of(message: Message, edits: &[Edit], files: &[File]) -> Self {
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
            attachments: files.map(FileView::of).collect(),
            created_at: message.created_at,
            edited_at: message.edited_at,
            deleted_at: message.deleted_at,
        }
    }
}

impl FileView {
    fn of(file: &File) -> Self {
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
pub(super) struct MessagePage {
    /// The oldest first.
    pub(super) messages: Vec<MessageView>,
    /// What to give as `after` for the next page; null on the last.
    #[schema(required = true)]
    pub(super) next: Option<String>,
}

/// What staff noted.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TicketNote)]
pub(super) struct NoteView {
    /// Its number in the ticket.
    pub(super) id: i64,
    /// Who wrote it; null for a program, and where they asked to be forgotten.
    pub(super) user_id: Option<String>,
    /// What it says.
    pub(super) text: String,
    /// When it was written.
    pub(super) created_at: DateTime<Utc>,
}

impl NoteView {
    /// Shows a note.
    pub(super) fn of(note: Note) -> Self {
        let user_id = (note.user_id != 0).then(|| note.user_id.to_string());
        Self { id: note.id, user_id, text: note.text, created_at: note.created_at }
    }
}

/// What the member thought of the help.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TicketRating)]
pub(super) struct RatingView {
    /// 1 to 5.
    pub(super) stars: i64,
    /// What they said of it.
    pub(super) comment: String,
}

impl RatingView {
    /// Shows a rating.
    pub(super) fn of(rating: Rating) -> Self {
        Self { stars: rating.stars, comment: rating.comment }
    }
}
