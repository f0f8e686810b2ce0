//! Recording the messages of tickets' channels as they are written and edited.

use plugin_api::{
    Actor, DiscordCode, Error, Host, Result, Tx,
    chrono::{DateTime, Utc},
    serenity::{self, GuildId, MessageId, MessageType, Permissions, RoleId, UserId},
};

use super::{
    domain::{self, Embed, File, FileState, Message, Speaker},
    files::size_limit,
    search, store,
};
use crate::{
    names::FETCH,
    settings::TicketSettings,
    ticket::{self, Access, Status, Ticket, Transition, access::TicketRequest},
};

/// How many bytes of files are stored per ticket.
const FILES_OF_A_TICKET: i64 = 100 << 20;

/// Whether a message is part of the conversation, and not a system message (a pin, a new thread ..).
pub fn is_conversation(message: &serenity::Message) -> bool {
    let kinds = [
        MessageType::Regular,
        MessageType::InlineReply,
        MessageType::ChatInputCommand,
        MessageType::ContextMenuCommand,
    ];
    kinds.contains(&message.kind)
}

/// Stores a message once, updates who spoke last, and resumes a ticket that waited for its member.
pub async fn record_message(
    host: &Host,
    ticket: &Ticket,
    message: &serenity::Message,
    roles: Option<&[RoleId]>,
) -> Result<()> {
    let speaker = find_speaker(host, ticket, message, roles).await?;
    let mut tx = host.db().begin().await?;
    let Some(mut ticket) = ticket::store::lock(&mut tx, ticket.guild, ticket.id).await? else {
        return Ok(tx.rollback().await?);
    };
    let settings = host.settings::<TicketSettings>(ticket.guild);
    if settings.keep_messages && !insert_message(&mut tx, host, &ticket, message, speaker).await? {
        return Ok(tx.rollback().await?);
    }
    let before = ticket.status;
    if speaker != Speaker::Bot {
        ticket = record_speaker(&mut tx, host, ticket, speaker, *message.timestamp).await?;
    }
    tx.commit().await?;
    if before != ticket.status {
        ticket::messages::announce(host, &ticket, &Transition::Resume, Some(message.author.id)).await;
    }
    Ok(())
}

/// Inserts a message and its files; returns `false` if it is stored already.
async fn insert_message(
    tx: &mut Tx,
    host: &Host,
    ticket: &Ticket,
    message: &serenity::Message,
    speaker: Speaker,
) -> Result<bool> {
    let new_message = message_from_discord(ticket, message, speaker);
    if !store::insert(tx, ticket, &new_message).await? {
        // An edit arrived first and stored the current text: this is the text before it.
        let now = store::fetch(&mut *tx, ticket.guild, ticket.id, new_message.id).await?;
        if let Some((now, at)) = now.and_then(|now| now.edited_at.map(|at| (now, at)))
            && new_message.edited_at.is_none()
            && now.content != new_message.content
            && store::fetch_edits(&mut *tx, ticket.guild, ticket.id, (new_message.id, new_message.id))
                .await?
                .is_empty()
        {
            store::insert_edit(tx, ticket, &now, &new_message.content, at).await?;
        }
        return Ok(false);
    }
    if speaker != Speaker::Bot {
        let words = search::stems(&new_message.content);
        store::words::insert(tx, (ticket.guild, ticket.id, new_message.id), new_message.user, &words).await?;
    }
    insert_files(tx, host, ticket, &new_message, &message.attachments).await?;
    Ok(true)
}

