//! The export of all tickets as CSV, streamed in parts.

use std::collections::HashMap;

use futures::{Stream, StreamExt, stream};
use plugin_api::{
    Error, Result,
    chrono::{DateTime, SecondsFormat, Utc},
    table::{self, Cell},
};

use super::store::{self, Rating};
use crate::ticket::{Ticket, access::TicketRequest};

/// The name of the file.
pub const FILE_NAME: &str = "tickets.csv";

/// How many tickets are read at once.
const PART: u32 = 200;

/// The table's columns.
const COLUMNS: [&str; 22] = [
    "id",
    "category",
    "status",
    "priority",
    "source",
    "user_id",
    "username",
    "description",
    "claimed_by",
    "claimed_at",
    "escalated_to",
    "created_at",
    "first_response_at",
    "closed_at",
    "closed_by",
    "close_reason",
    "archived_at",
    "reopened",
    "waited_seconds",
    "updated_at",
    "stars",
    "comment",
];

/// Streams the table. Texts of tickets that are hidden from the member are left out.
pub fn csv(request: TicketRequest) -> impl Stream<Item = Result<Vec<u8>>> + Send + 'static {
    let head = stream::once(async { table::rows([COLUMNS.map(Cell::value)]) });
    let parts = stream::try_unfold((request, 0), move |(request, after)| async move {
        let tickets = store::fetch_tickets_after(request.db(), request.guild, after, PART).await?;
        let (Some(first), Some(last)) = (tickets.first(), tickets.last()) else { return Ok(None) };
        let ratings = store::fetch_ratings(request.db(), request.guild, first.id, last.id).await?;
        let ratings: HashMap<_, _> = ratings.iter().map(|rating| (rating.ticket_id, rating)).collect();
        let rows = tickets.iter().map(|ticket| {
            let hidden = request.hidden_by(ticket).is_some();
            row(ticket, ratings.get(&ticket.id).copied(), hidden)
        });
        let rows = table::rows(rows)?;
        Ok::<_, Error>(Some((rows, (request, last.id))))
    });
    head.chain(parts)
}

fn row(ticket: &Ticket, rating: Option<&Rating>, hidden: bool) -> [Cell; COLUMNS.len()] {
    let visible = |text: &str| Cell::text(if hidden { "" } else { text });
    let id = |id: Option<u64>| id.map_or_else(|| Cell::value(""), Cell::value);
    let at = |at: Option<DateTime<Utc>>| {
        Cell::value(at.map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true)).unwrap_or_default())
    };
    [
        Cell::value(ticket.id),
        Cell::text(&ticket.category),
        Cell::value(ticket.status),
        Cell::value(ticket.priority),
        Cell::value(ticket.source),
        id(ticket.opener().map(Into::into)),
        Cell::text(&ticket.username),
        visible(&ticket.words()),
        id(ticket.claimed_by.map(Into::into)),
        at(ticket.claimed_at),
        id(ticket.escalated_to.map(Into::into)),
        at(Some(ticket.created_at)),
        at(ticket.first_response_at),
        at(ticket.closed_at),
        id(ticket.closed_by.map(Into::into)),
        visible(&ticket.close_reason),
        at(ticket.archived_at),
        Cell::value(ticket.reopened),
        Cell::value(ticket.waited_seconds),
        at(Some(ticket.updated_at)),
        rating.map_or_else(|| Cell::value(""), |rating| Cell::value(rating.stars)),
        visible(rating.map(|rating| rating.comment.as_str()).unwrap_or_default()),
    ]
}
