//! Who else is in a ticket, and which category it belongs to.

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
        actions::{finish, locked, require_staff},
        store::Detail,
    },
};

/// What is done with who else is in a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A member or a role is let in.
    Add(Guest),
    /// A member or a role that was let in is taken out again.
    Remove(Guest),
}

impl Step {
    /// Who comes or goes.
    #[must_use]
    pub const fn guest(self) -> Guest {
        match self {
            Self::Add(guest) | Self::Remove(guest) => guest,
        }
    }

    /// The word in the history.
    const fn as_str(self) -> &'static str {
        match self {
            Self::Add(_) => "add",
            Self::Remove(_) => "remove",
        }
    }

    /// What was done, as the messages' names have it.
    #[must_use]
    pub const fn done(self) -> &'static str {
        match self {
            Self::Add(_) => "added",
            Self::Remove(_) => "removed",
        }
    }
}

/// Adds a member or a role to a ticket, or removes one.
///
/// # Errors
/// A sentence for `reader` where they may not, it is closed, or whom they name is in it already or was not added.
pub async fn change(request: &TicketRequest, id: i64, step: Step) -> Result<Ticket> {
    let (host, guild, reader) = (&request.host, request.guild, &request.locale);
    let (mut tx, ticket) = locked(request, id).await?;
    let done = async {
        editable(request, &ticket, step.as_str())?;
        let refused = match step {
            Step::Add(guest) if keeps(request, &ticket, guest) => Some("refused-added"),
            Step::Add(Guest::Member(user)) if user == host.bot() => Some("refused-bot"),
            Step::Add(guest) => add(&mut tx, &ticket, guest).await?,
            Step::Remove(Guest::Member(user)) if ticket.opener() == Some(user) => Some("refused-theirs"),
            Step::Remove(guest) => {
                let removed = store::remove_guest(&mut tx, guild, id, guest).await?;
                (!removed).then_some("refused-not-added")
            }
        };
        if let Some(why) = refused {
            return Err(Error::user(with_guest(reader, why, &ticket, step.guest())));
        }
        note(&mut tx, request, &ticket, step.as_str(), Detail::To(step.guest())).await
    }
    .await;
    finish(tx, done).await?;
    tell(request, &ticket, step).await;
    Ok(ticket)
}

/// Whether who is of its staff adds themselves to a ticket that claiming would hide from them: they would go on seeing it.
fn keeps(request: &TicketRequest, ticket: &Ticket, guest: Guest) -> bool {
    let host = &request.host;
    let hides = host.settings::<TicketSettings>(ticket.guild).hides(&ticket.category);
    hides && !request.is_admin() && request.user().map(Guest::Member) == Some(guest)
}

/// Adds somebody, or gives the name of the message that says why not.
async fn add(tx: &mut Tx, ticket: &Ticket, guest: Guest) -> Result<Option<&'static str>> {
    // The role that everybody has carries the guild's own id: it would show the ticket to all.
    if guest == Guest::Role(RoleId::new(ticket.guild.get())) {
        return Ok(Some("refused-everyone"));
    }
    // Its members could be let in by a mention, but nobody could take the role out again.
    if ticket.place == Place::Thread && matches!(guest, Guest::Role(_)) {
        return Ok(Some("refused-thread-role"));
    }
    let known = ticket.opener().is_some_and(|opener| guest == Guest::Member(opener));
    let added = !known && store::add_guest(tx, ticket.guild, ticket.id, guest).await?;
    Ok((!added).then_some("refused-added"))
}

/// Moves a ticket to another category: its staff, its place and its targets are that one's from now on.
///
/// # Errors
/// A sentence for `reader` where they may not, it is closed, or there is no such category.
pub async fn move_to(request: &TicketRequest, id: i64, category: &str) -> Result<Ticket> {
    let (host, guild, reader) = (&request.host, request.guild, &request.locale);
    let settings = host.settings::<TicketSettings>(guild);
    let wanted = settings.category(category);
    let (mut tx, before) = locked(request, id).await?;
    let label = || ("category", texts::category_label(&settings, category).into());
    let done = async {
        editable(request, &before, "move")?;
        let wanted =
            wanted.ok_or_else(|| Error::user(opening::view::no_category(reader, &settings, category)))?;
        if before.category == category {
            let id = ("id", before.id.to_string().into());
            return Err(Error::user(texts::text_with(reader, "refused-moved", &[id, label()])));
        }
        // A channel can't become a thread, nor a thread a channel.
        if before.place != wanted.place {
            return Err(Error::user(texts::text_with(reader, "refused-place", &[label()])));
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
        note(&mut tx, request, &after, "move", Detail::Word(category)).await?;
        Ok(after)
    }
    .await;
    let after = finish(tx, done).await?;
    let locale = host.guild(guild).locale;
    let args = [label(), ("who", ticket::messages::whom(&locale, request.user()).into())];
    ticket::messages::log_text(host, LogKind::Edited, &after, &texts::text_with(&locale, "log-moved", &args));
    let mut said = texts::text_with(&locale, "said-moved", &args);
    let held = AppliedSpec::of(&after).spec.parent;
    if after.place == Place::Thread
        && settings.category(category).and_then(|to| to.parent).map(ChannelId::get) != held
    {
        said = format!("{said} {}", texts::text(&locale, "said-thread-stays"));
    }
    ticket::messages::send_text(host, &after, &said).await;
    Ok(after)
}

/// Refuses who is not of its staff, and a ticket that is closed.
fn editable(request: &TicketRequest, ticket: &Ticket, what: &str) -> Result<()> {
    let reader = &request.locale;
    require_staff(request, ticket, what)?;
    if ticket.status.is_live() {
        return Ok(());
    }
    Err(Error::user(ticket::messages::refusal(
        reader,
        ticket,
        &Transition::Claim,
        &Refusal::Status(ticket.status),
    )))
}

async fn note(
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

async fn tell(request: &TicketRequest, ticket: &Ticket, step: Step) {
    let host = &request.host;
    let (locale, done) = (host.guild(ticket.guild).locale, step.done());
    let guest = ("guest", step.guest().mention().into());
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

fn with_guest(reader: &Locale, text: &str, ticket: &Ticket, guest: Guest) -> String {
    texts::text_with(reader, text, &[("id", ticket.id.to_string().into()), ("guest", guest.mention().into())])
}
