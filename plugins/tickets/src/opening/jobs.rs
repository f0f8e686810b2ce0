//! Making the channel of a ticket that was stored, or undoing the ticket: never one without the other.

use plugin_api::{
    DiscordCode, Job, JobKind, LogKind, Result,
    serenity::{ChannelId, GetMessages, MessageId},
};

use super::{
    domain::{ANSWERED, Opener, locale},
    store, undo, view,
};
use crate::{
    channel::{
        self,
        make::Made,
        refused::Refused,
        spec::{AppliedSpec, ChannelSpec},
    },
    names::{OPEN, TELL},
    plugin::Tickets,
    settings::TicketSettings,
    texts,
    ticket::{self, Status, Ticket, Transition, access::TicketRequest},
};

/// All kinds.
pub(crate) fn all() -> Vec<JobKind> {
    vec![JobKind::new(OPEN, open).exhausted(given_up), JobKind::new(TELL, undo::tell)]
}

/// Makes the channel, posts the first message, and says that it is open. Everything that an earlier try did is found again.
pub(crate) async fn open(job: Job) -> Result<()> {
    let Some(ticket) = wanted(&job).await? else { return Ok(()) };
    match complete(&job, &ticket).await {
        Err(error) => match Refused::from_error(&error) {
            Some(refused) => {
                tracing::warn!(guild = %job.guild, ticket = ticket.id, %error, "a ticket's channel can't be made");
                undo::undo(&job, &ticket, refused.as_str()).await
            }
            None => Err(error),
        },
        done => done,
    }
}

/// Undoes a ticket whose channel could not be made however often it was tried.
pub(crate) async fn given_up(job: Job) -> Result<()> {
    match wanted(&job).await? {
        Some(ticket) => undo::undo(&job, &ticket, "failed").await,
        None => Ok(()),
    }
}

/// The ticket that a job is about, as long as it is being opened.
async fn wanted(job: &Job) -> Result<Option<Ticket>> {
    let ticket = ticket::store::fetch(job.host.db(), job.guild, ticket::job_context::number(job)?).await?;
    Ok(ticket.filter(|ticket| ticket.status == Status::Opening))
}

async fn complete(job: &Job, ticket: &Ticket) -> Result<()> {
    let spec = channel::desired::desired(&job.host, ticket).await?;
    let place = match ticket.channel {
        Some(place) => Some(place),
        None => make(job, ticket, &spec).await?,
    };
    // It was undone meanwhile, by another process.
    let Some(place) = place else { return Ok(()) };
    let had = ChannelSpec { name: spec.name.clone(), ..ChannelSpec::default() };
    let sent = async {
        if !spec.members.is_empty() {
            channel::make::apply(
                &job.host,
                ticket,
                place,
                channel::make::SpecChange { from: &had, to: &spec },
                None,
            )
            .await?;
        }
        greet(job, ticket, place).await
    };
    match sent.await {
        // 10003 Unknown Channel: somebody deleted it before it was opened. The next try makes another.
        Err(error) if error.discord_code() == Some(DiscordCode::UnknownChannel) => {
            ticket::store::set_channel(job.host.db(), job.guild, ticket.id, None).await?;
            Err(anyhow::anyhow!("the channel of ticket #{} is gone before it was opened", ticket.id).into())
        }
        Err(error) => Err(error),
        Ok(message) => finish(job, ticket, spec, message).await,
    }
}

/// The ticket's channel: the one that an earlier try made, or a new one. `None` where the ticket is not being opened any more.
async fn make(job: &Job, ticket: &Ticket, spec: &ChannelSpec) -> Result<Option<ChannelId>> {
    let host = &job.host;
    let found = if is_again(job, ticket) { channel::make::adopt(host, ticket, spec).await? } else { None };
    let made = match found {
        Some(channel) => Made { channel, parent: None, roles_gone: Vec::new() },
        None => {
            let settings = host.settings::<TicketSettings>(job.guild);
            let overflow = settings.category(&ticket.category).and_then(|category| category.overflow);
            channel::make::create(host, ticket, spec, overflow).await?
        }
    };
    let mut tx = host.db().begin().await?;
    let now = ticket::store::lock(&mut tx, job.guild, ticket.id).await?;
    let other = now.as_ref().and_then(|ticket| ticket.channel);
    if now.is_some_and(|ticket| ticket.status == Status::Opening) && other.is_none() {
        ticket::store::set_channel(&mut tx, job.guild, ticket.id, Some(made.channel)).await?;
        tx.commit().await?;
        Tickets::from_host(host)?.non_ticket_channels.remove(made.channel);
        log_refusal(job, ticket, &made);
        return Ok(Some(made.channel));
    }
    tx.rollback().await?;
    if other != Some(made.channel) {
        channel::make::delete(host, made.channel).await?;
    }
    Ok(other)
}

