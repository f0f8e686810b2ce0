//! The buttons under a ticket's card. Ids are input: the ticket is looked up in the guild, and who may is asked again.

use super::{lists, suggestions};
use plugin_api::{Component, ComponentInteraction, Error, Result, ui::Reply};

use super::{actions, view};
use crate::{
    texts,
    ticket::{self, Act, Ticket, access::TicketRequest},
};

/// All of them.
pub(crate) fn all() -> Vec<Component> {
    vec![
        Component::new("claim", |press| act(press, Act::Claim)),
        Component::new("unclaim", |press| act(press, Act::Unclaim)),
        Component::new("wait", |press| act(press, Act::Wait)),
        Component::new("resume", |press| act(press, Act::Resume)),
        Component::new("reopen", |press| act(press, Act::Reopen)),
        Component::new("archive", |press| act(press, Act::Archive)),
        Component::new("close", close),
        Component::new("close_with", close_with),
        Component::new("escalate", escalate),
        Component::new("escalate_usual", escalate_usual),
        Component::new("escalate_to", escalate_to),
        Component::new("delete", delete),
        Component::new("delete_yes", delete_yes),
        Component::new("delete_no", delete_no),
        Component::new("list", lists::list),
        Component::new("notes", lists::notes),
        Component::new("suggest", suggest),
        Component::new("post", post),
    ]
}

/// `<act>:<ticket>`: does it. The card and a line in the channel show that it is done.
async fn act(press: ComponentInteraction, act: Act) -> Result<()> {
    let (id,): (i64,) = press.args()?;
    press.acknowledge().await?;
    let request = TicketRequest::new(press.request()).await?;
    ticket::actions::apply(&request, id, act).await?;
    Ok(())
}

/// `close:<ticket>`: asks for a reason.
async fn close(press: ComponentInteraction) -> Result<()> {
    let (_, ticket) = pressed(&press, Some(&Act::Close(String::new()))).await?;
    press.modal(view::close_form(&press.member_locale(), &ticket, press.user().id)?).await
}

/// `close_with:<ticket>`: the reason was sent.
async fn close_with(press: ComponentInteraction) -> Result<()> {
    let reason = press.field("reason").unwrap_or_default().trim().to_owned();
    act(press, Act::Close(reason)).await
}

/// `escalate:<ticket>`: asks for the role.
async fn escalate(press: ComponentInteraction) -> Result<()> {
    let (request, ticket) = pressed(&press, None).await?;
    let (host, reader) = (&press.host, press.member_locale());
    ticket::actions::require_staff(&request, &ticket, "escalate")?;
    let usual = actions::usual_escalation(host, &ticket);
    press.reply(view::escalation(&reader, &ticket, usual)?).await
}

/// `escalate_usual:<ticket>`: to the role that the settings name.
async fn escalate_usual(press: ComponentInteraction) -> Result<()> {
    let (id,): (i64,) = press.args()?;
    press.acknowledge().await?;
    let request = TicketRequest::new(press.request()).await?;
    let reader = press.member_locale();
    let done = actions::escalate(&request, id, None).await?;
    press.update(Reply::text(view::stands(&reader, &done))).await
}

/// `escalate_to:<ticket>`, with a role as what was chosen.
async fn escalate_to(press: ComponentInteraction) -> Result<()> {
    press.acknowledge().await?;
    let (request, ticket) = pressed(&press, None).await?;
    let (_host, reader) = (&press.host, press.member_locale());
    ticket::actions::require_staff(&request, &ticket, "escalate")?;
    let Some(role) = press.chosen().first().copied() else {
        return Err(Error::user(texts::text(&reader, "refused-role")));
    };
    let done = actions::escalate(&request, ticket.id, Some(role)).await?;
    press.update(Reply::text(view::stands(&reader, &done))).await
}

/// `delete:<ticket>`: asks back.
async fn delete(press: ComponentInteraction) -> Result<()> {
    let (request, ticket) = pressed(&press, None).await?;
    let reader = press.member_locale();
    actions::deletable(&request, &ticket)?;
    press.reply(view::deletion(&reader, &ticket)?).await
}

/// `delete_yes:<ticket>`: has the channel deleted.
async fn delete_yes(press: ComponentInteraction) -> Result<()> {
    let (id,): (i64,) = press.args()?;
    press.acknowledge().await?;
    let request = TicketRequest::new(press.request()).await?;
    let reader = &request.locale;
    let done = actions::delete(&request, id).await?;
    let id = done.id.to_string();
    press.update(Reply::text(texts::text_with(&reader, "reply-deleting", &[("id", id.into())]))).await
}

/// `delete_no`: leaves everything as it is.
async fn delete_no(press: ComponentInteraction) -> Result<()> {
    let () = press.args()?;
    press.update(Reply::text(texts::text(&press.member_locale(), "reply-kept"))).await
}

/// The ticket of a button, and who pressed it; refused where they can't do what it leads to.
pub(crate) async fn pressed(
    press: &ComponentInteraction,
    act: Option<&Act>,
) -> Result<(TicketRequest, Ticket)> {
    let (id,): (i64,) = press.args()?;
    let request = TicketRequest::new(press.request()).await?;
    let ticket = ticket::actions::find(&request, id).await?;
    if let Some(act) = act {
        ticket::actions::allowed(&request, &ticket, act).await?;
    }
    Ok((request, ticket))
}

/// `suggest:<ticket>`: shows what may be answered, to who asks.
async fn suggest(press: ComponentInteraction) -> Result<()> {
    let () = press.acknowledge().await?;
    let (request, ticket) = pressed(&press, None).await?;
    let (host, reader) = (&press.host, press.member_locale());
    ticket::actions::require_staff(&request, &ticket, "suggest")?;
    let suggestions = suggestions::suggest(host, &ticket, &reader).await?;
    press.reply(view::suggestions(&reader, &ticket, &suggestions)?).await
}

/// `post:<ticket>:<index>`: posts the suggestion of that place in the message that carries the button.
async fn post(press: ComponentInteraction) -> Result<()> {
    let (id, index): (i64, usize) = press.args()?;
    press.acknowledge().await?;
    let (host, reader) = (&press.host, press.member_locale());
    let request = TicketRequest::new(press.request()).await?;
    let ticket = ticket::actions::find(&request, id).await?;
    let suggested = press.message().filter(|message| message.author.id == host.bot());
    let embed = suggested.and_then(|message| Some((message.id, message.embeds.get(index)?)));
    let Some((from, embed)) = embed else {
        return Err(Error::user(texts::text(&reader, "refused-no-suggestion")));
    };
    let title = embed.title.as_deref().unwrap_or_default();
    let words = embed.description.as_deref().unwrap_or_default();
    suggestions::post(&request, &ticket, (from, index), (title, words)).await?;
    press.update(Reply::text(texts::text(&reader, "reply-posted"))).await
}
