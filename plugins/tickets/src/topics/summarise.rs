//! The job that summarises a closed ticket.

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

/// How many messages at the end of a conversation are summarised.
const MAX_MESSAGES: u32 = 400;

/// How much of a summary is posted in the log channel, in characters.
const LOG_LENGTH: usize = 2_000;

/// Summarises a closed ticket, and proposes its topic for the FAQ if it recurs.
pub(crate) async fn summarise(job: Job) -> Result<()> {
    let (host, guild) = (&job.host, job.guild);
    let Some(ticket) = ticket::store::fetch(host.db(), guild, number(&job)?).await? else { return Ok(()) };
    if !matches!(ticket.status, Status::Closed | Status::Archived) {
        return Ok(());
    }
    let conversation = fetch_conversation(&job, &ticket).await?;
    let Some(summary) = host.language(guild).summarise(&conversation).await else {
        return store::summaries::delete(host.db(), guild, ticket.id).await;
    };
    let mut tx = host.db().begin().await?;
    // A member who was erased meanwhile is not quoted, and a ticket that was reopened is summarised when it is closed again.
    let as_it_was = |now: &Ticket| (now.user, now.closed_at) == (ticket.user, ticket.closed_at);
    let Some(now) = ticket::store::lock(&mut tx, guild, ticket.id).await?.filter(as_it_was) else {
        return Ok(tx.rollback().await?);
    };
    store::summaries::upsert(&mut tx, &now, &summary.text, host.clock().now()).await?;
    tx.commit().await?;
    actions::propose_recurring(host, guild, ticket.id).await?;
    ticket::messages::log_text(host, LogKind::Info, &now, &log_summary_text(&job, &summary));
    Ok(())
}

/// Fetches the text that the ticket was opened with and its latest messages.
async fn fetch_conversation(job: &Job, ticket: &Ticket) -> Result<Conversation> {
    let mut messages = vec![ChatMessage::member(plain_summary(&ticket.description))];
    messages.extend(ticket.answers.iter().map(|answer| ChatMessage::member(plain_summary(&answer.value))));
    let latest = conversation::store::fetch_latest(job.host.db(), job.guild, ticket.id, MAX_MESSAGES).await?;
    let line = |message: Message| ChatMessage {
        speaker: message.speaker.into(),
        text: plain_summary(&message.content),
    };
    messages.extend(latest.into_iter().map(line));
    messages.retain(|line| !is_blank(&line.text));
    Ok(Conversation { locale: job.host.guild(job.guild).locale, messages })
}

fn log_summary_text(job: &Job, summary: &Summary) -> String {
    let locale = job.host.guild(job.guild).locale;
    let text = texts::words(&summary.text, LOG_LENGTH);
    let note = summary.note.map(|note| format!("\n-# {}", note.sentence(&locale))).unwrap_or_default();
    format!("{}\n{text}{note}", texts::text(&locale, "transcript-summary"))
}
