//! Opening a ticket: what is asked before, what limits it, and the row from which its channel follows.

mod faq_first;
mod flow;
mod limits;
mod panel;
mod via;

pub use faq_first::{answered, anyway};
pub use flow::{asked, begin, choose, proceed, submitted};
pub use limits::check;
pub use panel::post;
pub use via::Via;

use plugin_api::{
    Error, Host, Locale, Pending, Result, Tx,
    chrono::TimeDelta,
    serenity::{GuildId, RoleId},
};
use serde::{Deserialize, Serialize};

use crate::{
    OPEN,
    domain::{Wish, WrongWish, search},
    settings::TicketSettings,
    store, view,
};

/// How long the making of a channel waits for the answer that says that it is being made, and whose place is taken by what becomes of it.
/// Discord waits as long for an answer.
pub const ANSWERED: TimeDelta = TimeDelta::seconds(3);

/// How whoever opens a ticket hears what became of it: the payload of [`OPEN`].
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Opener {
    /// The answer that tells them so far that it is being opened; none where a program opened it.
    pub pending: Option<Pending>,
    /// Their language; the guild's where it is not known.
    pub locale: Option<String>,
}

/// Stores a ticket and queues the making of its channel, once they were answered who wait for that ([`ANSWERED`]); gives its number. `roles`
/// are the member's, where they are known and the limits of the settings hold for them. Nobody can open another one in the guild until the
/// transaction ends, so end it soon.
///
/// # Errors
/// A sentence for `reader` that says why it can't be opened: roll back.
pub async fn open(
    tx: &mut Tx,
    host: &Host,
    guild: GuildId,
    wish: &Wish,
    roles: Option<&[RoleId]>,
    opener: &Opener,
    reader: &Locale,
) -> Result<i64> {
    let settings = host.settings::<TicketSettings>(guild);
    let now = host.clock().now();
    let category = settings
        .category(&wish.category)
        .ok_or_else(|| Error::user(view::opening::no_category(reader, &settings, &wish.category)))?;
    wish.check(&category).map_err(|wrong| Error::user(wrong_wish(reader, &wrong)))?;
    // Its row is locked from here on: who comes second counts the first one's ticket.
    let id = store::opening::number(tx, guild).await?;
    let load = store::opening::load(&mut *tx, guild, &wish.category, wish.user).await?;
    limits::hold(reader, &settings, &wish.category, &load, now)?;
    if let Some(roles) = roles {
        limits::hold_roles(reader, &settings, &wish.category, roles)?;
    }
    store::opening::insert(tx, guild, id, wish, category.place, opener.locale.as_deref(), now).await?;
    store::words::keep(tx, (guild, id, 0), wish.user.get(), &search::stems(&wish.words())).await?;
    let due = if opener.pending.is_some() { now + ANSWERED } else { now };
    host.jobs().at(tx, OPEN, guild, &id.to_string(), due, opener).await?;
    Ok(id)
}

fn wrong_wish(reader: &Locale, wrong: &WrongWish) -> String {
    match wrong {
        WrongWish::Blank => view::text(reader, "refused-blank"),
        WrongWish::Unanswered(label) => view::text_with(
            reader,
            "refused-unanswered",
            &[("question", plugin_api::ui::plain(label).into())],
        ),
    }
}
