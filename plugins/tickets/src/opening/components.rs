//! What a member presses, chooses and writes before a ticket is open.

use plugin_api::Component;
use plugin_api::{ComponentInteraction, Error, Result};

use super::{deflection, domain::Wish, flow, store};
use crate::texts;

/// All of them.
pub(crate) fn all() -> Vec<Component> {
    vec![
        Component::new("panel", panel),
        Component::new("panel_pick", panel_pick),
        Component::new("new", new),
        Component::new("category", category),
        Component::new("form", form),
        Component::new("answered", answered),
        Component::new("anyway", anyway),
    ]
}

/// `panel:<category>`: a panel's button.
pub(crate) async fn panel(press: ComponentInteraction) -> Result<()> {
    let (key,): (String,) = press.args()?;
    flow::asked(&press, &key).await
}

/// `panel_pick`: a panel's select, with a category as what was chosen.
pub(crate) async fn panel_pick(press: ComponentInteraction) -> Result<()> {
    let () = press.args()?;
    let key = chosen(&press)?;
    flow::asked(&press, &key).await
}

/// `new:<category>`: the form that a panel opened was sent.
pub(crate) async fn new(press: ComponentInteraction) -> Result<()> {
    let (key,): (String,) = press.args()?;
    flow::submitted(&press, Wish::from_panel(press.user(), key), None).await
}

/// `category:<draft>`: the category of a draft was chosen.
pub(crate) async fn category(press: ComponentInteraction) -> Result<()> {
    let (draft,): (i64,) = press.args()?;
    let key = chosen(&press)?;
    flow::choose(&press, draft, &key).await
}

/// `form:<draft>`: the form of a draft's category was sent.
pub(crate) async fn form(press: ComponentInteraction) -> Result<()> {
    let (id,): (i64,) = press.args()?;
    let draft = store::draft(press.host.db(), press.guild, id, press.user().id).await?;
    let draft =
        draft.ok_or_else(|| Error::user(texts::text(&press.member_locale(), "refused-draft-gone")))?;
    flow::submitted(&press, draft.wish, Some(id)).await
}

/// `answered:<draft>:<entry>`: an entry of the FAQ was enough.
pub(crate) async fn answered(press: ComponentInteraction) -> Result<()> {
    let (draft, entry): (i64, i64) = press.args()?;
    deflection::answered(&press, draft, entry).await
}

/// `anyway:<draft>`: no entry of the FAQ was enough.
pub(crate) async fn anyway(press: ComponentInteraction) -> Result<()> {
    let (draft,): (i64,) = press.args()?;
    deflection::anyway(&press, draft).await
}

/// What was chosen in a select.
fn chosen(press: &ComponentInteraction) -> Result<String> {
    let chosen = press.values().first().cloned();
    chosen.ok_or_else(|| Error::user(texts::text(&press.member_locale(), "refused-category-none")))
}