/// Inserts the files of a message and queues their download.
async fn insert_files(
    tx: &mut Tx,
    host: &Host,
    ticket: &Ticket,
    message: &Message,
    attachments: &[serenity::Attachment],
) -> Result<()> {
    let limit = size_limit(host, ticket.guild);
    for attachment in attachments {
        let size = i64::from(attachment.size);
        let room = size <= limit
            && store::attachments::total_size(&mut *tx, ticket.guild, ticket.id).await? + size
                <= FILES_OF_A_TICKET;
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

/// Records that the bot posted a message on behalf of staff.
pub async fn record_staff_reply(host: &Host, ticket: &Ticket, at: DateTime<Utc>) -> Result<()> {
    let mut tx = host.db().begin().await?;
    if let Some(ticket) = ticket::store::lock(&mut tx, ticket.guild, ticket.id).await? {
        record_speaker(&mut tx, host, ticket, Speaker::Staff, at).await?;
    }
    Ok(tx.commit().await?)
}

/// Records who spoke last in a locked ticket.
async fn record_speaker(
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
    store::update_activity(tx, &ticket).await?;
    let waits =
        ticket.status == Status::WaitingForUser && ticket.waiting_since.is_none_or(|since| since <= at);
    if waits && speaker == Speaker::Member {
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

/// Stores an edit. A message that is not stored yet is stored with its current text.
pub async fn record_edit(host: &Host, ticket: &Ticket, event: &serenity::MessageUpdateEvent) -> Result<()> {
    let id = event.id.get();
    let edited_at = event.edited_timestamp.map(|at| *at);
    let mut tx = host.db().begin().await?;
    // Concurrent edits are stored one after the other.
    let Some(ticket) = ticket::store::lock(&mut tx, ticket.guild, ticket.id).await? else {
        return Ok(tx.rollback().await?);
    };
    let Some(old) = store::fetch(&mut tx, ticket.guild, ticket.id, id).await? else {
        tx.rollback().await?;
        return match host.http().get_message(event.channel_id, event.id).await.map_err(Error::from) {
            Ok(message) if is_conversation(&message) => record_message(host, &ticket, &message, None).await,
            Ok(_) => Ok(()),
            // 10008 Unknown Message: it was deleted meanwhile.
            Err(error) if error.discord_code() == Some(DiscordCode::UnknownMessage) => Ok(()),
            Err(error) => Err(error),
        };
    };
    let content = event.content.clone().unwrap_or_else(|| old.content.clone());
    let embeds = match &event.embeds {
        // The event does not contain forwards, stickers and polls: they stay as they are.
        Some(embeds) => {
            let kept = old.embeds.iter().filter(|embed| embed.kind != domain::EmbedKind::Embed).cloned();
            embeds.iter().map(Embed::from).chain(kept).collect()
        }
        None => old.embeds.clone(),
    };
    let new = Message { content, embeds, edited_at: edited_at.or(old.edited_at), ..old.clone() };
    let files = event.attachments.as_deref().unwrap_or_default();
    store_edit(&mut tx, host, &ticket, MessageEdit { old: &old, new: &new, files }).await?;
    Ok(tx.commit().await?)
}

/// A message before and after an edit.
#[derive(Clone, Copy)]
pub(crate) struct MessageEdit<'a> {
    pub(crate) old: &'a Message,
    pub(crate) new: &'a Message,
    pub(crate) files: &'a [serenity::Attachment],
}

/// Replaces a message's text and keeps the former one.
pub(crate) async fn store_edit(
    tx: &mut Tx,
    host: &Host,
    ticket: &Ticket,
    MessageEdit { old, new, files }: MessageEdit<'_>,
) -> Result<()> {
    // An erased author stays erased, and an edit that arrives late changes nothing.
    let forgotten = old.user == 0 && old.author.is_empty();
    if forgotten || old.edited_at > new.edited_at {
        return Ok(());
    }
    if old.content != new.content {
        let at = new.edited_at.unwrap_or_else(|| host.clock().now());
        store::insert_edit(tx, ticket, old, &old.content, at).await?;
        if old.speaker != Speaker::Bot {
            let words = search::stems(&new.content);
            store::words::insert(tx, (ticket.guild, ticket.id, new.id), old.user, &words).await?;
        }
    }
    if old != new {
        store::update(tx, ticket, new).await?;
    }
    insert_files(tx, host, ticket, new, files).await
}

/// Converts Discord's message to the stored form.
pub(crate) fn message_from_discord(
    ticket: &Ticket,
    message: &serenity::Message,
    speaker: Speaker,
) -> Message {
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

/// Determines the author's role in the ticket. Only its member, guests, staff and admins can write there, so that an author who is
/// neither of the first two is staff; or the member, if they asked to be forgotten and go on writing.
async fn find_speaker(
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
        None => fetch_roles(host, ticket.guild, author).await?,
    };
    let author_request = TicketRequest::from_host(host, ticket.guild)
        .with_actor(Actor::member(author, roles, Permissions::empty()))
        .await?;
    Ok(match author_request.access(host.db(), ticket).await? {
        Access::Guest | Access::Opener => Speaker::Member,
        Access::Outsider if ticket.opener().is_none() => Speaker::Member,
        Access::Staff | Access::Admin | Access::Host | Access::Outsider => Speaker::Staff,
    })
}

/// Fetches a member's roles; none if they left.
pub(crate) async fn fetch_roles(host: &Host, guild: GuildId, user: UserId) -> Result<Vec<RoleId>> {
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
