//! The replies of a search.

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
    /// The message with the words; none if the ticket was opened with them.
    pub message: Option<u64>,
    /// The name of its author.
    pub author: String,
    /// The words and what is around them.
    pub excerpt: String,
}

/// Renders one page of results, the newest tickets first.
pub fn results(locale: &Locale, search: &Search, found: &[Found], count: usize, page: Page) -> Result<Reply> {
    let title = text_with(locale, "search-title", &[("count", count.into())]);
    let lines: Vec<_> = found.iter().map(|found| result_line(locale, found)).collect();
    let lines = if lines.is_empty() { text(locale, "search-nothing") } else { lines.join("\n") };
    let reply = Reply::new().embed(ui::embed(Tone::Neutral, &title, &lines));
    Ok(page.row(locale, |index| search.custom_id(index))?.into_iter().fold(reply, Reply::row))
}

fn result_line(locale: &Locale, found: &Found) -> String {
    let ticket = &found.ticket;
    let place = ticket.channel.map(|channel| match found.message {
        Some(message) => MessageId::new(message).link(channel, Some(ticket.guild)),
        None => format!("<#{channel}>"),
    });
    let mut parts = vec![
        format!("**#{}**", ticket.id),
        text(locale, &format!("status-{}", ticket.status)),
        member(ticket, locale),
        timestamp(ticket.created_at, 'd'),
    ];
    parts.extend(place);
    let author = ui::escape_markdown(&found.author);
    format!("{}\n> {author}: {}", parts.join(" · "), words(&found.excerpt.replace('\n', " "), 600))
}
