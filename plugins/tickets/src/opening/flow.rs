//! From a wish to a ticket, step by step: category, form, what the FAQ says, and the row.

use plugin_api::{ComponentInteraction, Result, ui::is_blank};

use super::{
    deflection,
    domain::{Draft, Wish},
    limits, store,
    submit::{draft, finish, keep},
    via::Via,
    view,
};
use crate::{
    settings::{self, Category, TicketSettings},
    ticket::Answer,
};

/// Begins with what is known: asks for the category or the form where they are wanted, or goes on at once.
///
/// # Errors
/// A sentence where the member can't open such a ticket.
pub async fn begin(via: Via<'_>, mut wish: Wish) -> Result<()> {
    let (host, guild, reader) = (via.host(), via.guild()?, via.member_locale());
    let settings = host.settings::<TicketSettings>(guild);
    let keys = settings.keys();
    if wish.category.is_empty() && keys.len() == 1 {
        wish.category = keys[0].to_owned();
    }
    if wish.category.is_empty() {
        let id = keep(via, guild, &wish).await?;
        return via.answer(view::categories(&reader, &settings, id)?).await;
    }
    limits::check(&via.request()?, &wish.category).await?;
    let category = settings.category(&wish.category).unwrap_or_default();
    // Words of a message are to be put into one's own first.
    if category.questions.is_empty() && wish.origin.is_none() && !is_blank(&wish.description) {
        return proceed(via, wish, None).await;
    }
    let id = keep(via, guild, &wish).await?;
    via.modal(view::draft_form(&reader, &settings, &Draft { id, wish, shown: Vec::new() })?).await
}

/// Opens the form of a category for who pressed its button on a panel; where the panel is older than the settings, asks for one that there is.
///
/// # Errors
/// A sentence where the member can't open such a ticket.
pub async fn asked(press: &ComponentInteraction, key: &str) -> Result<()> {
    let (via, reader) = (Via::Press(press), press.member_locale());
    let settings = press.host.settings::<TicketSettings>(press.guild);
    if settings.category(key).is_none() {
        return begin(via, Wish::from_panel(press.user(), String::new())).await;
    }
    limits::check(&press.request(), key).await?;
    press.modal(view::new_form(&reader, &settings, key)?).await
}

/// Goes on with a draft whose category was chosen.
///
/// # Errors
/// A sentence where the draft is gone or the member can't open such a ticket.
pub async fn choose(press: &ComponentInteraction, id: i64, key: &str) -> Result<()> {
    let (host, guild, reader) = (&press.host, press.guild, press.member_locale());
    let mut draft = draft(press, id).await?;
    let via = Via::Press(press);
    limits::check(&press.request(), key).await?;
    key.clone_into(&mut draft.wish.category);
    let settings = host.settings::<TicketSettings>(guild);
    let category = settings.category(key).unwrap_or_default();
    if category.questions.is_empty() && draft.wish.origin.is_none() {
        return proceed(via, draft.wish, Some(id)).await;
    }
    store::choose(host.db(), guild, id, key).await?;
    press.modal(view::draft_form(&reader, &settings, &draft)?).await
}

/// Goes on with what was written in a form.
///
/// # Errors
/// As [`proceed`].
pub async fn submitted(press: &ComponentInteraction, mut wish: Wish, draft: Option<i64>) -> Result<()> {
    let settings = press.host.settings::<TicketSettings>(press.guild);
    let category = settings.category(&wish.category).unwrap_or_default();
    wish.answers = answers(press, &category);
    if let Some(description) = press.field(view::DESCRIPTION) {
        description.clone_into(&mut wish.description);
    }
    proceed(Via::Press(press), wish, draft).await
}

fn answers(press: &ComponentInteraction, category: &Category) -> Vec<Answer> {
    let answer = |(index, question): (usize, &settings::Question)| {
        let value = press.field(&view::question_field(index)).unwrap_or_default();
        Answer {
            label: question.label.clone(),
            value: if is_blank(value) { String::new() } else { value.to_owned() },
        }
    };
    category.questions.iter().take(view::QUESTIONS).enumerate().map(answer).collect()
}

/// Shows what the FAQ says to a wish, or opens it.
///
/// # Errors
/// Where the database or Discord fails.
pub async fn proceed(via: Via<'_>, wish: Wish, draft: Option<i64>) -> Result<()> {
    let (host, guild, reader) = (via.host(), via.guild()?, via.member_locale());
    let entries = deflection::entries(host, guild, &wish).await;
    if entries.is_empty() {
        return finish(via, wish, draft).await.map(|_| ());
    }
    let shown: Vec<_> = entries.iter().map(|entry| entry.id).collect();
    let mut tx = host.db().begin().await?;
    if let Some(draft) = draft {
        store::take_draft(&mut tx, guild, draft, wish.user).await?;
    }
    let id = store::add_draft(&mut tx, guild, &wish, &shown, host.clock().now()).await?;
    tx.commit().await?;
    via.answer(view::faq_first(&reader, id, &entries)?).await
}
