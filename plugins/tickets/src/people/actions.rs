//! Adding and removing guests, and moving a ticket to another category.

use plugin_api::{
    Error, Locale, LogKind, Result, Tx,
    serenity::{ChannelId, RoleId},
};

use super::{domain::Guest, store};
use crate::{
    channel::spec::AppliedSpec,
    names::SYNC,
    opening,
    settings::TicketSettings,
    texts,
    ticket::{
        self, Place, Refusal, Ticket, Transition,
        access::TicketRequest,
        actions::{commit_or_rollback, lock_ticket, require_staff},
        store::Detail,
    },
};

/// A change of a ticket's guests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GuestChange {
    /// A member or a role is let in.
    Add(Guest),
    /// A member or a role that was let in is taken out again.
    Remove(Guest),
}

impl GuestChange {
    /// The guest who is added or removed.
    pub const fn guest(self) -> Guest {
        match self {
            Self::Add(guest) | Self::Remove(guest) => guest,
        }
    }

    /// The kind of the history's event.
    const fn as_str(self) -> &'static str {
        match self {
            Self::Add(_) => "add",
            Self::Remove(_) => "remove",
        }
    }

    /// The participle in the messages' ids.
    pub const fn past_participle(self) -> &'static str {
        match self {
            Self::Add(_) => "added",
            Self::Remove(_) => "removed",
        }
    }
}

/// Adds a member or a role to a ticket, or removes one.
///
/// # Errors
/// A message for the member if they may not, the ticket is closed, or the guest is already in it or was not added.
pub async fn change_guest(request: &TicketRequest, id: i64, change: GuestChange) -> Result<Ticket> {
    let (host, guild, member_locale) = (&request.host, request.guild, &request.locale);
    let (mut tx, ticket) = lock_ticket(request, id).await?;
    let done = async {
        authorize(request, &ticket, change.as_str())?;
        let refused = match change {
            GuestChange::Add(guest) if would_keep_access(request, &ticket, guest) => Some("refused-added"),
            GuestChange::Add(Guest::Member(user)) if user == host.bot() => Some("refused-bot"),
            GuestChange::Add(guest) => add_guest(&mut tx, &ticket, guest).await?,
            GuestChange::Remove(Guest::Member(user)) if ticket.opener() == Some(user) => {
                Some("refused-theirs")
            }
            GuestChange::Remove(guest) => {
                let removed = store::remove_guest(&mut tx, guild, id, guest).await?;
                (!removed).then_some("refused-not-added")
            }
        };
        if let Some(why) = refused {
            return Err(Error::user(guest_text(member_locale, why, &ticket, change.guest())));
        }
        record_event(&mut tx, request, &ticket, change.as_str(), Detail::To(change.guest())).await
    }
    .await;
    commit_or_rollback(tx, done).await?;
    announce(request, &ticket, change).await;
    Ok(ticket)
}

/// Whether staff add themselves to a ticket that a claim would hide from them: as guests they would still see it.
fn would_keep_access(request: &TicketRequest, ticket: &Ticket, guest: Guest) -> bool {
    let host = &request.host;
    let hides = host.settings::<TicketSettings>(ticket.guild).hides(&ticket.category);
    hides && !request.is_admin() && request.user().map(Guest::Member) == Some(guest)
}

/// Adds a guest, or returns the id of the message that says why not.
async fn add_guest(tx: &mut Tx, ticket: &Ticket, guest: Guest) -> Result<Option<&'static str>> {
    // The role @everyone has the guild's id: it would show the ticket to all.
    if guest == Guest::Role(RoleId::new(ticket.guild.get())) {
        return Ok(Some("refused-everyone"));
    }
    // A mention would let the role's members in, but nobody could remove the role again.
    if ticket.place == Place::Thread && matches!(guest, Guest::Role(_)) {
        return Ok(Some("refused-thread-role"));
    }
    let known = ticket.opener().is_some_and(|opener| guest == Guest::Member(opener));
    let added = !known && store::add_guest(tx, ticket.guild, ticket.id, guest).await?;
    Ok((!added).then_some("refused-added"))
}

