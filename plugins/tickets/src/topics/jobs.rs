//! The message that proposes a topic for the FAQ.

use super::summarise;
use crate::names::{PROPOSE, SUMMARISE};
use plugin_api::JobKind;
use plugin_api::{
    DiscordCode, Error, Host, Job, Result,
    serenity::{self as serenity, ChannelId, MessageId},
    ui,
};
use std::time::Duration;

use super::{
    domain::{Decision, Topic},
    store, view,
};

/// How long a language model with all its tries may take.
const SUMMING_UP: Duration = Duration::from_secs(120);

/// All kinds.
pub(crate) fn all() -> Vec<JobKind> {
    vec![
        JobKind::new(PROPOSE, propose).exhausted(put_off),
        JobKind::new(SUMMARISE, summarise::summarise).deadline(SUMMING_UP),
    ]
}

/// Posts a proposal in the log channel, or has its message show the tickets that came since. The key is the topic's number.
///
/// # Errors
/// Where the database or Discord fails.
pub(crate) async fn propose(job: Job) -> Result<()> {
    let Some(topic) = of(&job).await?.filter(|topic| topic.decision == Decision::Open) else {
        return Ok(());
    };
    if let Some(at) = topic.message
        && refresh(&job.host, &topic, at).await?
    {
        return Ok(());
    }
    // Without a log channel there is nobody to propose it to.
    let Some(channel) = job.host.guild(topic.guild).log_channel else { return put_off(job).await };
    let (embed, rows) = shown(&job.host, &topic).await?;
    let message = job.with_nonce(ui::message().embed(embed).components(rows), 0);
    let sent = channel.send_message(job.host.http(), message).await?;
    let mut tx = job.host.db().begin().await?;
    if let Some(topic) = store::lock(&mut tx, topic.guild, topic.id).await? {
        store::change(&mut tx, &Topic { message: Some((channel, sent.id)), ..topic }).await?;
    }
    Ok(tx.commit().await?)
}

/// A proposal that can't be posted comes back when more tickets come.
///
/// # Errors
/// Where the database fails.
pub(crate) async fn put_off(job: Job) -> Result<()> {
    let now = job.host.clock().now();
    let mut tx = job.host.db().begin().await?;
    let id = job.key.parse().unwrap_or_default();
    if let Some(topic) = store::lock(&mut tx, job.guild, id).await?
        && topic.decision == Decision::Open
    {
        let put_off = Topic { decision: Decision::Later, decided: Some((None, now)), ..topic };
        store::change(&mut tx, &put_off).await?;
        tracing::warn!(guild = %job.guild, topic = id, "a proposal for the FAQ could not be posted in the log channel");
    }
    Ok(tx.commit().await?)
}

async fn of(job: &Job) -> Result<Option<Topic>> {
    match job.key.parse() {
        Ok(id) => store::get(job.host.db(), job.guild, id).await,
        Err(_) => Ok(None),
    }
}

async fn shown(
    host: &Host,
    topic: &Topic,
) -> Result<(serenity::CreateEmbed, Vec<serenity::CreateActionRow>)> {
    let tickets = store::named(host.db(), topic.guild, &topic.tickets).await?;
    view::proposal(&host.guild(topic.guild).locale, topic, &tickets)
}

/// Changes the message of a proposal; `false` where it is gone.
async fn refresh(host: &Host, topic: &Topic, (channel, message): (ChannelId, MessageId)) -> Result<bool> {
    let (embed, rows) = shown(host, topic).await?;
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
    if let Some(now) = store::get(host.db(), topic.guild, topic.id).await?
        && now.decision != Decision::Open
    {
        let (embed, rows) = shown(host, &now).await?;
        channel.edit_message(host.http(), message, ui::edit().embed(embed).components(rows)).await?;
    }
    Ok(true)
}
