//! The jobs that summarise tickets and post proposals for the FAQ.

use std::time::Duration;

use plugin_api::{
    DiscordCode, Error, Host, Job, JobKind, Result, serenity,
    serenity::{ChannelId, MessageId},
    ui,
};

use super::{
    domain::{Decision, Topic},
    store, summarise, view,
};
use crate::names::{PROPOSE, SUMMARISE};

/// How long a language model may take, retries included.
const SUMMING_UP: Duration = Duration::from_secs(120);

pub(crate) fn all() -> Vec<JobKind> {
    vec![
        JobKind::new(PROPOSE, propose).exhausted(put_off),
        JobKind::new(SUMMARISE, summarise::summarise).deadline(SUMMING_UP),
    ]
}

/// Posts a proposal in the log channel, or updates its message with the latest tickets. The key is the topic's number.
pub(crate) async fn propose(job: Job) -> Result<()> {
    let Some(topic) = fetch_topic(&job).await?.filter(|topic| topic.decision == Decision::Open) else {
        return Ok(());
    };
    if let Some(at) = topic.message
        && edit_message(&job.host, &topic, at).await?
    {
        return Ok(());
    }
    // Without a log channel there is no place for the proposal.
    let Some(channel) = job.host.guild(topic.guild).log_channel else { return put_off(job).await };
    let (embed, rows) = render(&job.host, &topic).await?;
    let message = job.with_nonce(ui::message().embed(embed).components(rows), 0);
    let sent = channel.send_message(job.host.http(), message).await?;
    let mut tx = job.host.db().begin().await?;
    if let Some(topic) = store::lock(&mut tx, topic.guild, topic.id).await? {
        store::update(&mut tx, &Topic { message: Some((channel, sent.id)), ..topic }).await?;
    }
    Ok(tx.commit().await?)
}

/// Puts off a proposal that can't be posted; it comes back with more tickets.
pub(crate) async fn put_off(job: Job) -> Result<()> {
    let now = job.host.clock().now();
    let mut tx = job.host.db().begin().await?;
    let id = job.key.parse().unwrap_or_default();
    if let Some(topic) = store::lock(&mut tx, job.guild, id).await?
        && topic.decision == Decision::Open
    {
        let put_off = Topic { decision: Decision::Later, decided: Some((None, now)), ..topic };
        store::update(&mut tx, &put_off).await?;
        tracing::warn!(guild = %job.guild, topic = id, "a proposal for the FAQ could not be posted in the log channel");
    }
    Ok(tx.commit().await?)
}

async fn fetch_topic(job: &Job) -> Result<Option<Topic>> {
    match job.key.parse() {
        Ok(id) => store::fetch(job.host.db(), job.guild, id).await,
        Err(_) => Ok(None),
    }
}

async fn render(
    host: &Host,
    topic: &Topic,
) -> Result<(serenity::CreateEmbed, Vec<serenity::CreateActionRow>)> {
    let tickets = store::fetch_named_tickets(host.db(), topic.guild, &topic.tickets).await?;
    view::proposal(&host.guild(topic.guild).locale, topic, &tickets)
}

/// Edits the message of a proposal; returns `false` if it is gone.
async fn edit_message(
    host: &Host,
    topic: &Topic,
    (channel, message): (ChannelId, MessageId),
) -> Result<bool> {
    let (embed, rows) = render(host, topic).await?;
    let edit = ui::edit().embed(embed).components(rows);
    match channel.edit_message(host.http(), message, edit).await {
        Ok(_) => {}
        Err(error) => {
            let error = Error::from(error);
            let gone = matches!(
                error.discord_code(),
                Some(DiscordCode::UnknownMessage | DiscordCode::UnknownChannel)
            );
            return if gone { Ok(false) } else { Err(error) };
        }
    }
    // Whoever decided while it was changed has the last word.
    if let Some(now) = store::fetch(host.db(), topic.guild, topic.id).await?
        && now.decision != Decision::Open
    {
        let (embed, rows) = render(host, &now).await?;
        channel.edit_message(host.http(), message, ui::edit().embed(embed).components(rows)).await?;
    }
    Ok(true)
}