/// Moves a ticket to another category, whose staff and SLA targets apply from then on.
///
/// # Errors
/// A message for the member if they may not, the ticket is closed, or the category does not exist.
pub async fn move_to_category(request: &TicketRequest, id: i64, category: &str) -> Result<Ticket> {
    let (host, guild, member_locale) = (&request.host, request.guild, &request.locale);
    let settings = host.settings::<TicketSettings>(guild);
    let wanted = settings.category(category);
    let (mut tx, before) = lock_ticket(request, id).await?;
    let label = || ("category", texts::category_label(&settings, category).into());
    let done = async {
        authorize(request, &before, "move")?;
        let wanted = wanted
            .ok_or_else(|| Error::user(opening::view::no_category(member_locale, &settings, category)))?;
        if before.category == category {
            let id = ("id", before.id.to_string().into());
            return Err(Error::user(texts::text_with(member_locale, "refused-moved", &[id, label()])));
        }
        // A channel can't become a thread, nor a thread a channel.
        if before.place != wanted.place {
            return Err(Error::user(texts::text_with(member_locale, "refused-place", &[label()])));
        }
        let now = host.clock().now();
        let after = Ticket {
            category: category.to_owned(),
            revision: before.revision + 1,
            updated_at: now,
            ..before.clone()
        };
        ticket::store::change(&mut tx, &after, now).await?;
        ticket::timers::align(&mut tx, host, &after).await?;
        record_event(&mut tx, request, &after, "move", Detail::Word(category)).await?;
        Ok(after)
    }
    .await;
    let after = commit_or_rollback(tx, done).await?;
    let locale = host.guild(guild).locale;
    let args = [label(), ("who", ticket::messages::whom(&locale, request.user()).into())];
    ticket::messages::log_text(host, LogKind::Edited, &after, &texts::text_with(&locale, "log-moved", &args));
    let mut announcement = texts::text_with(&locale, "said-moved", &args);
    let held = AppliedSpec::from_ticket(&after).spec.parent;
    if after.place == Place::Thread
        && settings.category(category).and_then(|to| to.parent).map(ChannelId::get) != held
    {
        announcement = format!("{announcement} {}", texts::text(&locale, "said-thread-stays"));
    }
    ticket::messages::send_text(host, &after, &announcement).await;
    Ok(after)
}

/// Requires staff of the ticket, and a ticket that is not closed.
fn authorize(request: &TicketRequest, ticket: &Ticket, what: &str) -> Result<()> {
    let member_locale = &request.locale;
    require_staff(request, ticket, what)?;
    if ticket.status.is_live() {
        return Ok(());
    }
    Err(Error::user(ticket::messages::refusal(
        member_locale,
        ticket,
        &Transition::Claim,
        &Refusal::Status(ticket.status),
    )))
}

async fn record_event(
    tx: &mut Tx,
    request: &TicketRequest,
    ticket: &Ticket,
    kind: &str,
    detail: Detail<'_>,
) -> Result<()> {
    let host = &request.host;
    let now = host.clock().now();
    ticket::store::insert_event(tx, ticket, ticket::store::Event::new(kind, request.user(), detail), now)
        .await?;
    host.jobs().enqueue(tx, SYNC, ticket.guild, &ticket.id.to_string(), now, &()).await
}

async fn announce(request: &TicketRequest, ticket: &Ticket, change: GuestChange) {
    let host = &request.host;
    let (locale, done) = (host.guild(ticket.guild).locale, change.past_participle());
    let guest = ("guest", change.guest().mention().into());
    let args = [guest, ("who", ticket::messages::whom(&locale, request.user()).into())];
    ticket::messages::log_text(
        host,
        LogKind::Edited,
        ticket,
        &texts::text_with(&locale, &format!("log-{done}"), &args),
    );
    ticket::messages::send_text(host, ticket, &texts::text_with(&locale, &format!("said-{done}"), &args))
        .await;
}

fn guest_text(member_locale: &Locale, text: &str, ticket: &Ticket, guest: Guest) -> String {
    texts::text_with(
        member_locale,
        text,
        &[("id", ticket.id.to_string().into()), ("guest", guest.mention().into())],
    )
}
