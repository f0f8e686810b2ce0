//! Undoing a ticket whose channel can't be made, and telling its member, with their words.

use plugin_api::{
    DiscordCode, Error, Job, LogKind, Result,
    serenity::{Mentionable, UserId},
    ui,
};
use serde::{Deserialize, Serialize};

use super::{
    domain::{Opener, locale},
    store, view,
};
use crate::{
    channel::{self, view::mode},
    names::TELL,
    settings::TicketSettings,
    texts,
    ticket::{self, Answer, Ticket},
};

/// What a member is told about a ticket that was undone: the payload of [`TELL`].
#[derive(Debug, Serialize, Deserialize)]
struct News {
    opener: Opener,
    user: u64,
    why: String,
    description: String,
    answers: Vec<Answer>,
}

/// Removes what there is of a ticket that can't be opened, and has the member told. `why` is a word of the catalogue.
pub(crate) async fn undo(job: &Job, ticket: &Ticket, why: &str) -> Result<()> {
    let host = &job.host;
    take_down(job, ticket).await?;
    let opener: Opener = job.payload().unwrap_or_default();
    let settings = host.settings::<TicketSettings>(job.guild);
    let parent = settings.category(&ticket.category).and_then(|category| category.parent);
    let place = parent.map(|parent| parent.mention().to_string()).unwrap_or_default();
    let category = texts::category_label(&settings, &ticket.category);
    let args = [("category", category.into()), ("place", place.into()), mode(ticket)];
    let news = News {
        why: texts::text_with(&locale(job, &opener), &format!("opening-undone-{why}"), &args),
        opener,
        user: ticket.user,
        description: ticket.description.clone(),
        answers: ticket.answers.clone(),
    };
    let mut tx = host.db().begin().await?;
    if !store::delete_opening(&mut tx, job.guild, ticket.id).await? {
        tx.rollback().await?;
        return Ok(());
    }
    host.jobs().enqueue(&mut tx, TELL, job.guild, &ticket.id.to_string(), host.clock().now(), &news).await?;
    job.complete(&mut tx).await?;
    tx.commit().await?;
    let said = texts::text_with(&host.guild(job.guild).locale, &format!("log-undone-{why}"), &args);
    ticket::messages::log_text(host, LogKind::Failed, ticket, &said);
    Ok(())
}

/// Deletes its channel, if it has one by now. One that Discord does not let go is told at the next start, as one of no ticket.
async fn take_down(job: &Job, ticket: &Ticket) -> Result<()> {
    let known = ticket::store::fetch(job.host.db(), job.guild, ticket.id).await?;
    let place = match known.and_then(|ticket| ticket.channel) {
        Some(place) => Some(place),
        // A try that died may have made one that nobody heard of.
        None => {
            channel::make::adopt(&job.host, ticket, &channel::desired::desired(&job.host, ticket).await?)
                .await?
        }
    };
    let Some(place) = place else { return Ok(()) };
    // First, so that nobody takes its deletion for a moderator's and has it made again.
    ticket::store::set_channel(job.host.db(), job.guild, ticket.id, None).await?;
    match channel::make::delete(&job.host, place).await {
        Err(error) if error.is_transient() => Err(error),
        Err(error) => {
            tracing::error!(guild = %job.guild, channel = %place, %error, "the channel of a ticket that is undone can't be deleted");
            Ok(())
        }
        Ok(_) => Ok(()),
    }
}

/// Tells a member that their ticket could not be opened, and gives them their words back.
pub(crate) async fn tell(job: Job) -> Result<()> {
    let news: News = job.payload()?;
    let locale = locale(&job, &news.opener);
    let written = view::written(&locale, &news.description, &news.answers);
    if let Some(pending) = &news.opener.pending
        && pending.edit_answer(&job.host, ui::Reply::text(&news.why).embed(written.clone())).await?
    {
        return Ok(());
    }
    let Some(user) = std::num::NonZeroU64::new(news.user) else { return Ok(()) };
    let user = UserId::from(user);
    let message = job.with_nonce(ui::message().content(news.why).embed(written), 0);
    let http = job.host.http();
    let sent = async { user.create_dm_channel(http).await?.id.send_message(http, message).await };
    match sent.await.map_err(Error::from) {
        // 50007 Cannot send messages to this user, 10013 Unknown User: the log channel knows.
        Err(error)
            if matches!(
                error.discord_code(),
                Some(DiscordCode::CannotMessageUser | DiscordCode::UnknownUser)
            ) =>
        {
            Ok(())
        }
        sent => sent.map(|_| ()),
    }
}
