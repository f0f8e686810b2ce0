//! What a search found.

use plugin_api::{
    Locale, Result,
    serenity::MessageId,
    ui::{self, Reply, Tone, paginate::Page, timestamp},
};

use super::search::Search;
use crate::{
    texts::{text, text_with, words},
    ticket::{Ticket, card::member},
};

/// A ticket that was found, with what was looked for.
#[derive(Clone, Debug)]
pub struct Found {
    /// The ticket.
    pub ticket: Ticket,
    /// The message with the words; none where the ticket was opened with them.
    pub message: Option<u64>,
    /// Who wrote it.
    pub author: String,
    /// The words and what is around them.
    pub excerpt: String,
}

/// One page of what was found, the newest tickets first.
///
/// # Errors
/// Where a custom id can't be built.
pub fn found(reader: &Locale, search: &Search, found: &[Found], count: usize, page: Page) -> Result<Reply> {
    let title = text_with(reader, "search-title", &[("count", count.into())]);
    let lines: Vec<_> = found.iter().map(|found| line(reader, found)).collect();
    let lines = if lines.is_empty() { text(reader, "search-nothing") } else { lines.join("\n") };
    let reply = Reply::new().embed(ui::embed(Tone::Neutral, &title, &lines));
    Ok(page.row(reader, |index| search.id(index))?.into_iter().fold(reply, Reply::row))
}

fn line(reader: &Locale, found: &Found) -> String {
    let ticket = &found.ticket;
    let place = ticket.channel.map(|channel| match found.message {
        Some(message) => MessageId::new(message).link(channel, Some(ticket.guild)),
        None => format!("<#{channel}>"),
    });
    let mut parts = vec![
        format!("**#{}**", ticket.id),
        text(reader, &format!("status-{}", ticket.status)),
        member(ticket, reader),
        timestamp(ticket.created_at, 'd'),
    ];
    parts.extend(place);
    let author = ui::escape_markdown(&found.author);
    format!("{}\n> {author}: {}", parts.join(" · "), words(&found.excerpt.replace('\n', " "), 600))
}
