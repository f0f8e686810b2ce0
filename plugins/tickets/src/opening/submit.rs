//! Drafts of members, and storing the ticket that a draft becomes.

use plugin_api::{ComponentInteraction, Error, Result, serenity::GuildId};

use super::{
    actions::open,
    domain::{Draft, NewTicket, Opener},
    interaction::OpeningInteraction,
    store, view,
};
use crate::{names::OPEN, texts};

/// Opens what was wished for, and says so; gives `false` where it is refused, and gives back what was written. The ticket is stored before
/// anything is said, so that nothing is lost with the process, and its channel is made once that was said.
pub(crate) async fn open_or_return(
    interaction: OpeningInteraction<'_>,
    new_ticket: NewTicket,
    draft: Option<i64>,
) -> Result<bool> {
    let (host, guild, locale) = (interaction.host(), interaction.guild()?, interaction.member_locale());
    let opener = Opener { pending: Some(interaction.pending()?), locale: Some(locale.as_str().to_owned()) };
    let why = match insert(interaction, &new_ticket, draft, &opener).await {
        Ok(id) => {
            interaction.answer(view::being_opened(&locale)).await?;
            let mut tx = host.db().begin().await?;
            host.jobs().reschedule(&mut tx, OPEN, guild, &id.to_string(), host.clock().now()).await?;
            tx.commit().await?;
            return Ok(true);
        }
        Err(Error::User(why)) => why,
        Err(error) => return Err(error),
    };
    interaction.answer(view::given_back(&locale, &why, &new_ticket)).await?;
    Ok(false)
}

async fn insert(
    interaction: OpeningInteraction<'_>,
    new_ticket: &NewTicket,
    draft: Option<i64>,
    opener: &Opener,
) -> Result<i64> {
    let request = interaction.request()?;
    let mut tx = request.db().begin().await?;
    let opened = async {
        if let Some(draft) = draft
            && !store::take_draft(&mut tx, request.guild, draft, new_ticket.user).await?
        {
            return Err(Error::user(texts::text(&request.locale, "refused-draft-gone")));
        }
        open(&mut tx, &request, new_ticket, opener).await
    }
    .await;
    match opened {
        Ok(id) => {
            tx.commit().await?;
            Ok(id)
        }
        Err(error) => {
            tx.rollback().await?;
            Err(error)
        }
    }
}

/// A draft of who pressed.
pub(crate) async fn fetch_draft(interaction: &ComponentInteraction, id: i64) -> Result<Draft> {
    let found = store::draft(interaction.host.db(), interaction.guild, id, interaction.user().id).await?;
    found.ok_or_else(|| Error::user(texts::text(&interaction.member_locale(), "refused-draft-gone")))
}

pub(crate) async fn insert_draft(
    interaction: OpeningInteraction<'_>,
    guild: GuildId,
    new_ticket: &NewTicket,
) -> Result<i64> {
    let host = interaction.host();
    let mut tx = host.db().begin().await?;
    let id = store::insert_draft(&mut tx, guild, new_ticket, &[], host.clock().now()).await?;
    tx.commit().await?;
    Ok(id)
}
