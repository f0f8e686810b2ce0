//! Buttons, selects and forms of entries. Ids are input: every handler looks the entry up in the guild and asks again who may.

use plugin_api::{Component, ComponentInteraction, Request, Result, ui::Reply};

use crate::{
    actions::{self, Rejection},
    domain::{CategoryFilter, Entry, EntryInput, EntryVersion},
    inputs::{entry_input, selected_id},
    names::{ADD, EDIT, LIST, OPEN, PUBLISH, REMOVE, REMOVE_NO, REMOVE_YES, SAVE, UNPUBLISH},
    rights::Rights,
    store, texts,
    view::{self, Headline},
};

/// How many entries a page of the list has.
const PAGE_SIZE: u32 = 10;

pub(crate) fn all() -> Vec<Component> {
    vec![
        Component::new(LIST, turn_page),
        Component::new(OPEN, open),
        Component::new(ADD, add),
        Component::new(EDIT, edit),
        Component::new(SAVE, save),
        Component::new(PUBLISH, publish),
        Component::new(UNPUBLISH, unpublish),
        Component::new(REMOVE, confirm_removal),
        Component::new(REMOVE_YES, remove),
        Component::new(REMOVE_NO, cancel_removal),
    ]
}

/// A page of the entries of a category.
pub(crate) async fn list_page(request: &Request, filter: &CategoryFilter, page: u32) -> Result<Reply> {
    let wanted = store::Filter {
        drafts: Rights::fetch(request).await?.sees_drafts(),
        category: filter.category().map(str::to_owned),
    };
    let (entries, page) = store::fetch_page(request.db(), request.guild, &wanted, page, PAGE_SIZE).await?;
    view::list(&request.locale, filter, &entries, page)
}

async fn turn_page(interaction: ComponentInteraction) -> Result<()> {
    let (filter, page): (CategoryFilter, u32) = interaction.args()?;
    interaction.update(list_page(&interaction.request(), &filter, page).await?).await
}

async fn open(interaction: ComponentInteraction) -> Result<()> {
    let () = interaction.args()?;
    let request = interaction.request();
    let entry = actions::find_visible(&request, selected_id(&interaction)?).await?;
    actions::count_view(&request, &entry).await;
    // Only editors see drafts, and a permission in this channel alone makes no editor.
    let may_change = Rights::fetch(&request).await?.may_change(&entry);
    interaction.reply(view::entry(&request.locale, &entry, may_change, None)?).await
}

async fn add(interaction: ComponentInteraction) -> Result<()> {
    let (gap,): (i64,) = interaction.args()?;
    let input = entry_input(&interaction);
    match actions::add(&interaction.request(), &input, Some(gap).filter(|gap| *gap != 0)).await {
        Ok(entry) => {
            let headline = if entry.published { Headline::ADDED } else { Headline::DRAFTED };
            reply_saved(&interaction, &entry, headline).await
        }
        Err(rejection) => reply_rejected(&interaction, rejection, &input).await,
    }
}

async fn edit(interaction: ComponentInteraction) -> Result<()> {
    let (id,): (i64,) = interaction.args()?;
    let request = interaction.request();
    let entry = actions::find_changeable(&request, id).await?;
    interaction.modal(view::edit_form(&request.locale, entry.version(), &entry.content)?).await
}

async fn save(interaction: ComponentInteraction) -> Result<()> {
    let (version, input) = (version(&interaction)?, entry_input(&interaction));
    match actions::edit(&interaction.request(), version, &input).await {
        Ok((entry, changed)) => {
            let headline = if changed { Headline::EDITED } else { Headline::UNCHANGED };
            reply_saved(&interaction, &entry, headline).await
        }
        Err(rejection) => reply_rejected(&interaction, rejection, &input).await,
    }
}

async fn publish(interaction: ComponentInteraction) -> Result<()> {
    set_published(interaction, true).await
}

async fn unpublish(interaction: ComponentInteraction) -> Result<()> {
    set_published(interaction, false).await
}

async fn set_published(interaction: ComponentInteraction, published: bool) -> Result<()> {
    let request = interaction.request();
    let (entry, outcome) = actions::set_published(&request, version(&interaction)?, published).await?;
    let headline = Headline::for_publish(published, outcome);
    interaction.update(view::entry(&request.locale, &entry, true, Some(headline))?).await
}

async fn confirm_removal(interaction: ComponentInteraction) -> Result<()> {
    let (id,): (i64,) = interaction.args()?;
    let request = interaction.request();
    let entry = actions::find_changeable(&request, id).await?;
    interaction.reply(view::confirm_removal(&request.locale, &entry)?).await
}

async fn remove(interaction: ComponentInteraction) -> Result<()> {
    let request = interaction.request();
    match actions::remove(&request, version(&interaction)?).await {
        Ok(entry) => {
            let id = [("id", entry.id.to_string().into())];
            interaction.update(Reply::text(texts::text_with(&request.locale, "reply-removed", &id))).await
        }
        Err(Rejection::Conflict(now) | Rejection::TitleTaken(now)) => {
            interaction.update(view::entry(&request.locale, &now, true, Some(Headline::CONFLICT))?).await
        }
        Err(Rejection::Error(error)) => Err(error),
    }
}

async fn cancel_removal(interaction: ComponentInteraction) -> Result<()> {
    let () = interaction.args()?;
    interaction.update(Reply::text(texts::text(&interaction.member_locale(), "reply-kept"))).await
}

/// The entry and the revision in a custom id: the entry as the member saw it.
fn version(interaction: &ComponentInteraction) -> Result<EntryVersion> {
    let (id, revision) = interaction.args()?;
    Ok(EntryVersion { id, revision })
}

async fn reply_saved(interaction: &ComponentInteraction, entry: &Entry, headline: Headline) -> Result<()> {
    let request = interaction.request();
    // The entry is saved: what the permissions in this channel say is enough to show its buttons.
    let may_change = Rights::in_channel(&request).may_change(entry);
    interaction.reply(view::entry(&request.locale, entry, may_change, Some(headline))?).await
}

/// Says why a form was rejected and gives the words back, whatever has failed.
pub(crate) async fn reply_rejected(
    interaction: &ComponentInteraction,
    rejection: Rejection,
    input: &EntryInput,
) -> Result<()> {
    let request = interaction.request();
    let locale = &request.locale;
    let with_id =
        |text, entry: &Entry| texts::text_with(locale, text, &[("id", entry.id.to_string().into())]);
    let (reason, other, failure) = match rejection {
        Rejection::TitleTaken(other) => (with_id("refused-taken", &other), Some(other), None),
        Rejection::Conflict(now) => (with_id("refused-changed", &now), Some(now), None),
        Rejection::Error(error) if error.is_refusal() => (error.for_member(locale, ""), None, None),
        Rejection::Error(error) => (texts::text(locale, "refused-failed"), None, Some(error)),
    };
    // An entry that the member may not change is not offered.
    let other = match other {
        Some(other) if may_change(&request, &other).await => Some(other),
        _ => None,
    };
    interaction.reply(view::rejected(locale, &reason, input, other.as_deref())?).await?;
    // The host replies once more with a reference, and logs the cause.
    failure.map_or(Ok(()), Err)
}

async fn may_change(request: &Request, entry: &Entry) -> bool {
    Rights::fetch(request).await.is_ok_and(|rights| rights.may_change(entry))
}
