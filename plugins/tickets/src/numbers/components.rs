//! The buttons under the numbers.

use plugin_api::Component;
use plugin_api::{ComponentInteraction, Error, Result, serenity::MessageFlags};

use super::{actions, domain::Period, view};
use crate::{settings::TicketSettings, texts, ticket::access::TicketRequest};

/// All of them.
pub(crate) fn all() -> Vec<Component> {
    vec![Component::new("numbers", turn), Component::new("numbers_refresh", refresh)]
}

/// `numbers:<period>`: shows another period.
///
/// # Errors
/// A kind sentence for who does not belong to staff.
pub(crate) async fn turn(press: ComponentInteraction) -> Result<()> {
    show(press, false).await
}

/// `numbers_refresh:<period>`: takes the numbers anew and keeps them.
///
/// # Errors
/// As [`turn`].
pub(crate) async fn refresh(press: ComponentInteraction) -> Result<()> {
    show(press, true).await
}

async fn show(press: ComponentInteraction, keep: bool) -> Result<()> {
    let (period,): (Period,) = press.args()?;
    let (host, guild) = (&press.host, press.guild);
    let settings = host.settings::<TicketSettings>(guild);
    if !TicketRequest::new(press.request()).await?.is_staff_somewhere() {
        return Err(Error::user(texts::text(&press.member_locale(), "refused-numbers")));
    }
    press.acknowledge().await?;
    let numbers = if keep {
        actions::snapshot(host, guild, period, Some(press.user().id)).await?
    } else {
        actions::gather(host, guild, period).await?
    };
    let hidden = press
        .message()
        .and_then(|message| message.flags)
        .is_some_and(|flags| flags.contains(MessageFlags::EPHEMERAL));
    let locale = if hidden { press.member_locale() } else { host.guild(guild).locale };
    press.update(view::numbers(&locale, &settings, &numbers).await?).await
}
