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
pub(crate) async fn turn(interaction: ComponentInteraction) -> Result<()> {
    show(interaction, false).await
}

/// `numbers_refresh:<period>`: takes the numbers anew and keeps them.
///
/// # Errors
/// As [`turn`].
pub(crate) async fn refresh(interaction: ComponentInteraction) -> Result<()> {
    show(interaction, true).await
}

async fn show(interaction: ComponentInteraction, keep: bool) -> Result<()> {
    let (period,): (Period,) = interaction.args()?;
    let (host, guild) = (&interaction.host, interaction.guild);
    let settings = host.settings::<TicketSettings>(guild);
    if !TicketRequest::new(interaction.request()).await?.is_staff_somewhere() {
        return Err(Error::user(texts::text(&interaction.member_locale(), "refused-numbers")));
    }
    interaction.acknowledge().await?;
    let numbers = if keep {
        actions::snapshot(host, guild, period, Some(interaction.user().id)).await?
    } else {
        actions::gather(host, guild, period).await?
    };
    let hidden = interaction
        .message()
        .and_then(|message| message.flags)
        .is_some_and(|flags| flags.contains(MessageFlags::EPHEMERAL));
    let locale = if hidden { interaction.member_locale() } else { host.guild(guild).locale };
    interaction.update(view::numbers(&locale, &settings, &numbers).await?).await
}
