//! What is said in the channels of tickets, kept as it happens.

use plugin_api::{Actor, serenity::Permissions};
use plugin_api::{
    DiscordCode, Error, Host, Result, Tx,
    chrono::{DateTime, Utc},
    serenity::{self, GuildId, MessageId, MessageType, RoleId, UserId},
};

use super::{
    domain::{self, Embed, File, FileState, Message, Speaker},
    files::limit,
    search, store,
};
use crate::{
    names::FETCH,
    settings::TicketSettings,
    ticket::{self, Access, Status, Ticket, Transition, access::TicketRequest},
};

/// How many bytes of files are kept of one ticket.
const FILES_OF_A_TICKET: i64 = 100 << 20;

/// Whether somebody, or a program, says something with a message; the others tell of pins and the like.
#[must_use]
pub fn says(message: &serenity::Message) -> bool {
    let kinds = [
        MessageType::Regular,
        MessageType::InlineReply,
        MessageType::ChatInputCommand,
        MessageType::ContextMenuCommand,
    ];
    kinds.contains(&message.kind)
}

/// Keeps a message of a ticket's channel, once, with what follows from it: who spoke last, and that staff no longer wait.
///
/// # Errors
/// Where the database or Discord fails.
pub async fn keep(
    host: &Host,
    ticket: &Ticket,
    message: &serenity::Message,
    roles: Option<&[RoleId]>,
) -> Result<()> {
    let speaker = speaker(host, ticket, message, roles).await?;
    let mut tx = host.db().begin().await?;
    let Some(mut ticket) = ticket::store::lock(&mut tx, ticket.guild, ticket.id).await? else {
        return Ok(tx.rollback().await?);
    };
    let settings = host.settings::<TicketSettings>(ticket.guild);
    if settings.keep_messages && !keep_words(&mut tx, host, &ticket, message, speaker).await? {
        return Ok(tx.rollback().await?);
    }
    let before = ticket.status;
    if speaker != Speaker::Bot {
        ticket = spoke(&mut tx, host, ticket, speaker, *message.timestamp).await?;
    }
    tx.commit().await?;
    if before != ticket.status {
        ticket::messages::announce(host, &ticket, &Transition::Resume, Some(message.author.id)).await;
    }
    Ok(())
}

/// Keeps a message and its files; `false` where it is kept already.
async fn keep_words(
    tx: &mut Tx,
    host: &Host,
    ticket: &Ticket,
    message: &serenity::Message,
    speaker: Speaker,
) -> Result<bool> {
    let kept = of_discord(ticket, message, speaker);
    if !store::insert(tx, ticket, &kept).await? {
        // An edit that overtook it has kept what the message says now.
        let now = store::get(&mut *tx, ticket.guild, ticket.id, kept.id).await?;
        if let Some((now, at)) = now.and_then(|now| now.edited_at.map(|at| (now, at)))
            && kept.edited_at.is_none()
            && now.content != kept.content
            && store::edits(&mut *tx, ticket.guild, ticket.id, (kept.id, kept.id)).await?.is_empty()
        {
            store::keep_edit(tx, ticket, &now, &kept.content, at).await?;
        }
        return Ok(false);
    }
    if speaker != Speaker::Bot {
        let words = search::stems(&kept.content);
        store::words::keep(tx, (ticket.guild, ticket.id, kept.id), kept.user, &words).await?;
    }
    keep_files(tx, host, ticket, &kept, &message.attachments).await?;
    Ok(true)
}

