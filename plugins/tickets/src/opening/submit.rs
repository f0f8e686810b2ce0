//! Drafts of members, and storing the ticket that a draft becomes.

use plugin_api::{ComponentInteraction, Error, Result, serenity::GuildId};

use super::{
    actions::open,
    domain::{Draft, Opener, Wish},
    store,
    via::Via,
    view,
};
use crate::{names::OPEN, texts};

/// Opens what was wished for, and says so; gives `false` where it is refused, and gives back what was written. The ticket is stored before
/// anything is said, so that nothing is lost with the process, and its channel is made once that was said.
///
/// # Errors
/// Where Discord or the database fails.
pub(crate) async fn finish(via: Via<'_>, wish: Wish, draft: Option<i64>) -> Result<bool> {
    let (host, guild, reader) = (via.host(), via.guild()?, via.member_locale());
    let opener = Opener { pending: Some(via.pending()?), locale: Some(reader.as_str().to_owned()) };
    let why = match insert(via, &wish, draft, &opener).await {
        Ok(id) => {
            via.answer(view::being_opened(&reader)).await?;
            let mut tx = host.db().begin().await?;
            host.jobs().reschedule(&mut tx, OPEN, guild, &id.to_string(), host.clock().now()).await?;
            tx.commit().await?;
            return Ok(true);
        }
        Err(Error::User(why)) => why,
        Err(error) => return Err(error),
    };
    via.answer(view::given_back(&reader, &why, &wish)).await?;
    Ok(false)
}

async fn insert(via: Via<'_>, wish: &Wish, draft: Option<i64>, opener: &Opener) -> Result<i64> {
    let request = via.request()?;
    let mut tx = request.db().begin().await?;
    let opened = async {
        if let Some(draft) = draft
            && !store::take_draft(&mut tx, request.guild, draft, wish.user).await?
        {
            return Err(Error::user(texts::text(&request.locale, "refused-draft-gone")));
        }
        open(&mut tx, &request, wish, opener).await
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
pub(crate) async fn draft(press: &ComponentInteraction, id: i64) -> Result<Draft> {
    let found = store::draft(press.host.db(), press.guild, id, press.user().id).await?;
    found.ok_or_else(|| Error::user(texts::text(&press.member_locale(), "refused-draft-gone")))
}

pub(crate) async fn keep(via: Via<'_>, guild: GuildId, wish: &Wish) -> Result<i64> {
    let host = via.host();
    let mut tx = host.db().begin().await?;
    let id = store::add_draft(&mut tx, guild, wish, &[], host.clock().now()).await?;
    tx.commit().await?;
    Ok(id)
}
