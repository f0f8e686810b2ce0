//! From a wish to a ticket, step by step: category, form, what the FAQ says, and the row.

use plugin_api::{ComponentInteraction, Result, ui::is_blank};

use super::{
    deflection,
    domain::{Draft, NewTicket},
    interaction::OpeningInteraction,
    limits, store,
    submit::{fetch_draft, insert_draft, open_or_return},
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
pub async fn begin(interaction: OpeningInteraction<'_>, mut new_ticket: NewTicket) -> Result<()> {
    let (host, guild, locale) = (interaction.host(), interaction.guild()?, interaction.member_locale());
    let settings = host.settings::<TicketSettings>(guild);
    let keys = settings.keys();
    if new_ticket.category.is_empty() && keys.len() == 1 {
        new_ticket.category = keys[0].to_owned();
    }
    if new_ticket.category.is_empty() {
        let id = insert_draft(interaction, guild, &new_ticket).await?;
        return interaction.answer(view::categories(&locale, &settings, id)?).await;
    }
    limits::check(&interaction.request()?, &new_ticket.category).await?;
    let category = settings.category(&new_ticket.category).unwrap_or_default();
    // Words of a message are to be put into one's own first.
    if category.questions.is_empty() && new_ticket.origin.is_none() && !is_blank(&new_ticket.description) {
        return proceed(interaction, new_ticket, None).await;
    }
    let id = insert_draft(interaction, guild, &new_ticket).await?;
    interaction
        .modal(view::draft_form(&locale, &settings, &Draft { id, new_ticket, shown: Vec::new() })?)
        .await
}

/// Opens the form of a category for who pressed its button on a panel; where the panel is older than the settings, asks for one that there is.
///
/// # Errors
/// A sentence where the member can't open such a ticket.
pub async fn open_form(interaction: &ComponentInteraction, key: &str) -> Result<()> {
    let (opening, locale) = (OpeningInteraction::Component(interaction), interaction.member_locale());
    let settings = interaction.host.settings::<TicketSettings>(interaction.guild);
    if settings.category(key).is_none() {
        return begin(opening, NewTicket::from_panel(interaction.user(), String::new())).await;
    }
    limits::check(&interaction.request(), key).await?;
    interaction.modal(view::new_form(&locale, &settings, key)?).await
}

/// Goes on with a draft whose category was chosen.
///
/// # Errors
/// A sentence where the draft is gone or the member can't open such a ticket.
pub async fn choose_category(interaction: &ComponentInteraction, id: i64, key: &str) -> Result<()> {
    let (host, guild, locale) = (&interaction.host, interaction.guild, interaction.member_locale());
    let mut draft = fetch_draft(interaction, id).await?;
    limits::check(&interaction.request(), key).await?;
    key.clone_into(&mut draft.new_ticket.category);
    let settings = host.settings::<TicketSettings>(guild);
    let category = settings.category(key).unwrap_or_default();
    if category.questions.is_empty() && draft.new_ticket.origin.is_none() {
        return proceed(OpeningInteraction::Component(interaction), draft.new_ticket, Some(id)).await;
    }
    store::update_category(host.db(), guild, id, key).await?;
    interaction.modal(view::draft_form(&locale, &settings, &draft)?).await
}

/// Goes on with what was written in a form.
pub async fn submit_form(
    interaction: &ComponentInteraction,
    mut new_ticket: NewTicket,
    draft: Option<i64>,
) -> Result<()> {
    let settings = interaction.host.settings::<TicketSettings>(interaction.guild);
    let category = settings.category(&new_ticket.category).unwrap_or_default();
    new_ticket.answers = answers(interaction, &category);
    if let Some(description) = interaction.field(view::DESCRIPTION) {
        description.clone_into(&mut new_ticket.description);
    }
    proceed(OpeningInteraction::Component(interaction), new_ticket, draft).await
}

fn answers(interaction: &ComponentInteraction, category: &Category) -> Vec<Answer> {
    let answer = |(index, question): (usize, &settings::Question)| {
        let value = interaction.field(&view::question_field(index)).unwrap_or_default();
        Answer {
            label: question.label.clone(),
            value: if is_blank(value) { String::new() } else { value.to_owned() },
        }
    };
    category.questions.iter().take(view::QUESTIONS).enumerate().map(answer).collect()
}

/// Shows what the FAQ says to a wish, or opens it.
pub async fn proceed(
    interaction: OpeningInteraction<'_>,
    new_ticket: NewTicket,
    draft: Option<i64>,
) -> Result<()> {
    let (host, guild, locale) = (interaction.host(), interaction.guild()?, interaction.member_locale());
    let entries = deflection::find_entries(host, guild, &new_ticket).await;
    if entries.is_empty() {
        return open_or_return(interaction, new_ticket, draft).await.map(|_| ());
    }
    let shown: Vec<_> = entries.iter().map(|entry| entry.id).collect();
    let mut tx = host.db().begin().await?;
    if let Some(draft) = draft {
        store::take_draft(&mut tx, guild, draft, new_ticket.user).await?;
    }
    let id = store::insert_draft(&mut tx, guild, &new_ticket, &shown, host.clock().now()).await?;
    tx.commit().await?;
    interaction.answer(view::deflection(&locale, id, &entries)?).await
}
