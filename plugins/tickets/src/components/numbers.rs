//! The buttons under the numbers.

use plugin_api::{Error, Press, Result, serenity::MessageFlags};

use crate::{domain::numbers::Period, numbers, rights::Actor, settings::TicketSettings, view};

/// `numbers:<period>`: shows another period.
///
/// # Errors
/// A kind sentence for who does not belong to staff.
pub(super) async fn turn(press: Press) -> Result<()> {
    show(press, false).await
}

/// `numbers_refresh:<period>`: takes the numbers anew and keeps them.
///
/// # Errors
/// As [`turn`].
pub(super) async fn refresh(press: Press) -> Result<()> {
    show(press, true).await
}

async fn show(press: Press, keep: bool) -> Result<()> {
    let (period,): (Period,) = press.args()?;
    let (host, guild) = (&press.host, press.guild);
    let settings = host.settings::<TicketSettings>(guild);
    if !Actor::of_press(&press).await?.is_staff_somewhere(&settings) {
        return Err(Error::user(view::text(&press.reader(), "refused-numbers")));
    }
    press.acknowledge().await?;
    let numbers = if keep {
        numbers::snapshot(host, guild, period, Some(press.user().id)).await?
    } else {
        numbers::gather(host, guild, period).await?
    };
    let hidden = press
        .message()
        .and_then(|message| message.flags)
        .is_some_and(|flags| flags.contains(MessageFlags::EPHEMERAL));
    let locale = if hidden { press.reader() } else { host.guild(guild).locale };
    press.update(view::numbers(&locale, &settings, &numbers).await?).await
}