/// Whether an earlier try may have left something on Discord.
fn is_again(job: &Job, ticket: &Ticket) -> bool {
    job.attempt > 1 || job.due > ticket.created_at + ANSWERED
}

/// Tells the log channel what of the settings is not there any more.
fn log_refusal(job: &Job, ticket: &Ticket, made: &Made) {
    let locale = job.host.guild(job.guild).locale;
    let category = ("category", ticket.category.clone().into());
    if let Some(refused) = made.parent {
        let text = format!("log-{}", refused.as_str());
        let said = texts::text_with(&locale, &text, std::slice::from_ref(&category));
        ticket::messages::log_text(&job.host, LogKind::Failed, ticket, &said);
    }
    if !made.roles_gone.is_empty() {
        let roles: Vec<_> = made.roles_gone.iter().map(|role| format!("`{role}`")).collect();
        let said =
            texts::text_with(&locale, "log-roles-gone", &[category, ("roles", roles.join(", ").into())]);
        ticket::messages::log_text(&job.host, LogKind::Failed, ticket, &said);
    }
}

/// Posts the first message, once: Discord knows its nonce for a few minutes, and later it is looked for.
async fn greet(job: &Job, ticket: &Ticket, place: ChannelId) -> Result<MessageId> {
    let host = &job.host;
    if let Some(message) = ticket.message {
        return Ok(message);
    }
    if ticket.channel.is_some() || is_again(job, ticket) {
        let first = place.messages(host.http(), GetMessages::new().after(place.get()).limit(10)).await?;
        let own = first.iter().rev().find(|one| one.author.id == host.bot() && !one.components.is_empty());
        if let Some(own) = own {
            return Ok(own.id);
        }
    }
    let usual = Tickets::from_host(host)?.usual_staff.fetch(host, job.guild).await?;
    let staff = host.settings::<TicketSettings>(job.guild).staff_of(&ticket.category, &usual);
    let shown = Ticket { status: Status::Open, ..ticket.clone() };
    let message = channel::view::first(host, &shown, &staff)?;
    Ok(place.send_message(host.http(), job.with_nonce(message, 0)).await?.id)
}

/// Writes down that it is open, and says so.
async fn finish(job: &Job, ticket: &Ticket, spec: ChannelSpec, message: MessageId) -> Result<()> {
    let host = &job.host;
    let mut tx = host.db().begin().await?;
    store::set_message(&mut tx, job.guild, ticket.id, message).await?;
    let Some(before) = ticket::store::lock(&mut tx, job.guild, ticket.id).await? else {
        tx.rollback().await?;
        return Ok(());
    };
    let opener: Opener = job.payload()?;
    let locale = locale(job, &opener);
    let after = ticket::actions::change(
        &mut tx,
        &TicketRequest::from_host(host, job.guild),
        &before,
        &Transition::Made,
    )
    .await?;
    let applied = AppliedSpec { spec, revision: after.revision };
    store::set_applied(&mut tx, job.guild, ticket.id, &applied.to_text()?).await?;
    job.complete(&mut tx).await?;
    tx.commit().await?;
    ticket::messages::announce(host, &after, &Transition::Made, None).await;
    if let Some(pending) = opener.pending
        && let Err(error) = pending.edit_answer(host, view::opened(&locale, &after)).await
    {
        tracing::warn!(guild = %job.guild, ticket = after.id, %error, "who opened a ticket could not be told; its channel pinged them");
    }
    Ok(())
}
