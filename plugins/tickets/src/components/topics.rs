//! The buttons and the form of a proposal for the FAQ.

use plugin_api::{CustomId, Press, Result, ui::Reply};

use crate::{
    ID,
    domain::topics::{Decision, Topic},
    store, topics, view,
};

/// `topic_add:<topic>`: opens the form of a new entry with what was drafted.
///
/// # Errors
/// As [`topics::undecided`].
pub(super) async fn add(press: Press) -> Result<()> {
    let (id,): (i64,) = press.args()?;
    let (topic, _) = topics::undecided(&press, id).await?;
    let submit = CustomId::new(ID, "topic_save").with(id);
    press.modal(faq::form(&press.reader(), &submit, &topic.draft.title, &topic.draft.text)?).await
}

/// `topic_save:<topic>`: the form was sent. Who is too late gets their words back.
///
/// # Errors
/// Where the database or Discord fails.
pub(super) async fn save(press: Press) -> Result<()> {
    let (id,): (i64,) = press.args()?;
    let author = topics::author(&press).await?;
    match topics::add(&press, &author, id).await {
        Ok(topic) => show(&press, &topic).await,
        Err(refused) => faq::give_back(&press, refused).await,
    }
}

/// `topic_later:<topic>`: not now.
///
/// # Errors
/// As [`topics::undecided`].
pub(super) async fn later(press: Press) -> Result<()> {
    dismiss(press, Decision::Later).await
}

/// `topic_never:<topic>`: never for this topic.
///
/// # Errors
/// As [`topics::undecided`].
pub(super) async fn never(press: Press) -> Result<()> {
    dismiss(press, Decision::Never).await
}

async fn dismiss(press: Press, decision: Decision) -> Result<()> {
    let (id,): (i64,) = press.args()?;
    topics::undecided(&press, id).await?;
    let (by, reader) = (press.user().id, press.reader());
    let topic = topics::dismiss(&press.host, press.guild, id, decision, by, &reader).await?;
    show(&press, &topic).await
}

/// Has the proposal's message say what was decided.
async fn show(press: &Press, topic: &Topic) -> Result<()> {
    let host = &press.host;
    let tickets = store::topics::named(host.db(), topic.guild, &topic.tickets).await?;
    let (embed, rows) = view::proposal(&host.guild(topic.guild).locale, topic, &tickets)?;
    press.update(rows.into_iter().fold(Reply::new().embed(embed), Reply::row)).await
}