/// Keeps that a message has files and has them fetched.
async fn keep_files(
    tx: &mut Tx,
    host: &Host,
    ticket: &Ticket,
    message: &Message,
    attachments: &[serenity::Attachment],
) -> Result<()> {
    let limit = limit(host, ticket.guild);
    for attachment in attachments {
        let size = i64::from(attachment.size);
        let room = size <= limit
            && store::attachments::size(&mut *tx, ticket.guild, ticket.id).await? + size <= FILES_OF_A_TICKET;
        let file = File {
            id: attachment.id.get(),
            message: message.id,
            user: message.user,
            name: attachment.filename.clone(),
            content_type: attachment.content_type.clone().unwrap_or_default(),
            size,
            url: attachment.url.clone(),
            state: if room { FileState::Pending } else { FileState::TooLarge },
        };
        if store::attachments::insert(tx, ticket, &file).await? && room {
            let (key, now) = (file.id.to_string(), host.clock().now());
            host.jobs().enqueue(tx, FETCH, ticket.guild, &key, now, &ticket.id).await?;
        }
    }
    Ok(())
}

/// Keeps that the bot spoke for somebody of staff.
///
/// # Errors
/// Where the database fails.
pub async fn spoke_for_staff(host: &Host, ticket: &Ticket, at: DateTime<Utc>) -> Result<()> {
    let mut tx = host.db().begin().await?;
    if let Some(ticket) = ticket::store::lock(&mut tx, ticket.guild, ticket.id).await? {
        spoke(&mut tx, host, ticket, Speaker::Staff, at).await?;
    }
    Ok(tx.commit().await?)
}

/// Keeps who spoke last in a locked ticket.
async fn spoke(
    tx: &mut Tx,
    host: &Host,
    mut ticket: Ticket,
    speaker: Speaker,
    at: DateTime<Utc>,
) -> Result<Ticket> {
    let last = if speaker == Speaker::Staff { &mut ticket.last_staff_at } else { &mut ticket.last_member_at };
    *last = Some(last.map_or(at, |last| last.max(at)));
    let first = speaker == Speaker::Staff && ticket.first_response_at.is_none_or(|first| first > at);
    if first {
        ticket.first_response_at = Some(at);
    }
    store::spoke(tx, &ticket).await?;
    let waits =
        ticket.status == Status::WaitingForUser && ticket.waiting_since.is_none_or(|since| since <= at);
    if waits && speaker == Speaker::Member {
        let _locale = host.guild(ticket.guild).locale;
        return ticket::actions::change(
            tx,
            &TicketRequest::from_host(host, ticket.guild),
            &ticket,
            &Transition::Resume,
        )
        .await;
    }
    if first {
        ticket::timers::align(tx, host, &ticket).await?;
    }
    Ok(ticket)
}

/// Keeps that a message says something else from now on. One that is not known yet is kept as it is now.
///
/// # Errors
/// Where the database or Discord fails.
pub async fn edit(host: &Host, ticket: &Ticket, event: &serenity::MessageUpdateEvent) -> Result<()> {
    let id = event.id.get();
    let edited_at = event.edited_timestamp.map(|at| *at);
    let mut tx = host.db().begin().await?;
    // Edits that come at once are kept one after the other.
    let Some(ticket) = ticket::store::lock(&mut tx, ticket.guild, ticket.id).await? else {
        return Ok(tx.rollback().await?);
    };
    let Some(old) = store::get(&mut tx, ticket.guild, ticket.id, id).await? else {
        tx.rollback().await?;
        return match host.http().get_message(event.channel_id, event.id).await.map_err(Error::from) {
            Ok(message) if says(&message) => keep(host, &ticket, &message, None).await,
            Ok(_) => Ok(()),
            // 10008 Unknown Message: it was deleted meanwhile.
            Err(error) if error.discord_code() == Some(DiscordCode::UnknownMessage) => Ok(()),
            Err(error) => Err(error),
        };
    };
    let content = event.content.clone().unwrap_or_else(|| old.content.clone());
    let embeds = match &event.embeds {
        // Forwards, stickers and polls stay as they are; the event does not tell of them.
        Some(embeds) => {
            let kept = old.embeds.iter().filter(|embed| embed.kind != domain::EmbedKind::Embed).cloned();
            embeds.iter().map(Embed::from).chain(kept).collect()
        }
        None => old.embeds.clone(),
    };
    let new = Message { content, embeds, edited_at: edited_at.or(old.edited_at), ..old.clone() };
    let files = event.attachments.as_deref().unwrap_or_default();
    store_edit(&mut tx, host, &ticket, EditedMessage { old: &old, new: &new, files }).await?;
    Ok(tx.commit().await?)
}

