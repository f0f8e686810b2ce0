//! The list of entries, under one heading or all.

use plugin_api::{ComponentInteraction, Host, Result, serenity::GuildId, ui::Reply};

use crate::{domain::Heading, rights::Actor, settings::FaqSettings, store, view};

/// How many entries a page has.
const PAGE: u32 = 10;

/// Shows a page of the entries under a heading.
///
/// # Errors
/// Where the database fails.
pub async fn list_page(
    host: &Host,
    guild: GuildId,
    actor: &Actor,
    heading: &Heading,
    page: u32,
) -> Result<Reply> {
    let filter = store::Filter {
        drafts: actor.sees_drafts(&host.settings::<FaqSettings>(guild)),
        category: heading.category().map(str::to_owned),
    };
    let (entries, page) = store::page(host.db(), guild, &filter, page, PAGE).await?;
    view::list(&actor.reader, heading, &entries, page)
}

/// `list:<heading>:<page>`: turns the page.
pub(super) async fn turn(press: ComponentInteraction) -> Result<()> {
    let (heading, page): (Heading, u32) = press.args()?;
    let actor = Actor::of_press(&press).in_guild(&press.host, press.guild).await?;
    press.update(list_page(&press.host, press.guild, &actor, &heading, page).await?).await
}
