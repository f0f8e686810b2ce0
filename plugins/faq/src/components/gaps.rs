//! Questions that nothing answers.

use plugin_api::{
    ComponentInteraction, Error, Host, Locale, Result,
    serenity::GuildId,
    ui::{Reply, paginate::Page},
};

use crate::{rights::Actor, settings::FaqSettings, store, store::Gap, view};

/// How many questions a page has.
const PAGE: u32 = 10;

/// Shows a page of the questions.
///
/// # Errors
/// Where the database fails.
pub async fn gaps_page(host: &Host, guild: GuildId, reader: &Locale, page: u32) -> Result<Reply> {
    let page = Page::of(page, store::count_gaps(host.db(), guild).await?, PAGE);
    let found = store::gaps(host.db(), guild, page.size, page.offset()).await?;
    view::gaps(reader, &found, page)
}

/// `gaps:<page>`: turns the page.
pub(super) async fn turn(press: ComponentInteraction) -> Result<()> {
    let (page,): (u32,) = press.args()?;
    require(&press).await?;
    press.update(gaps_page(&press.host, press.guild, &press.member_locale(), page).await?).await
}

/// `gap`, with the question's number as what was chosen: shows what can be done about it.
pub(super) async fn show(press: ComponentInteraction) -> Result<()> {
    let () = press.args()?;
    require(&press).await?;
    let gap = known(&press, super::chosen(&press)?).await?;
    press.reply(view::gap(&press.member_locale(), &gap)?).await
}

/// `gap_add:<question>`: opens the form of an entry that answers it.
pub(super) async fn add(press: ComponentInteraction) -> Result<()> {
    let (id,): (i64,) = press.args()?;
    require(&press).await?;
    let gap = known(&press, id).await?;
    press.modal(view::add(&press.member_locale(), &gap.question, "", Some(gap.id))?).await
}

/// `gap_drop:<question>`: forgets it.
pub(super) async fn drop(press: ComponentInteraction) -> Result<()> {
    let (id,): (i64,) = press.args()?;
    require(&press).await?;
    let mut tx = press.host.db().begin().await?;
    store::forget(&mut tx, press.guild, id).await?;
    tx.commit().await?;
    press.update(Reply::text(view::text(&press.member_locale(), "gap-dropped"))).await
}

async fn require(press: &ComponentInteraction) -> Result<()> {
    let actor = Actor::of_press(press).in_guild(&press.host, press.guild).await?;
    actor.require_editor(&press.host.settings::<FaqSettings>(press.guild))
}

async fn known(press: &ComponentInteraction, id: i64) -> Result<Gap> {
    let gap = store::gap(press.host.db(), press.guild, id).await?;
    gap.ok_or_else(|| Error::user(view::text(&press.member_locale(), "refused-gap-gone")))
}
