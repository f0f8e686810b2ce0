//! Opening a ticket: what is asked before, what limits it, and the row from which its channel follows.

use plugin_api::{Actor, Request};
use plugin_api::{Error, Locale, Result, Tx};

use super::{
    domain::{ANSWERED, Opener, Wish, WrongWish},
    limits, store, view,
};
use crate::{conversation, names::OPEN, settings::TicketSettings, texts};

/// Stores a ticket and queues the making of its channel, once they were answered who wait for that ([`ANSWERED`]); gives its number. A
/// program's tickets are held against no list of roles. Nobody can open another one in the guild until the
/// transaction ends, so end it soon.
///
/// # Errors
/// A sentence for `reader` that says why it can't be opened: roll back.
pub async fn open(tx: &mut Tx, request: &Request, wish: &Wish, opener: &Opener) -> Result<i64> {
    let (host, guild, reader) = (&request.host, request.guild, &request.locale);
    let settings = request.settings::<TicketSettings>();
    let now = host.clock().now();
    let category = settings
        .category(&wish.category)
        .ok_or_else(|| Error::user(view::no_category(reader, &settings, &wish.category)))?;
    wish.check(&category).map_err(|wrong| Error::user(wrong_wish(reader, &wrong)))?;
    // Its row is locked from here on: who comes second counts the first one's ticket.
    let id = store::number(tx, guild).await?;
    let load = store::load(&mut *tx, guild, &wish.category, wish.user).await?;
    limits::hold(reader, &settings, &wish.category, &load, now)?;
    if let Actor::Member(member) = &request.actor {
        limits::hold_roles(reader, &settings, &wish.category, &member.roles)?;
    }
    store::insert(
        tx,
        &store::NewRow { guild, id, wish, place: category.place, locale: opener.locale.as_deref(), now },
    )
    .await?;
    conversation::store::words::keep(
        tx,
        (guild, id, 0),
        wish.user.get(),
        &conversation::search::stems(&wish.words()),
    )
    .await?;
    let due = if opener.pending.is_some() { now + ANSWERED } else { now };
    host.jobs().enqueue(tx, OPEN, guild, &id.to_string(), due, opener).await?;
    Ok(id)
}

fn wrong_wish(reader: &Locale, wrong: &WrongWish) -> String {
    match wrong {
        WrongWish::Blank => texts::text(reader, "refused-blank"),
        WrongWish::Unanswered(label) => texts::text_with(
            reader,
            "refused-unanswered",
            &[("question", plugin_api::ui::escape_markdown(label).into())],
        ),
    }
}
