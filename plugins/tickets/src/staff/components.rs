//! The buttons under a ticket's card. Ids are input: the ticket is looked up in the guild, and who may is asked again.

use plugin_api::{Component, ComponentInteraction, Error, Result, ui::Reply};

use super::{actions, lists, suggestions, view};
use crate::{
    names, texts,
    ticket::{self, Ticket, Transition, access::TicketRequest},
};

/// All of them.
pub(crate) fn all() -> Vec<Component> {
    vec![
        Component::new(names::actions::CLAIM, |interaction| apply_transition(interaction, Transition::Claim)),
        Component::new(names::actions::UNCLAIM, |interaction| {
            apply_transition(interaction, Transition::Unclaim)
        }),
        Component::new(names::actions::WAIT, |interaction| apply_transition(interaction, Transition::Wait)),
        Component::new(names::actions::RESUME, |interaction| {
            apply_transition(interaction, Transition::Resume)
        }),
        Component::new(names::actions::REOPEN, |interaction| {
            apply_transition(interaction, Transition::Reopen)
        }),
        Component::new(names::actions::ARCHIVE, |interaction| {
            apply_transition(interaction, Transition::Archive)
        }),
        Component::new(names::actions::CLOSE, close),
        Component::new(names::actions::CLOSE_WITH, close_with),
        Component::new(names::actions::ESCALATE, escalate),
        Component::new(names::actions::ESCALATE_USUAL, escalate_usual),
        Component::new(names::actions::ESCALATE_TO, escalate_to),
        Component::new(names::actions::DELETE, delete),
        Component::new(names::actions::DELETE_YES, delete_yes),
        Component::new(names::actions::DELETE_NO, delete_no),
        Component::new(names::actions::LIST, lists::list),
        Component::new(names::actions::NOTES, lists::notes),
        Component::new(names::actions::SUGGEST, suggest),
        Component::new(names::actions::POST, post),
    ]
}

/// `<act>:<ticket>`: does it. The card and a line in the channel show that it is done.
async fn apply_transition(interaction: ComponentInteraction, act: Transition) -> Result<()> {
    let (id,): (i64,) = interaction.args()?;
    interaction.acknowledge().await?;
    let request = TicketRequest::new(interaction.request()).await?;
    ticket::actions::apply(&request, id, act).await?;
    Ok(())
}

/// `close:<ticket>`: asks for a reason.
async fn close(interaction: ComponentInteraction) -> Result<()> {
    let (_, ticket) = fetch_ticket(&interaction, Some(&Transition::Close(String::new()))).await?;
    interaction.modal(view::close_form(&interaction.member_locale(), &ticket, interaction.user().id)?).await
}

/// `close_with:<ticket>`: the reason was sent.
async fn close_with(interaction: ComponentInteraction) -> Result<()> {
    let reason = interaction.field("reason").unwrap_or_default().trim().to_owned();
    apply_transition(interaction, Transition::Close(reason)).await
}

/// `escalate:<ticket>`: asks for the role.
async fn escalate(interaction: ComponentInteraction) -> Result<()> {
    let (request, ticket) = fetch_ticket(&interaction, None).await?;
    let (host, locale) = (&interaction.host, interaction.member_locale());
    ticket::actions::require_staff(&request, &ticket, "escalate")?;
    let usual = actions::usual_escalation(host, &ticket);
    interaction.reply(view::escalation(&locale, &ticket, usual)?).await
}

/// `escalate_usual:<ticket>`: to the role that the settings name.
async fn escalate_usual(interaction: ComponentInteraction) -> Result<()> {
    let (id,): (i64,) = interaction.args()?;
    interaction.acknowledge().await?;
    let request = TicketRequest::new(interaction.request()).await?;
    let locale = interaction.member_locale();
    let done = actions::escalate(&request, id, None).await?;
    interaction.update(Reply::text(view::status_reply(&locale, &done))).await
}

