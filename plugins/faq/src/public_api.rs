//! What other plugins do with the FAQ: show the form of an entry, and add the entry in a transaction of their own.
//!
//! ```no_run
//! # use plugin_api::{Action, ComponentInteraction, PluginId, Result};
//! # const ID: PluginId = PluginId::new("tickets");
//! const PROPOSAL_ADD: Action = Action::new(ID, "proposal_add");
//!
//! /// A button: opens the form with what is proposed.
//! async fn propose(interaction: ComponentInteraction) -> Result<()> {
//!     faq::authorize(&interaction).await?;
//!     let (submit, locale) = (PROPOSAL_ADD.id().with(7), interaction.member_locale());
//!     interaction.modal(faq::entry_form(&locale, &submit, "How do I pay?", "By bank transfer.")?).await
//! }
//!
//! /// The form: what the plugin writes beside the entry is committed or rolled back with it.
//! async fn proposal_add(interaction: ComponentInteraction) -> Result<()> {
//!     let author = faq::authorize(&interaction).await?;
//!     let added = interaction.host.db().transaction(async |tx| faq::add(tx, &interaction, &author).await).await;
//!     match added {
//!         Ok(entry) => {
//!             faq::log_added(&author, &entry);
//!             Ok(())
//!         }
//!         Err(rejection) => faq::reply_rejected(&interaction, rejection).await,
//!     }
//! }
//! ```

use plugin_api::{
    ComponentInteraction, CustomId, Host, Locale, Request, Result, Tx,
    serenity::{CreateModal, GuildId},
};

use crate::{
    actions::{self, Rejection},
    components,
    domain::{Content, Entry},
    inputs::entry_input,
    rights::Rights,
    store, view,
};

/// A member who may add entries. Checking that asks Discord, so do it before a transaction begins.
#[derive(Clone)]
pub struct Author {
    request: Request,
    rights: Rights,
}

/// Refuses whoever may not add entries.
pub async fn authorize(interaction: &ComponentInteraction) -> Result<Author> {
    let request = interaction.request();
    let rights = Rights::fetch(&request).await?;
    rights.require_editor()?;
    Ok(Author { request, rights })
}

/// The form of a new entry with a title and a text filled in; `submit` is the plugin's component that takes it.
pub fn entry_form(locale: &Locale, submit: &CustomId, title: &str, text: &str) -> Result<CreateModal> {
    let content = Content { title: title.to_owned(), text: text.to_owned(), ..Content::default() };
    view::new_entry_form(locale, submit, &content)
}

/// Adds the entry of a form that was made with [`entry_form`], in the caller's transaction. Call [`log_added`] after the commit.
///
/// # Errors
/// A rejection if the title is taken, the guild has too many entries or the input is invalid. Nothing is written then: roll the
/// transaction back, and call [`reply_rejected`].
pub async fn add(
    tx: &mut Tx,
    interaction: &ComponentInteraction,
    author: &Author,
) -> Result<Entry, Rejection> {
    actions::insert(tx, &author.request, &author.rights, &entry_input(interaction)).await
}

/// Notes in the log channel that an entry was added.
pub fn log_added(author: &Author, entry: &Entry) {
    actions::log_added(&author.request, entry);
}

/// Tells a member why the form that they sent was rejected, and gives their words back.
pub async fn reply_rejected(interaction: &ComponentInteraction, rejection: Rejection) -> Result<()> {
    components::reply_rejected(interaction, rejection, &entry_input(interaction)).await
}

/// Counts whether an entry helped a member to whom it was shown.
pub async fn count_helped(host: &Host, guild: GuildId, entry: i64, helped: bool) -> Result<()> {
    store::count_helped(host.db(), guild, entry, helped).await
}
