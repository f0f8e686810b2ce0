//! Asking whether a ticket may be closed, and rating it.

use std::str::FromStr;

use plugin_api::{
    Component, ComponentInteraction, Result,
    ui::{Reply, timestamp},
};

use super::{
    actions::{self, Opinion},
    store, view,
};
use crate::{
    names, texts,
    ticket::{self, access::TicketRequest},
};

/// All of this area. Ratings are given in direct messages too.
pub(crate) fn all() -> Vec<Component> {
    vec![
        Component::new(names::actions::CLOSE_REQUEST, close_request),
        Component::new(names::actions::CLOSE_REQUEST_FORM, close_request_form),
        Component::new(names::actions::CLOSE_YES, |interaction| answer(interaction, true)),
        Component::new(names::actions::CLOSE_NO, |interaction| answer(interaction, false)),
        Component::new(names::actions::RATE, rate).direct(),
        Component::new(names::actions::RATE_COMMENT, rate_comment).direct(),
        Component::new(names::actions::RATE_FORM, rate_form).direct(),
    ]
}

/// `close_request:<number>`: staff want the member asked whether the ticket may be closed.
async fn close_request(interaction: ComponentInteraction) -> Result<()> {
    let (id,): (i64,) = interaction.args()?;
    let request = TicketRequest::new(interaction.request()).await?;
    let locale = &request.locale;
    let ticket = ticket::actions::find(&request, id).await?;
    actions::requestable(&request, &ticket)?;
    interaction.modal(view::request_form(locale, &ticket)?).await
}

/// `close_request_form:<number>`: the form for it was sent.
async fn close_request_form(interaction: ComponentInteraction) -> Result<()> {
    let (id,): (i64,) = interaction.args()?;
    let request = TicketRequest::new(interaction.request()).await?;
    let locale = &request.locale;
    let reason = interaction.field("reason").unwrap_or_default();
    let due = actions::request_close(&request, id, reason).await?;
    let args = [("id", id.to_string().into()), ("when", timestamp(due, 'R').into())];
    interaction.reply(Reply::text(texts::text_with(locale, "reply-close-requested", &args))).await
}

/// `close_yes:<number>` and `close_no:<number>`: the member's answer.
async fn answer(interaction: ComponentInteraction, yes: bool) -> Result<()> {
    let (id,): (i64,) = interaction.args()?;
    interaction.acknowledge().await?;
    let request = TicketRequest::new(interaction.request()).await?;
    let ticket = actions::answer_close(&request, id, yes).await?;
    let said = if yes { "question-agreed" } else { "question-declined" };
    let locale = interaction.host.guild(interaction.guild).locale;
    interaction.update(view::answered(&locale, &ticket, said)).await
}

/// How many stars a button gives: no button gives none, or more than there are.
struct Stars(u8);

impl FromStr for Stars {
    type Err = ();

    fn from_str(text: &str) -> std::result::Result<Self, ()> {
        let stars = text.parse().map_err(|_| ())?;
        if (1..=view::STARS).contains(&stars) { Ok(Self(stars)) } else { Err(()) }
    }
}

/// `rate:<guild>:<number>:<stars>`: the member's rating.
async fn rate(interaction: ComponentInteraction) -> Result<()> {
    let (_, id, Stars(stars)): (u64, i64, Stars) = interaction.args()?;
    let (ticket, rating) = actions::rate(&interaction.request(), id, &Opinion::Stars(stars)).await?;
    interaction.update(view::rated(&interaction.member_locale(), &ticket, &rating)?).await
}

/// `rate_comment:<guild>:<number>`: opens the form for what the member wants to say besides.
async fn rate_comment(interaction: ComponentInteraction) -> Result<()> {
    let (_, id): (u64, i64) = interaction.args()?;
    let (request, locale) = (interaction.request(), interaction.member_locale());
    let ticket = ticket::actions::find(&request, id).await?;
    actions::rateable(&ticket, &request)?;
    let before = store::rating(interaction.host.db(), interaction.guild, id).await?;
    let before = before.map(|rating| rating.comment).unwrap_or_default();
    interaction.modal(view::comment_form(&locale, &ticket, &before)?).await
}

/// `rate_form:<guild>:<number>`: the form was sent.
async fn rate_form(interaction: ComponentInteraction) -> Result<()> {
    let (_, id): (u64, i64) = interaction.args()?;
    let comment = interaction.field("comment").unwrap_or_default().to_owned();
    let (ticket, rating) = actions::rate(&interaction.request(), id, &Opinion::Comment(comment)).await?;
    interaction.update(view::rated(&interaction.member_locale(), &ticket, &rating)?).await
}
