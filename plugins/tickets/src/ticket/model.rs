//! What the routes take and give, as JSON.

use plugin_api::{
    chrono::{DateTime, Utc},
    serenity::UserId,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::domain::{Answer, Place, Priority, Source, Status, Ticket};

/// A ticket.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Ticket)]
pub(crate) struct TicketView {
    /// Its number in the guild.
    pub(crate) id: i64,
    /// Who opened it; null where they asked to be forgotten.
    pub(crate) user_id: Option<String>,
    /// What they were called then.
    pub(crate) username: String,
    /// What it is about; what they wrote in the category's form where that is all there is.
    pub(crate) description: String,
    /// What they wrote in the category's form, question by question.
    pub(crate) answers: Vec<Answer>,
    /// The key of its category.
    pub(crate) category: String,
    /// Where it stands.
    pub(crate) status: Status,
    /// How urgent it is.
    pub(crate) priority: Priority,
    /// Where the conversation is held.
    pub(crate) place: Place,
    /// How it was opened.
    pub(crate) source: Source,
    /// Its channel or thread, while there is one.
    pub(crate) channel_id: Option<String>,
    /// Who has it in hand.
    pub(crate) claimed_by: Option<String>,
    /// Since when.
    pub(crate) claimed_at: Option<DateTime<Utc>>,
    /// The role that it was handed to.
    pub(crate) escalated_to: Option<String>,
    /// When staff wrote first.
    pub(crate) first_response_at: Option<DateTime<Utc>>,
    /// When the member wrote last.
    pub(crate) last_member_at: Option<DateTime<Utc>>,
    /// When staff wrote last.
    pub(crate) last_staff_at: Option<DateTime<Utc>>,
    /// Why it was closed.
    pub(crate) close_reason: String,
    /// Who closed it; null where the bot or a program did.
    pub(crate) closed_by: Option<String>,
    /// When.
    pub(crate) closed_at: Option<DateTime<Utc>>,
    /// When it was put away.
    pub(crate) archived_at: Option<DateTime<Utc>>,
    /// When its transcript was complete.
    pub(crate) transcript_at: Option<DateTime<Utc>>,
    /// How often it was opened again.
    pub(crate) reopened: i64,
    /// When it was opened.
    pub(crate) created_at: DateTime<Utc>,
    /// When its state was changed last.
    pub(crate) updated_at: DateTime<Utc>,
}

impl TicketView {
    /// Shows a ticket.
    pub(crate) fn from_ticket(ticket: &Ticket) -> Self {
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
pub(crate) struct Page {
    /// The tickets, by number.
    pub(crate) tickets: Vec<TicketView>,
    /// What to give as `after` for the next page; null on the last.
    #[schema(required = true)]
    pub(crate) next: Option<i64>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wanted {
    /// How many, 1 to 100; 50 where it is left out.
    #[param(minimum = 1, maximum = 100, default = 50)]
    pub(crate) limit: Option<u32>,
    /// Only those whose number is greater.
    pub(crate) after: Option<i64>,
    /// Only those that stand so.
    #[param(inline)]
    pub(crate) status: Option<Status>,
    /// Only those that this member opened.
    pub(crate) user_id: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct At {
    /// The ticket's number in the guild.
    pub(crate) id: i64,
}
