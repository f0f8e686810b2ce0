//! The buttons under a ticket's card. Ids are input: the ticket is looked up in the guild, and who may is asked again.

use plugin_api::{Component, Error, Press, Result, ui::Reply};

use crate::{
    actions,
    domain::{Act, Ticket},
    rights::Actor,
    view,
};

/// All of them.
pub(super) fn all() -> Vec<Component> {
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
    ]
}

/// `<act>:<ticket>`: does it. The card and a line in the channel show that it is done.
async fn act(press: Press, act: Act) -> Result<()> {
    let (id,): (i64,) = press.args()?;
    press.acknowledge().await?;
    let actor = Actor::of_press(&press).await?;
    actions::apply(&press.host, press.guild, id, act, &actor, &press.reader()).await?;
    Ok(())
}

/// `close:<ticket>`: asks for a reason.
async fn close(press: Press) -> Result<()> {
    let (_, ticket) = pressed(&press, Some(&Act::Close(String::new()))).await?;
    press.modal(view::close_form(&press.reader(), &ticket, press.user().id)?).await
}

/// `close_with:<ticket>`: the reason was sent.
async fn close_with(press: Press) -> Result<()> {
    let reason = press.field("reason").unwrap_or_default().trim().to_owned();
    act(press, Act::Close(reason)).await
}

/// `escalate:<ticket>`: asks for the role.
async fn escalate(press: Press) -> Result<()> {
    let (actor, ticket) = pressed(&press, None).await?;
    let (host, reader) = (&press.host, press.reader());
    actions::require_staff(host, &ticket, &actor, "escalate", &reader)?;
    let usual = actions::usual_escalation(host, &ticket);
    press.reply(view::escalation(&reader, &ticket, usual)?).await
}

/// `escalate_usual:<ticket>`: to the role that the settings name.
async fn escalate_usual(press: Press) -> Result<()> {
    let (id,): (i64,) = press.args()?;
    press.acknowledge().await?;
    let actor = Actor::of_press(&press).await?;
    let reader = press.reader();
    let done = actions::escalate(&press.host, press.guild, id, None, &actor, &reader).await?;
    press.update(Reply::text(view::stands(&reader, &done))).await
}

/// `escalate_to:<ticket>`, with a role as what was chosen.
async fn escalate_to(press: Press) -> Result<()> {
    press.acknowledge().await?;
    let (actor, ticket) = pressed(&press, None).await?;
    let (host, reader) = (&press.host, press.reader());
    actions::require_staff(host, &ticket, &actor, "escalate", &reader)?;
    let Some(role) = press.chosen().first().copied() else {
        return Err(Error::user(view::text(&reader, "refused-role")));
    };
    let done = actions::escalate(host, press.guild, ticket.id, Some(role), &actor, &reader).await?;
    press.update(Reply::text(view::stands(&reader, &done))).await
}

/// `delete:<ticket>`: asks back.
async fn delete(press: Press) -> Result<()> {
    let (actor, ticket) = pressed(&press, None).await?;
    let reader = press.reader();
    actions::deletable(&press.host, &ticket, &actor, &reader)?;
    press.reply(view::deletion(&reader, &ticket)?).await
}

/// `delete_yes:<ticket>`: has the channel deleted.
async fn delete_yes(press: Press) -> Result<()> {
    let (id,): (i64,) = press.args()?;
    press.acknowledge().await?;
    let (actor, reader) = (Actor::of_press(&press).await?, press.reader());
    let done = actions::delete(&press.host, press.guild, id, &actor, &reader).await?;
    let id = done.id.to_string();
    press.update(Reply::text(view::text_with(&reader, "reply-deleting", &[("id", id.into())]))).await
}

/// `delete_no`: leaves everything as it is.
async fn delete_no(press: Press) -> Result<()> {
    let () = press.args()?;
    press.update(Reply::text(view::text(&press.reader(), "reply-kept"))).await
}

/// The ticket of a button, and who pressed it; refused where they can't do what it leads to.
pub(super) async fn pressed(press: &Press, act: Option<&Act>) -> Result<(Actor, Ticket)> {
    let (id,): (i64,) = press.args()?;
    let (actor, reader) = (Actor::of_press(press).await?, press.reader());
    let ticket = actions::find(&press.host, press.guild, id, &reader).await?;
    if let Some(act) = act {
        actions::allowed(&press.host, &ticket, act, &actor, &reader).await?;
    }
    Ok((actor, ticket))
}
