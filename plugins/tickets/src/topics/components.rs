//! The buttons and the form of a proposal for the FAQ.

use plugin_api::Component;
use plugin_api::{ComponentInteraction, CustomId, Result, ui::Reply};

use super::{
    actions,
    domain::{Decision, Topic},
    store, view,
};
use crate::names::ID;

/// All of them.
pub(crate) fn all() -> Vec<Component> {
    vec![
        Component::new("topic_add", add),
        Component::new("topic_save", save),
        Component::new("topic_later", later),
        Component::new("topic_never", never),
    ]
}

/// `topic_add:<topic>`: opens the form of a new entry with what was drafted.
///
/// # Errors
/// As [`super::actions::undecided`].
pub(crate) async fn add(interaction: ComponentInteraction) -> Result<()> {
    let (id,): (i64,) = interaction.args()?;
    let (topic, _) = actions::undecided(&interaction, id).await?;
    let submit = CustomId::new(ID, "topic_save").with(id);
    interaction
        .modal(faq::entry_form(&interaction.member_locale(), &submit, &topic.draft.title, &topic.draft.text)?)
        .await
}

/// `topic_save:<topic>`: the form was sent. Who is too late gets their words back.
///
/// # Errors
/// Where the database or Discord fails.
pub(crate) async fn save(interaction: ComponentInteraction) -> Result<()> {
    let (id,): (i64,) = interaction.args()?;
    let author = actions::author(&interaction).await?;
    match actions::add(&interaction, &author, id).await {
        Ok(topic) => show(&interaction, &topic).await,
        Err(rejection) => faq::reply_rejected(&interaction, rejection).await,
    }
}

/// `topic_later:<topic>`: not now.
///
/// # Errors
/// As [`super::actions::undecided`].
pub(crate) async fn later(interaction: ComponentInteraction) -> Result<()> {
    dismiss(interaction, Decision::Later).await
}

/// `topic_never:<topic>`: never for this topic.
///
/// # Errors
/// As [`super::actions::undecided`].
pub(crate) async fn never(interaction: ComponentInteraction) -> Result<()> {
    dismiss(interaction, Decision::Never).await
}

async fn dismiss(interaction: ComponentInteraction, decision: Decision) -> Result<()> {
    let (id,): (i64,) = interaction.args()?;
    actions::undecided(&interaction, id).await?;
    let topic = actions::dismiss(&interaction.request(), id, decision).await?;
    show(&interaction, &topic).await
}

/// Has the proposal's message say what was decided.
async fn show(interaction: &ComponentInteraction, topic: &Topic) -> Result<()> {
    let host = &interaction.host;
    let tickets = store::named(host.db(), topic.guild, &topic.tickets).await?;
    let (embed, rows) = view::proposal(&host.guild(topic.guild).locale, topic, &tickets)?;
    interaction.update(rows.into_iter().fold(Reply::new().embed(embed), Reply::row)).await
}
