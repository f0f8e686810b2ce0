//! What an entry said before.

use plugin_api::{
    ComponentInteraction, Error, Host, Locale, Result,
    ui::{Reply, paginate::Page},
};

use crate::{
    actions,
    domain::{Entry, Revision},
    rights::Actor,
    settings::FaqSettings,
    store, view,
};

/// How many changes a page has.
const PAGE: u32 = 10;

/// Shows a page of an entry's changes.
///
/// # Errors
/// Where the database fails.
pub async fn history_page(host: &Host, entry: &Entry, reader: &Locale, page: u32) -> Result<Reply> {
    let count = store::revisions(host.db(), entry.guild, entry.id).await?;
    let page = Page::of(page, count, PAGE);
    let found = store::history(host.db(), entry.guild, entry.id, page.size, page.offset()).await?;
    view::history(reader, entry, &found, page)
}

/// `history:<entry>:<page>`: shows a page, in place of another one if that is what it was pressed under.
pub(super) async fn turn(press: ComponentInteraction) -> Result<()> {
    let (id, page): (i64, u32) = press.args()?;
    let entry = known(&press, id).await?;
    let reply = history_page(&press.host, &entry, &press.member_locale(), page).await?;
    // Under the entry itself it is asked for with a button of a full row.
    let under_entry = press.message().is_some_and(|message| !is_history(message));
    if under_entry { press.reply(reply).await } else { press.update(reply).await }
}

/// Only a history has a select in its first row.
fn is_history(message: &plugin_api::serenity::Message) -> bool {
    use plugin_api::serenity::ActionRowComponent::SelectMenu;
    let first = message.components.first().and_then(|row| row.components.first());
    matches!(first, Some(SelectMenu(_)))
}

/// `revision:<entry>`, with the change's number as what was chosen: shows what the entry said after it.
pub(super) async fn show(press: ComponentInteraction) -> Result<()> {
    let (id,): (i64,) = press.args()?;
    let reader = press.member_locale();
    let entry = known(&press, id).await?;
    let revision = said_after(&press, entry.id, super::chosen(&press)?).await?;
    press.reply(view::revision(&reader, id, &revision)?).await
}

/// `restore:<entry>:<revision>`: opens the form with what the entry said then.
pub(super) async fn restore(press: ComponentInteraction) -> Result<()> {
    let (id, revision): (i64, i64) = press.args()?;
    let actor = Actor::of_press(&press);
    let entry = actions::changeable(&press.host, press.guild, &actor, id).await?;
    let old = said_after(&press, id, revision).await?;
    press.modal(view::edit(&actor.reader, (id, entry.revision), &old.draft)?).await
}

/// What an entry said after a change; only so many changes are kept.
async fn said_after(press: &ComponentInteraction, id: i64, revision: i64) -> Result<Revision> {
    let found = store::revision(press.host.db(), press.guild, id, revision).await?;
    let args = [("id", id.to_string().into()), ("revision", revision.to_string().into())];
    found.ok_or_else(|| Error::user(view::text_with(&press.member_locale(), "refused-revision-gone", &args)))
}

/// The entry, if who asks may see what it said before.
async fn known(press: &ComponentInteraction, id: i64) -> Result<Entry> {
    let actor = Actor::of_press(press).in_guild(&press.host, press.guild).await?;
    actor.require_editor(&press.host.settings::<FaqSettings>(press.guild))?;
    actions::known(&press.host, press.guild, &actor, id).await
}
