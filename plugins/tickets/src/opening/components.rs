//! What a member presses, chooses and writes before a ticket is open.

use plugin_api::{Component, ComponentInteraction, Error, Result};

use super::{deflection, domain::NewTicket, flow, store};
use crate::{names, texts};

/// All of them.
pub(crate) fn all() -> Vec<Component> {
    vec![
        Component::new(names::actions::PANEL, panel),
        Component::new(names::actions::PANEL_PICK, panel_pick),
        Component::new(names::actions::NEW, new),
        Component::new(names::actions::CATEGORY, category),
        Component::new(names::actions::FORM, form),
        Component::new(names::actions::ANSWERED, answered),
        Component::new(names::actions::ANYWAY, anyway),
    ]
}

/// `panel:<category>`: a panel's button.
pub(crate) async fn panel(interaction: ComponentInteraction) -> Result<()> {
    let (key,): (String,) = interaction.args()?;
    flow::open_form(&interaction, &key).await
}

/// `panel_pick`: a panel's select, with a category as what was chosen.
pub(crate) async fn panel_pick(interaction: ComponentInteraction) -> Result<()> {
    let () = interaction.args()?;
    let key = chosen(&interaction)?;
    flow::open_form(&interaction, &key).await
}

/// `new:<category>`: the form that a panel opened was sent.
pub(crate) async fn new(interaction: ComponentInteraction) -> Result<()> {
    let (key,): (String,) = interaction.args()?;
    flow::submit_form(&interaction, NewTicket::from_panel(interaction.user(), key), None).await
}

/// `category:<draft>`: the category of a draft was chosen.
pub(crate) async fn category(interaction: ComponentInteraction) -> Result<()> {
    let (draft,): (i64,) = interaction.args()?;
    let key = chosen(&interaction)?;
    flow::choose_category(&interaction, draft, &key).await
}

/// `form:<draft>`: the form of a draft's category was sent.
pub(crate) async fn form(interaction: ComponentInteraction) -> Result<()> {
    let (id,): (i64,) = interaction.args()?;
    let draft = store::draft(interaction.host.db(), interaction.guild, id, interaction.user().id).await?;
    let draft =
        draft.ok_or_else(|| Error::user(texts::text(&interaction.member_locale(), "refused-draft-gone")))?;
    flow::submit_form(&interaction, draft.new_ticket, Some(id)).await
}

/// `answered:<draft>:<entry>`: an entry of the FAQ was enough.
pub(crate) async fn answered(interaction: ComponentInteraction) -> Result<()> {
    let (draft, entry): (i64, i64) = interaction.args()?;
    deflection::accept_entry(&interaction, draft, entry).await
}

/// `anyway:<draft>`: no entry of the FAQ was enough.
pub(crate) async fn anyway(interaction: ComponentInteraction) -> Result<()> {
    let (draft,): (i64,) = interaction.args()?;
    deflection::decline_entries(&interaction, draft).await
}

/// What was chosen in a select.
fn chosen(interaction: &ComponentInteraction) -> Result<String> {
    let chosen = interaction.values().first().cloned();
    chosen.ok_or_else(|| Error::user(texts::text(&interaction.member_locale(), "refused-category-none")))
}
