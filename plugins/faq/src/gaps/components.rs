//! Buttons and selects of the questions without an answer.

use plugin_api::{
    Component, ComponentInteraction, Error, Request, Result,
    ui::{Reply, paginate::Page},
};

use super::{
    store::{self, Gap},
    view,
};
use crate::{
    inputs::selected_id,
    names::{GAP, GAP_ADD, GAP_DROP, GAPS},
    rights::Rights,
    texts::text,
    view::add_form,
};

/// How many questions a page has.
const PAGE_SIZE: u32 = 10;

pub(crate) fn all() -> Vec<Component> {
    vec![
        Component::new(GAPS, turn_page),
        Component::new(GAP, open),
        Component::new(GAP_ADD, answer),
        Component::new(GAP_DROP, delete),
    ]
}

/// A page of the questions, for editors.
pub(crate) async fn page(request: &Request, page: u32) -> Result<Reply> {
    Rights::fetch(request).await?.require_editor()?;
    let page = Page::new(page, store::count(request.db(), request.guild).await?, PAGE_SIZE);
    let gaps = store::fetch_page(request.db(), request.guild, page.size, page.offset()).await?;
    view::page(&request.locale, &gaps, page)
}

async fn turn_page(interaction: ComponentInteraction) -> Result<()> {
    let (index,): (u32,) = interaction.args()?;
    interaction.update(page(&interaction.request(), index).await?).await
}

async fn open(interaction: ComponentInteraction) -> Result<()> {
    let () = interaction.args()?;
    let request = interaction.request();
    let gap = find(&request, selected_id(&interaction)?).await?;
    interaction.reply(view::gap(&request.locale, &gap)?).await
}

async fn answer(interaction: ComponentInteraction) -> Result<()> {
    let (id,): (i64,) = interaction.args()?;
    let request = interaction.request();
    let gap = find(&request, id).await?;
    interaction.modal(add_form(&request.locale, &gap.question, "", Some(gap.id))?).await
}

async fn delete(interaction: ComponentInteraction) -> Result<()> {
    let (id,): (i64,) = interaction.args()?;
    let request = interaction.request();
    Rights::fetch(&request).await?.require_editor()?;
    store::delete(request.db(), request.guild, id).await?;
    interaction.update(Reply::text(text(&request.locale, "gap-dropped"))).await
}

/// A question, if it is still there and the actor is an editor.
async fn find(request: &Request, id: i64) -> Result<Gap> {
    Rights::fetch(request).await?.require_editor()?;
    let gap = store::get(request.db(), request.guild, id).await?;
    gap.ok_or_else(|| Error::user(text(&request.locale, "refused-gap-gone")))
}
