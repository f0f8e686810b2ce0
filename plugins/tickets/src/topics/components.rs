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
pub(crate) async fn add(press: ComponentInteraction) -> Result<()> {
    let (id,): (i64,) = press.args()?;
    let (topic, _) = actions::undecided(&press, id).await?;
    let submit = CustomId::new(ID, "topic_save").with(id);
    press
        .modal(faq::entry_form(&press.member_locale(), &submit, &topic.draft.title, &topic.draft.text)?)
        .await
}

/// `topic_save:<topic>`: the form was sent. Who is too late gets their words back.
///
/// # Errors
/// Where the database or Discord fails.
pub(crate) async fn save(press: ComponentInteraction) -> Result<()> {
    let (id,): (i64,) = press.args()?;
    let author = actions::author(&press).await?;
    match actions::add(&press, &author, id).await {
        Ok(topic) => show(&press, &topic).await,
        Err(rejection) => faq::reply_rejected(&press, rejection).await,
    }
}

/// `topic_later:<topic>`: not now.
///
/// # Errors
/// As [`super::actions::undecided`].
pub(crate) async fn later(press: ComponentInteraction) -> Result<()> {
    dismiss(press, Decision::Later).await
}

/// `topic_never:<topic>`: never for this topic.
///
/// # Errors
/// As [`super::actions::undecided`].
pub(crate) async fn never(press: ComponentInteraction) -> Result<()> {
    dismiss(press, Decision::Never).await
}

async fn dismiss(press: ComponentInteraction, decision: Decision) -> Result<()> {
    let (id,): (i64,) = press.args()?;
    actions::undecided(&press, id).await?;
    let topic = actions::dismiss(&press.request(), id, decision).await?;
    show(&press, &topic).await
}

/// Has the proposal's message say what was decided.
async fn show(press: &ComponentInteraction, topic: &Topic) -> Result<()> {
    let host = &press.host;
    let tickets = store::named(host.db(), topic.guild, &topic.tickets).await?;
    let (embed, rows) = view::proposal(&host.guild(topic.guild).locale, topic, &tickets)?;
    press.update(rows.into_iter().fold(Reply::new().embed(embed), Reply::row)).await
}
