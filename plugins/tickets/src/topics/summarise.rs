//! Says in a few sentences what a ticket was about.

use plugin_api::{
    Job, LogKind, Result,
    language::{ChatMessage, Conversation, Summary},
    ui::is_blank,
};

use super::{actions, plain_summary::plain_summary, store};
use crate::{
    conversation::{self, Message},
    texts,
    ticket::{self, Status, Ticket, job_context::number},
};

/// How many messages at the end of a conversation are summed up.
const LAST: u32 = 400;

/// How much of a summary the log channel is shown, in characters.
const SHOWN: usize = 2_000;

/// Sums a closed ticket up, and looks whether its topic comes up again and again.
///
/// # Errors
/// Where the database fails.
pub(crate) async fn summarise(job: Job) -> Result<()> {
    let (host, guild) = (&job.host, job.guild);
    let Some(ticket) = ticket::store::get(host.db(), guild, number(&job)?).await? else { return Ok(()) };
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
    let Some(now) = ticket::store::lock(&mut tx, guild, ticket.id).await?.filter(as_it_was) else {
        return Ok(tx.rollback().await?);
    };
    store::summaries::keep(&mut tx, &now, &summary.text, host.clock().now()).await?;
    tx.commit().await?;
    actions::look(host, guild, ticket.id).await?;
    ticket::messages::log_text(host, LogKind::Info, &now, &shown(&job, &summary));
    Ok(())
}

/// What the ticket was opened with, and what was said since.
async fn conversation(job: &Job, ticket: &Ticket) -> Result<Conversation> {
    let mut messages = vec![ChatMessage::member(plain_summary(&ticket.description))];
    messages.extend(ticket.answers.iter().map(|answer| ChatMessage::member(plain_summary(&answer.value))));
    let said = conversation::store::said_last(job.host.db(), job.guild, ticket.id, LAST).await?;
    let line = |message: Message| ChatMessage {
        speaker: message.speaker.into(),
        text: plain_summary(&message.content),
    };
    messages.extend(said.into_iter().map(line));
    messages.retain(|line| !is_blank(&line.text));
    Ok(Conversation { locale: job.host.guild(job.guild).locale, messages })
}

fn shown(job: &Job, summary: &Summary) -> String {
    let locale = job.host.guild(job.guild).locale;
    let text = texts::words(&summary.text, SHOWN);
    let note = summary.note.map(|note| format!("\n-# {}", note.sentence(&locale))).unwrap_or_default();
    format!("{}\n{text}{note}", texts::text(&locale, "transcript-summary"))
}
