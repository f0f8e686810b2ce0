//! What the FAQ says before a ticket is opened.

use faq::Faq;
use plugin_api::{ComponentInteraction, Host, Result, serenity::GuildId, ui::Reply};

use super::{domain::NewTicket, interaction::OpeningInteraction, store, submit};
use crate::{settings::TicketSettings, texts};

/// How many entries are shown at most.
const MOST: usize = 3;

/// The entries to show for a wish. Nobody is kept from opening a ticket because the FAQ fails.
pub(crate) async fn find_entries(host: &Host, guild: GuildId, new_ticket: &NewTicket) -> Vec<faq::Entry> {
    if !host.settings::<TicketSettings>(guild).faq_first {
        return Vec::new();
    }
    let Some(faq) = host.plugin_in::<Faq>(guild) else { return Vec::new() };
    faq.find_relevant(host, guild, &new_ticket.words(), MOST).await.unwrap_or_else(|error| {
        tracing::error!(%guild, %error, "the FAQ could not be asked before a ticket is opened");
        Vec::new()
    })
}

/// «That answered it»: no ticket is opened.
///
/// # Errors
/// A sentence where the draft is gone.
pub async fn accept_entry(interaction: &ComponentInteraction, draft: i64, entry: i64) -> Result<()> {
    let (host, guild) = (&interaction.host, interaction.guild);
    let draft = submit::fetch_draft(interaction, draft).await?;
    let mut tx = host.db().begin().await?;
    // Who presses twice is counted once.
    let taken = store::take_draft(&mut tx, guild, draft.id, draft.new_ticket.user).await?;
    if taken && draft.shown.contains(&entry) {
        store::count_shown(&mut tx, guild, entry, true).await?;
    }
    tx.commit().await?;
    if taken && draft.shown.contains(&entry) {
        count_in_faq(host, guild, entry, true).await;
    }
    OpeningInteraction::Component(interaction)
        .answer(Reply::text(texts::text(&interaction.member_locale(), "opening-answered")))
        .await
}

/// «Open anyway»: none of the entries answered it.
///
/// # Errors
/// A sentence where the draft is gone.
pub async fn decline_entries(interaction: &ComponentInteraction, draft: i64) -> Result<()> {
    let (host, guild) = (&interaction.host, interaction.guild);
    let draft = submit::fetch_draft(interaction, draft).await?;
    if !submit::open_or_return(OpeningInteraction::Component(interaction), draft.new_ticket, Some(draft.id))
        .await?
    {
        return Ok(());
    }
    for entry in draft.shown {
        store::count_shown(host.db(), guild, entry, false).await?;
        count_in_faq(host, guild, entry, false).await;
    }
    Ok(())
}

/// That the FAQ can't count it is not the member's concern.
async fn count_in_faq(host: &Host, guild: GuildId, entry: i64, helped: bool) {
    if host.plugin_in::<Faq>(guild).is_none() {
        return;
    }
    if let Err(error) = faq::count_helped(host, guild, entry, helped).await {
        tracing::error!(%guild, entry, %error, "whether an entry helped could not be counted");
    }
}
