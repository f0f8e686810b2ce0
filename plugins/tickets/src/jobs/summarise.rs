//! Says in a few sentences what a ticket was about.

use plugin_api::{
    Job, LogKind, Result,
    language::{Conversation, Line, Summary},
    ui::is_blank,
};

use super::number;
use crate::{
    domain::{Message, Status, Ticket, gist},
    store, topics, view,
};

/// How many messages at the end of a conversation are summed up.
const LAST: u32 = 400;

/// How much of a summary the log channel is shown, in characters.
const SHOWN: usize = 2_000;

/// Sums a closed ticket up, and looks whether its topic comes up again and again.
///
/// # Errors
/// Where the database fails.
pub(super) async fn summarise(job: Job) -> Result<()> {
    let (host, guild) = (&job.host, job.guild);
    let Some(ticket) = store::get(host.db(), guild, number(&job)?).await? else { return Ok(()) };
    if !matches!(ticket.status, Status::Closed | Status::Archived) {
        return Ok(());
    }
    let conversation = conversation(&job, &ticket).await?;
    let Some(summary) = host.language(guild).summarise(&conversation).await else {
        return store::summaries::drop(host.db(), guild, ticket.id).await;
    };
    let mut tx = host.db().begin().await?;
    // Who asked to be forgotten meanwhile is not quoted, and what was opened again is summed up when it is closed again.
    let as_it_was = |now: &Ticket| (now.user, now.closed_at) == (ticket.user, ticket.closed_at);
    let Some(now) = store::lock(&mut tx, guild, ticket.id).await?.filter(as_it_was) else {
        return Ok(tx.rollback().await?);
    };
    store::summaries::keep(&mut tx, &now, &summary.text, host.clock().now()).await?;
    tx.commit().await?;
    topics::look(host, guild, ticket.id).await?;
    view::log_text(host, LogKind::Info, &now, &shown(&job, &summary));
    Ok(())
}

/// What the ticket was opened with, and what was said since.
async fn conversation(job: &Job, ticket: &Ticket) -> Result<Conversation> {
    let mut lines = vec![Line::member(gist(&ticket.description))];
    lines.extend(ticket.answers.iter().map(|answer| Line::member(gist(&answer.value))));
    let said = store::messages::said_last(job.host.db(), job.guild, ticket.id, LAST).await?;
    let line = |message: Message| Line { speaker: message.speaker.into(), text: gist(&message.content) };
    lines.extend(said.into_iter().map(line));
    lines.retain(|line| !is_blank(&line.text));
    Ok(Conversation { locale: job.host.guild(job.guild).locale, lines })
}

fn shown(job: &Job, summary: &Summary) -> String {
    let locale = job.host.guild(job.guild).locale;
    let text = view::words(&summary.text, SHOWN);
    let note = summary.note.map(|note| format!("\n-# {}", note.sentence(&locale))).unwrap_or_default();
    format!("{}\n{text}{note}", view::text(&locale, "transcript-summary"))
}
