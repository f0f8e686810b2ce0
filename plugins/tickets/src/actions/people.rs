//! Who else is in a ticket, and which category it belongs to.

use plugin_api::{
    Error, Host, Locale, LogKind, Result, Tx,
    serenity::{ChannelId, GuildId},
};

use super::{
    apply::{finish, locked},
    require_staff,
};
use crate::{
    SYNC,
    domain::{Act, Guest, Place, Refusal, Ticket},
    jobs::{sync::Applied, timers},
    rights::Actor,
    settings::TicketSettings,
    store, view,
};

/// Adds a member or a role to a ticket.
///
/// # Errors
/// A sentence for `reader` where they may not, it is closed, or whom they name is in it already.
pub async fn add(
    host: &Host,
    guild: GuildId,
    id: i64,
    guest: Guest,
    actor: &Actor,
    reader: &Locale,
) -> Result<Ticket> {
    // The role that everybody has carries the guild's own id: it would show the ticket to all.
    if guest == Guest::Role(plugin_api::serenity::RoleId::new(guild.get())) {
        return Err(Error::user(view::text(reader, "refused-everyone")));
    }
    let (mut tx, ticket) = locked(host, guild, id, reader).await?;
    let done = async {
        editable(host, &ticket, actor, "add", reader)?;
        // Its members could be let in by a mention, but nobody could take the role out again.
        if ticket.place == Place::Thread && matches!(guest, Guest::Role(_)) {
            return Err(Error::user(with_guest(reader, "refused-thread-role", &ticket, guest)));
        }
        let known = ticket.opener().is_some_and(|opener| guest == Guest::Member(opener));
        if known || !store::people::add_guest(&mut tx, guild, id, guest).await? {
            return Err(Error::user(with_guest(reader, "refused-added", &ticket, guest)));
        }
        note(&mut tx, host, &ticket, "add", actor, &guest.mention()).await
    }
    .await;
    finish(tx, done).await?;
    tell(host, &ticket, "added", actor, guest).await;
    Ok(ticket)
}

/// Removes a member or a role that was added to a ticket.
///
/// # Errors
/// A sentence for `reader` where they may not, it is closed, or whom they name was not added.
pub async fn remove(
    host: &Host,
    guild: GuildId,
    id: i64,
    guest: Guest,
    actor: &Actor,
    reader: &Locale,
) -> Result<Ticket> {
    let (mut tx, ticket) = locked(host, guild, id, reader).await?;
    let done = async {
        editable(host, &ticket, actor, "remove", reader)?;
        if !store::people::remove_guest(&mut tx, guild, id, guest).await? {
            return Err(Error::user(with_guest(reader, "refused-not-added", &ticket, guest)));
        }
        note(&mut tx, host, &ticket, "remove", actor, &guest.mention()).await
    }
    .await;
    finish(tx, done).await?;
    tell(host, &ticket, "removed", actor, guest).await;
    Ok(ticket)
}

/// Moves a ticket to another category: its staff, its place and its targets are that one's from now on.
///
/// # Errors
/// A sentence for `reader` where they may not, it is closed, or there is no such category.
pub async fn move_to(
    host: &Host,
    guild: GuildId,
    id: i64,
    category: &str,
    actor: &Actor,
    reader: &Locale,
) -> Result<Ticket> {
    let settings = host.settings::<TicketSettings>(guild);
    let wanted = settings.category(category);
    let (mut tx, before) = locked(host, guild, id, reader).await?;
    let label = || ("category", view::category_label(&settings, category).into());
    let done = async {
        editable(host, &before, actor, "move", reader)?;
        let wanted =
            wanted.ok_or_else(|| Error::user(view::opening::no_category(reader, &settings, category)))?;
        if before.category == category {
            let id = ("id", before.id.to_string().into());
            return Err(Error::user(view::text_with(reader, "refused-moved", &[id, label()])));
        }
        // A channel can't become a thread, nor a thread a channel.
        if before.place != wanted.place {
            return Err(Error::user(view::text_with(reader, "refused-place", &[label()])));
        }
        let now = host.clock().now();
        let after = Ticket {
            category: category.to_owned(),
            revision: before.revision + 1,
            updated_at: now,
            ..before.clone()
        };
        store::change(&mut tx, &after, now).await?;
        timers::align(&mut tx, host, &after).await?;
        note(&mut tx, host, &after, "move", actor, category).await?;
        Ok(after)
    }
    .await;
    let after = finish(tx, done).await?;
    let locale = host.guild(guild).locale;
    let args = [label(), ("who", view::opening::whom(&locale, actor).into())];
    view::log_text(host, LogKind::Edited, &after, &view::text_with(&locale, "log-moved", &args));
    let mut said = view::text_with(&locale, "said-moved", &args);
    let held = Applied::of(&after).look.parent;
    if after.place == Place::Thread
        && settings.category(category).and_then(|to| to.parent).map(ChannelId::get) != held
    {
        said = format!("{said} {}", view::text(&locale, "said-thread-stays"));
    }
    view::opening::say(host, &after, &said).await;
    Ok(after)
}

/// Refuses who is not of its staff, and a ticket that is closed.
fn editable(host: &Host, ticket: &Ticket, actor: &Actor, what: &str, reader: &Locale) -> Result<()> {
    require_staff(host, ticket, actor, what, reader)?;
    if ticket.status.is_live() {
        return Ok(());
    }
    Err(Error::user(view::refusal(reader, ticket, &Act::Claim, &Refusal::Status(ticket.status))))
}

async fn note(
    tx: &mut Tx,
    host: &Host,
    ticket: &Ticket,
    kind: &str,
    actor: &Actor,
    detail: &str,
) -> Result<()> {
    let now = host.clock().now();
    store::event(tx, ticket, kind, actor.user, detail, now).await?;
    host.jobs().at(tx, SYNC, ticket.guild, &ticket.id.to_string(), now, &()).await
}

async fn tell(host: &Host, ticket: &Ticket, what: &str, actor: &Actor, guest: Guest) {
    let locale = host.guild(ticket.guild).locale;
    let args = [("guest", guest.mention().into()), ("who", view::opening::whom(&locale, actor).into())];
    view::log_text(host, LogKind::Edited, ticket, &view::text_with(&locale, &format!("log-{what}"), &args));
    view::opening::say(host, ticket, &view::text_with(&locale, &format!("said-{what}"), &args)).await;
}

fn with_guest(reader: &Locale, text: &str, ticket: &Ticket, guest: Guest) -> String {
    view::text_with(reader, text, &[("id", ticket.id.to_string().into()), ("guest", guest.mention().into())])
}
