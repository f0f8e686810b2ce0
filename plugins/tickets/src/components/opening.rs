//! What a member presses, chooses and writes before a ticket is open.

use plugin_api::{Error, Press, Result};

use crate::{domain::Wish, opening, store, view};

/// `panel:<category>`: a panel's button.
pub(super) async fn panel(press: Press) -> Result<()> {
    let (key,): (String,) = press.args()?;
    opening::asked(&press, &key).await
}

/// `panel_pick`: a panel's select, with a category as what was chosen.
pub(super) async fn panel_pick(press: Press) -> Result<()> {
    let () = press.args()?;
    let key = chosen(&press)?;
    opening::asked(&press, &key).await
}

/// `new:<category>`: the form that a panel opened was sent.
pub(super) async fn new(press: Press) -> Result<()> {
    let (key,): (String,) = press.args()?;
    opening::submitted(&press, Wish::from_panel(press.user(), key), None).await
}

/// `category:<draft>`: the category of a draft was chosen.
pub(super) async fn category(press: Press) -> Result<()> {
    let (draft,): (i64,) = press.args()?;
    let key = chosen(&press)?;
    opening::choose(&press, draft, &key).await
}

/// `form:<draft>`: the form of a draft's category was sent.
pub(super) async fn form(press: Press) -> Result<()> {
    let (id,): (i64,) = press.args()?;
    let draft = store::opening::draft(press.host.db(), press.guild, id, press.user().id).await?;
    let draft = draft.ok_or_else(|| Error::user(view::text(&press.reader(), "refused-draft-gone")))?;
    opening::submitted(&press, draft.wish, Some(id)).await
}

/// `answered:<draft>:<entry>`: an entry of the FAQ was enough.
pub(super) async fn answered(press: Press) -> Result<()> {
    let (draft, entry): (i64, i64) = press.args()?;
    opening::answered(&press, draft, entry).await
}

/// `anyway:<draft>`: no entry of the FAQ was enough.
pub(super) async fn anyway(press: Press) -> Result<()> {
    let (draft,): (i64,) = press.args()?;
    opening::anyway(&press, draft).await
}

/// What was chosen in a select.
fn chosen(press: &Press) -> Result<String> {
    let chosen = press.values().first().cloned();
    chosen.ok_or_else(|| Error::user(view::text(&press.reader(), "refused-category-none")))
}
