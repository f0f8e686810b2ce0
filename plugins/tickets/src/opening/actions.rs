//! Opening a ticket: what is asked before, what limits it, and the row from which its channel follows.

use plugin_api::{Actor, Error, Locale, Request, Result, Tx};

use super::{
    domain::{ANSWERED, InvalidTicket, NewTicket, Opener},
    limits, store, view,
};
use crate::{conversation, names::OPEN, settings::TicketSettings, texts};

/// Stores a ticket and queues the making of its channel, once they were answered who wait for that ([`ANSWERED`]); gives its number. A
/// program's tickets are held against no list of roles. Nobody can open another one in the guild until the
/// transaction ends, so end it soon.
///
/// # Errors
/// A sentence for `locale` that says why it can't be opened: roll back.
pub async fn open(tx: &mut Tx, request: &Request, new_ticket: &NewTicket, opener: &Opener) -> Result<i64> {
    let (host, guild, locale) = (&request.host, request.guild, &request.locale);
    let settings = request.settings::<TicketSettings>();
    let now = host.clock().now();
    let category = settings
        .category(&new_ticket.category)
        .ok_or_else(|| Error::user(view::no_category(locale, &settings, &new_ticket.category)))?;
    new_ticket.check(&category).map_err(|wrong| Error::user(invalid_ticket(locale, &wrong)))?;
    // Its row is locked from here on: who comes second counts the first one's ticket.
    let id = store::next_id(tx, guild).await?;
    let load = store::fetch_load(&mut *tx, guild, &new_ticket.category, new_ticket.user).await?;
    limits::check_load(locale, &settings, &new_ticket.category, &load, now)?;
    if let Actor::Member(member) = &request.actor {
        limits::check_roles(locale, &settings, &new_ticket.category, &member.roles)?;
    }
    store::insert(
        tx,
        &store::NewRow {
            guild,
            id,
            new_ticket,
            place: category.place,
            locale: opener.locale.as_deref(),
            now,
        },
    )
    .await?;
    conversation::store::words::insert(
        tx,
        (guild, id, 0),
        new_ticket.user.get(),
        &conversation::search::stems(&new_ticket.words()),
    )
    .await?;
    let due = if opener.pending.is_some() { now + ANSWERED } else { now };
    host.jobs().enqueue(tx, OPEN, guild, &id.to_string(), due, opener).await?;
    Ok(id)
}

fn invalid_ticket(locale: &Locale, wrong: &InvalidTicket) -> String {
    match wrong {
        InvalidTicket::Blank => texts::text(locale, "refused-blank"),
        InvalidTicket::Unanswered(label) => texts::text_with(
            locale,
            "refused-unanswered",
            &[("question", plugin_api::ui::escape_markdown(label).into())],
        ),
    }
}