/// A message before and after an edit.
#[derive(Clone, Copy)]
pub(crate) struct EditedMessage<'a> {
    pub(crate) old: &'a Message,
    pub(crate) new: &'a Message,
    pub(crate) files: &'a [serenity::Attachment],
}

/// Replaces a message's text and keeps the former one.
pub(crate) async fn store_edit(
    tx: &mut Tx,
    host: &Host,
    ticket: &Ticket,
    EditedMessage { old, new, files }: EditedMessage<'_>,
) -> Result<()> {
    // What somebody erased stays so, and an edit that came late changes nothing.
    let forgotten = old.user == 0 && old.author.is_empty();
    if forgotten || old.edited_at > new.edited_at {
        return Ok(());
    }
    if old.content != new.content {
        let at = new.edited_at.unwrap_or_else(|| host.clock().now());
        store::keep_edit(tx, ticket, old, &old.content, at).await?;
        if old.speaker != Speaker::Bot {
            let words = search::stems(&new.content);
            store::words::keep(tx, (ticket.guild, ticket.id, new.id), old.user, &words).await?;
        }
    }
    if old != new {
        store::replace(tx, ticket, new).await?;
    }
    keep_files(tx, host, ticket, new, files).await
}

/// A message as it is kept.
pub(crate) fn of_discord(ticket: &Ticket, message: &serenity::Message, speaker: Speaker) -> Message {
    let bot = speaker == Speaker::Bot;
    Message {
        id: message.id.get(),
        user: if bot { ticket.user } else { message.author.id.get() },
        author: message.author.global_name.clone().unwrap_or_else(|| message.author.name.clone()),
        speaker,
        content: message.content.clone(),
        embeds: Embed::all(message),
        reply_to: message
            .message_reference
            .as_ref()
            .filter(|_| message.kind == MessageType::InlineReply)
            .and_then(|reference| reference.message_id.map(MessageId::get)),
        created_at: *message.timestamp,
        edited_at: message.edited_timestamp.map(|at| *at),
        deleted_at: None,
    }
}

/// What an author is to the ticket. Nobody but its member, guests, staff and admins can write there, so that who is none of the first is
/// one of the last; or its member, where that one asked to be forgotten and writes on.
async fn speaker(
    host: &Host,
    ticket: &Ticket,
    message: &serenity::Message,
    roles: Option<&[RoleId]>,
) -> Result<Speaker> {
    let author = message.author.id;
    if message.author.bot || message.webhook_id.is_some() {
        return Ok(Speaker::Bot);
    }
    if ticket.opener() == Some(author) {
        return Ok(Speaker::Member);
    }
    let roles = match roles {
        Some(roles) => roles.to_vec(),
        None => roles_of(host, ticket.guild, author).await?,
    };
    let _settings = host.settings::<TicketSettings>(ticket.guild);
    let actor = TicketRequest::from_host(host, ticket.guild)
        .with_actor(Actor::member(author, roles, Permissions::empty()))
        .await?;
    Ok(match actor.access(host.db(), ticket).await? {
        Access::Guest | Access::Opener => Speaker::Member,
        Access::Outsider if ticket.opener().is_none() => Speaker::Member,
        Access::Staff | Access::Admin | Access::Host | Access::Outsider => Speaker::Staff,
    })
}

/// A member's roles; none of who left.
pub(crate) async fn roles_of(host: &Host, guild: GuildId, user: UserId) -> Result<Vec<RoleId>> {
    match host.http().get_member(guild, user).await.map_err(Error::from) {
        Ok(member) => Ok(member.roles),
        Err(error)
            if matches!(
                error.discord_code(),
                Some(DiscordCode::UnknownMember | DiscordCode::UnknownUser)
            ) =>
        {
            Ok(Vec::new())
        }
        Err(error) => Err(error),
    }
}