/// `escalate_to:<ticket>`, with a role as what was chosen.
async fn escalate_to(interaction: ComponentInteraction) -> Result<()> {
    interaction.acknowledge().await?;
    let (request, ticket) = fetch_ticket(&interaction, None).await?;
    let locale = interaction.member_locale();
    ticket::actions::require_staff(&request, &ticket, "escalate")?;
    let Some(role) = interaction.chosen().first().copied() else {
        return Err(Error::user(texts::text(&locale, "refused-role")));
    };
    let done = actions::escalate(&request, ticket.id, Some(role)).await?;
    interaction.update(Reply::text(view::status_reply(&locale, &done))).await
}

/// `delete:<ticket>`: asks back.
async fn delete(interaction: ComponentInteraction) -> Result<()> {
    let (request, ticket) = fetch_ticket(&interaction, None).await?;
    let locale = interaction.member_locale();
    actions::deletable(&request, &ticket)?;
    interaction.reply(view::deletion(&locale, &ticket)?).await
}

/// `delete_yes:<ticket>`: has the channel deleted.
async fn delete_yes(interaction: ComponentInteraction) -> Result<()> {
    let (id,): (i64,) = interaction.args()?;
    interaction.acknowledge().await?;
    let request = TicketRequest::new(interaction.request()).await?;
    let locale = &request.locale;
    let done = actions::delete(&request, id).await?;
    let id = done.id.to_string();
    interaction.update(Reply::text(texts::text_with(locale, "reply-deleting", &[("id", id.into())]))).await
}

/// `delete_no`: leaves everything as it is.
async fn delete_no(interaction: ComponentInteraction) -> Result<()> {
    let () = interaction.args()?;
    interaction.update(Reply::text(texts::text(&interaction.member_locale(), "reply-kept"))).await
}

/// The ticket of a button, and who pressed it; refused where they can't do what it leads to.
pub(crate) async fn fetch_ticket(
    interaction: &ComponentInteraction,
    act: Option<&Transition>,
) -> Result<(TicketRequest, Ticket)> {
    let (id,): (i64,) = interaction.args()?;
    let request = TicketRequest::new(interaction.request()).await?;
    let ticket = ticket::actions::find(&request, id).await?;
    if let Some(act) = act {
        ticket::actions::authorize(&request, &ticket, act).await?;
    }
    Ok((request, ticket))
}

/// `suggest:<ticket>`: shows what may be answered, to who asks.
async fn suggest(interaction: ComponentInteraction) -> Result<()> {
    interaction.acknowledge().await?;
    let (request, ticket) = fetch_ticket(&interaction, None).await?;
    let (host, locale) = (&interaction.host, interaction.member_locale());
    ticket::actions::require_staff(&request, &ticket, "suggest")?;
    let suggestions = suggestions::suggest(host, &ticket, &locale).await?;
    interaction.reply(view::suggestions(&locale, &ticket, &suggestions)?).await
}

/// `post:<ticket>:<index>`: posts the suggestion of that place in the message that carries the button.
async fn post(interaction: ComponentInteraction) -> Result<()> {
    let (id, index): (i64, usize) = interaction.args()?;
    interaction.acknowledge().await?;
    let (host, locale) = (&interaction.host, interaction.member_locale());
    let request = TicketRequest::new(interaction.request()).await?;
    let ticket = ticket::actions::find(&request, id).await?;
    let suggested = interaction.message().filter(|message| message.author.id == host.bot());
    let embed = suggested.and_then(|message| Some((message.id, message.embeds.get(index)?)));
    let Some((from, embed)) = embed else {
        return Err(Error::user(texts::text(&locale, "refused-no-suggestion")));
    };
    let title = embed.title.as_deref().unwrap_or_default();
    let words = embed.description.as_deref().unwrap_or_default();
    suggestions::post(&request, &ticket, (from, index), (title, words)).await?;
    interaction.update(Reply::text(texts::text(&locale, "reply-posted"))).await
}
