//! What other plugins do with the FAQ: offer the form of an entry, and add what was sent with it as part of what they do themselves.
//!
//! ```no_run
//! # use plugin_api::{CustomId, PluginId, ComponentInteraction, Result};
//! # const ID: PluginId = PluginId::new("tickets");
//! /// A button: opens the form with what is proposed.
//! async fn propose(press: ComponentInteraction) -> Result<()> {
//!     faq::may_add(&press).await?;
//!     let submit = CustomId::new(ID, "proposal_add").with(7);
//!     press.modal(faq::form(&press.member_locale(), &submit, "How do I pay?", "By bank transfer.")?).await
//! }
//!
//! /// The form: what is written with the entry stands or falls with it.
//! async fn proposal_add(press: ComponentInteraction) -> Result<()> {
//!     let author = faq::may_add(&press).await?;
//!     let mut tx = press.host.db().begin().await?;
//!     match faq::add(&mut tx, &press, &author).await {
//!         Ok(entry) => {
//!             tx.commit().await?;
//!             faq::announce_added(&press.host, &entry, press.user().id);
//!             Ok(())
//!         }
//!         Err(refused) => {
//!             tx.rollback().await?;
//!             faq::give_back(&press, refused).await
//!         }
//!     }
//! }
//! ```

use plugin_api::{
    ComponentInteraction, CustomId, Host, Locale, Result, Tx,
    serenity::{CreateModal, GuildId},
};

use crate::{
    actions::{self, Refused},
    components,
    domain::{Draft, Entry},
    rights::Actor,
    settings::FaqSettings,
    store, view,
};

/// Somebody who may add entries. Discord was asked, so do it before a transaction begins.
#[derive(Clone, Debug)]
pub struct Author(Actor);

/// Refuses who may not add entries.
///
/// # Errors
/// A refusal that they read, or where Discord fails.
pub async fn may_add(press: &ComponentInteraction) -> Result<Author> {
    let actor = Actor::of_press(press).in_guild(&press.host, press.guild).await?;
    actor.require_editor(&press.host.settings::<FaqSettings>(press.guild))?;
    Ok(Author(actor))
}

/// The form of a new entry with a title and a text filled in; `submit` is the component of the plugin that takes it.
///
/// # Errors
/// Where the custom id can't be built.
pub fn form(reader: &Locale, submit: &CustomId, title: &str, text: &str) -> Result<CreateModal> {
    let draft = Draft { title: title.to_owned(), text: text.to_owned(), ..Draft::default() };
    view::form(reader, submit, &draft)
}

/// Adds what was sent with [`form`], in the caller's transaction. Where it is refused, nothing is written: roll back what else is in
/// it, and [`give_back`] what was written. Once it is committed, [`announce_added`](crate::announce_added).
///
/// # Errors
/// Where the title is taken, there are as many as the settings allow, or something is wrong with it.
pub async fn add(tx: &mut Tx, press: &ComponentInteraction, author: &Author) -> Result<Entry, Refused> {
    let typed = components::typed(press);
    actions::insert(tx, &press.host, press.guild, &author.0, &typed).await
}

/// Says why what was sent with [`form`] was not kept, and gives it back.
///
/// # Errors
/// Where Discord fails.
pub async fn give_back(press: &ComponentInteraction, refused: Refused) -> Result<()> {
    components::give_back(press, refused, &components::typed(press)).await
}

/// Counts whether an entry helped somebody to whom it was shown.
///
/// # Errors
/// Where the database fails.
pub async fn count_helped(host: &Host, guild: GuildId, entry: i64, helped: bool) -> Result<()> {
    store::helped(host.db(), guild, entry, helped).await
}
