//! Buttons and selects of the history of an entry.

use plugin_api::{
    Component, ComponentInteraction, Error, Request, Result,
    serenity::{ActionRowComponent::SelectMenu, Message},
    ui::{Reply, paginate::Page},
};

use super::{store, view};
use crate::{
    actions,
    domain::{Entry, Revision},
    inputs::selected_id,
    names::{HISTORY, RESTORE, REVISION},
    rights::Rights,
    texts::text_with,
    view::edit_form,
};

/// How many changes a page has.
const PAGE_SIZE: u32 = 10;

pub(crate) fn all() -> Vec<Component> {
    vec![Component::new(HISTORY, turn_page), Component::new(REVISION, open), Component::new(RESTORE, restore)]
}

/// A page of the changes of an entry.
pub(crate) async fn page(request: &Request, entry: &Entry, page: u32) -> Result<Reply> {
    let count = store::count(request.db(), entry.guild, entry.id).await?;
    let page = Page::new(page, count, PAGE_SIZE);
    let revisions = store::fetch_page(request.db(), entry.guild, entry.id, page.size, page.offset()).await?;
    view::page(&request.locale, entry, &revisions, page)
}

/// Replaces another page of the history. Under the entry itself, where the button that opens the history is, it replies.
async fn turn_page(interaction: ComponentInteraction) -> Result<()> {
    let (id, index): (i64, u32) = interaction.args()?;
    let request = interaction.request();
    let reply = page(&request, &find_entry(&request, id).await?, index).await?;
    if interaction.message().is_some_and(|message| !is_history(message)) {
        interaction.reply(reply).await
    } else {
        interaction.update(reply).await
    }
}

/// Only a history has a select in its first row.
fn is_history(message: &Message) -> bool {
    let first = message.components.first().and_then(|row| row.components.first());
    matches!(first, Some(SelectMenu(_)))
}

async fn open(interaction: ComponentInteraction) -> Result<()> {
    let (id,): (i64,) = interaction.args()?;
    let request = interaction.request();
    let entry = find_entry(&request, id).await?;
    let revision = find_revision(&request, entry.id, selected_id(&interaction)?).await?;
    interaction.reply(view::revision(&request.locale, id, &revision)?).await
}

async fn restore(interaction: ComponentInteraction) -> Result<()> {
    let (id, revision): (i64, i64) = interaction.args()?;
    let request = interaction.request();
    let entry = actions::find_changeable(&request, id).await?;
    let old = find_revision(&request, id, revision).await?;
    interaction.modal(edit_form(&request.locale, entry.version(), &old.content)?).await
}

async fn find_revision(request: &Request, id: i64, revision: i64) -> Result<Revision> {
    let found = store::get(request.db(), request.guild, id, revision).await?;
    let args = [("id", id.to_string().into()), ("revision", revision.to_string().into())];
    found.ok_or_else(|| Error::user(text_with(&request.locale, "refused-revision-gone", &args)))
}

/// An entry, if the actor is an editor and so may read its history.
async fn find_entry(request: &Request, id: i64) -> Result<Entry> {
    Rights::fetch(request).await?.require_editor()?;
    actions::find_visible(request, id).await
}
