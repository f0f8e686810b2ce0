//! «Suggest reply» and «Post it».

use plugin_api::{Component, Error, Press, Result, ui::Reply};

use super::staff::pressed;
use crate::{actions, view};

/// All of them.
pub(super) fn all() -> Vec<Component> {
    vec![Component::new("suggest", suggest), Component::new("post", post)]
}

/// `suggest:<ticket>`: shows what may be answered, to who asks.
async fn suggest(press: Press) -> Result<()> {
    let () = press.acknowledge().await?;
    let (actor, ticket) = pressed(&press, None).await?;
    let (host, reader) = (&press.host, press.reader());
    actions::require_staff(host, &ticket, &actor, "suggest", &reader)?;
    let suggestions = actions::suggest(host, &ticket, &reader).await?;
    press.reply(view::suggestions(&reader, &ticket, &suggestions)?).await
}

/// `post:<ticket>:<index>`: posts the suggestion of that place in the message that carries the button.
async fn post(press: Press) -> Result<()> {
    let (id, index): (i64, usize) = press.args()?;
    press.acknowledge().await?;
    let (host, reader) = (&press.host, press.reader());
    let actor = crate::rights::Actor::of_press(&press).await?;
    let ticket = actions::find(host, press.guild, id, &reader).await?;
    let suggested = press.message().filter(|message| message.author.id == host.bot());
    let embed = suggested.and_then(|message| Some((message.id, message.embeds.get(index)?)));
    let Some((from, embed)) = embed else {
        return Err(Error::user(view::text(&reader, "refused-no-suggestion")));
    };
    let title = embed.title.as_deref().unwrap_or_default();
    let words = embed.description.as_deref().unwrap_or_default();
    actions::post(host, &ticket, (from, index), (title, words), &actor, &reader).await?;
    press.update(Reply::text(view::text(&reader, "reply-posted"))).await
}
