//! The buttons under the numbers.

use plugin_api::{Component, ComponentInteraction, Error, Result, serenity::MessageFlags};

use super::{actions, domain::Period, view};
use crate::{names, settings::TicketSettings, texts, ticket::access::TicketRequest};

pub(crate) fn all() -> Vec<Component> {
    vec![
        Component::new(names::actions::NUMBERS, show_period),
        Component::new(names::actions::NUMBERS_REFRESH, refresh),
    ]
}

/// `numbers:<period>`: shows another period.
///
/// # Errors
/// A message for a member who is not staff.
pub(crate) async fn show_period(interaction: ComponentInteraction) -> Result<()> {
    show(interaction, false).await
}

/// `numbers_refresh:<period>`: computes the numbers anew and stores a snapshot.
pub(crate) async fn refresh(interaction: ComponentInteraction) -> Result<()> {
    show(interaction, true).await
}

async fn show(interaction: ComponentInteraction, store: bool) -> Result<()> {
    let (period,): (Period,) = interaction.args()?;
    let (host, guild) = (&interaction.host, interaction.guild);
    let settings = host.settings::<TicketSettings>(guild);
    if !TicketRequest::new(interaction.request()).await?.is_staff_somewhere() {
        return Err(Error::user(texts::text(&interaction.member_locale(), "refused-numbers")));
    }
    interaction.acknowledge().await?;
    let numbers = if store {
        actions::take_snapshot(host, guild, period, Some(interaction.user().id)).await?
    } else {
        actions::compute(host, guild, period).await?
    };
    let hidden = interaction
        .message()
        .and_then(|message| message.flags)
        .is_some_and(|flags| flags.contains(MessageFlags::EPHEMERAL));
    let locale = if hidden { interaction.member_locale() } else { host.guild(guild).locale };
    interaction.update(view::render(&locale, &settings, &numbers).await?).await
}
