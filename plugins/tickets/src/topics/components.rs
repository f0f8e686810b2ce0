//! The buttons and the form of a proposal for the FAQ.

use plugin_api::{Component, ComponentInteraction, Result, ui::Reply};

use super::{
    actions,
    domain::{Decision, Topic},
    store, view,
};
use crate::names;

pub(crate) fn all() -> Vec<Component> {
    vec![
        Component::new(names::actions::TOPIC_ADD, open_form),
        Component::new(names::actions::TOPIC_SAVE, submit_form),
        Component::new(names::actions::TOPIC_LATER, put_off),
        Component::new(names::actions::TOPIC_NEVER, reject),
    ]
}

/// `topic_add:<topic>`: opens the form of a new entry with what was drafted.
pub(crate) async fn open_form(interaction: ComponentInteraction) -> Result<()> {
    let (id,): (i64,) = interaction.args()?;
    let (topic, _) = actions::fetch_undecided(&interaction, id).await?;
    let submit = names::actions::TOPIC_SAVE.id().with(id);
    interaction
        .modal(faq::entry_form(&interaction.member_locale(), &submit, &topic.draft.title, &topic.draft.text)?)
        .await
}

/// `topic_save:<topic>`: adds the submitted entry. A member who is too late gets their text back.
pub(crate) async fn submit_form(interaction: ComponentInteraction) -> Result<()> {
    let (id,): (i64,) = interaction.args()?;
    let author = actions::authorize(&interaction).await?;
    match actions::add_entry(&interaction, &author, id).await {
        Ok(topic) => update_message(&interaction, &topic).await,
        Err(rejection) => faq::reply_rejected(&interaction, rejection).await,
    }
}

/// `topic_later:<topic>`: not now.
pub(crate) async fn put_off(interaction: ComponentInteraction) -> Result<()> {
    dismiss(interaction, Decision::Later).await
}

/// `topic_never:<topic>`: never for this topic.
pub(crate) async fn reject(interaction: ComponentInteraction) -> Result<()> {
    dismiss(interaction, Decision::Never).await
}

async fn dismiss(interaction: ComponentInteraction, decision: Decision) -> Result<()> {
    let (id,): (i64,) = interaction.args()?;
    actions::fetch_undecided(&interaction, id).await?;
    let topic = actions::dismiss(&interaction.request(), id, decision).await?;
    update_message(&interaction, &topic).await
}

/// Updates the proposal's message with the decision.
async fn update_message(interaction: &ComponentInteraction, topic: &Topic) -> Result<()> {
    let host = &interaction.host;
    let tickets = store::fetch_named_tickets(host.db(), topic.guild, &topic.tickets).await?;
    let (embed, rows) = view::proposal(&host.guild(topic.guild).locale, topic, &tickets)?;
    interaction.update(rows.into_iter().fold(Reply::new().embed(embed), Reply::row)).await
}
