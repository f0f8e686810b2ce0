//! Frequently asked questions and their answers: written by staff, found by members.
//!
//! | Module | Holds |
//! |---|---|
//! | [`domain`] | the rules: what an entry is, how entries are found and likened, what is kept of a question |
//! | [`actions`], [`rights`] | what can be done with an entry, and by whom |
//! | [`commands`], [`components`], [`hooks`] | how members and staff reach it in Discord |
//! | [`routes`], [`page`] | how programs and visitors do |
//! | [`shelves`], [`askers`] | what is in memory: the index of each guild's entries; whose question was kept a moment ago |
//! | [`store`], [`view`], [`export`], [`jobs`] | all SQL; embeds, forms and texts; the table; what is done at night |
//! | [`Faq::matching`], [`may_add`], [`form`], [`add`] | what other plugins use |
//! | `tour` | what the sandbox shows to newcomers |

pub mod actions;
pub mod askers;
pub mod commands;
pub mod components;
pub mod domain;
pub mod export;
pub mod hooks;
pub mod jobs;
pub mod page;
pub mod rights;
pub mod routes;
pub mod settings;
mod shared;
pub mod shelves;
pub mod store;
mod tour;
pub mod view;

use std::sync::{Arc, LazyLock};

use plugin_api::{
    About, Catalogue, Command, Component, Erase, EventKind, Hook, Host, Plugin, PluginId, Result, Routes,
    Schedule, SettingsSchema, Tour, UserData, UserTable,
    serenity::{GatewayIntents, GuildId, Permissions},
};
use sqlx::migrate::Migrator;

pub use actions::{Refused, announce_added};
pub use domain::Entry;
pub use shared::{Author, add, count_helped, form, give_back, may_add};

use askers::Askers;
use settings::FaqSettings;
use shelves::Shelves;

/// The plugin's word.
pub const ID: PluginId = PluginId::new("faq");

/// The plugin.
#[derive(Default)]
pub struct Faq {
    /// What is searched in.
    pub shelves: Shelves,
    /// Whose question was kept a moment ago.
    pub askers: Askers,
}

plugin_api::register!(ID, Faq::default());

impl Faq {
    /// The plugin of a host.
    ///
    /// # Errors
    /// Where a host is put together without it, which only a test does.
    pub fn of(host: &Host) -> Result<Arc<Self>> {
        Ok(host.plugin().ok_or_else(|| anyhow::anyhow!("the plugin '{ID}' is not linked"))?)
    }

    /// The published entries worth showing to somebody who wrote what they need, the best first; none where nothing clearly fits.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn matching(&self, host: &Host, guild: GuildId, text: &str, most: usize) -> Result<Vec<Entry>> {
        let ids = self.shelves.published(host.db(), guild).await?.relevant(text, most);
        let mut entries = store::of_numbers(host.db(), guild, &ids).await?;
        // One may have been taken back since the index was asked.
        entries.retain(|entry| entry.published);
        Ok(entries)
    }
}

impl Plugin for Faq {
    fn about(&self) -> About {
        About::new("FAQ", "Answers what is asked often, and says what it can't answer yet")
            .category("Support")
            .version(env!("CARGO_PKG_VERSION"))
    }

    fn user_data(&self) -> UserData {
        let added = UserTable {
            table: "faq_entries",
            user_column: "created_by",
            export: store::EXPORT,
            erase: Erase::Anonymise(&[]),
        };
        let changed = UserTable {
            table: "faq_revisions",
            user_column: "changed_by",
            export: store::EXPORT_REVISIONS,
            erase: Erase::Anonymise(&[]),
        };
        UserData::tables(
            "Who wrote which answer of the FAQ and changed it when. Of a question that an entry was suggested for, the message's id and whether it \
             helped, for 30 days; of one without an answer its wording, without who asked",
            vec![added, changed],
        )
    }

    fn commands(&self) -> Vec<Command> {
        commands::all()
    }

    fn hooks(&self) -> Vec<Hook> {
        let suggest = Hook::on(EventKind::Message, hooks::message)
            .intents(GatewayIntents::MESSAGE_CONTENT)
            .when(|settings: &FaqSettings| !settings.suggest_channels.is_empty());
        vec![suggest]
    }

    fn components(&self) -> Vec<Component> {
        components::all()
    }

    fn schedules(&self) -> Vec<Schedule> {
        vec![Schedule::cron("tidy", "45 4 * * *", jobs::tidy)]
    }

    fn routes(&self) -> Routes {
        Routes::new(routes::router()).pages(page::router())
    }

    fn migrations(&self) -> Option<Migrator> {
        Some(sqlx::migrate!("../../migrations/faq"))
    }

    fn settings(&self) -> Option<SettingsSchema> {
        Some(SettingsSchema::of::<FaqSettings>())
    }

    fn messages(&self) -> Option<&'static Catalogue> {
        Some(LazyLock::force(&view::TEXTS))
    }

    fn tours(&self) -> Vec<Tour> {
        vec![tour::make()]
    }

    fn permissions(&self) -> Permissions {
        // Only suggestions are messages of the bot's own; everything else answers an interaction.
        Permissions::VIEW_CHANNEL
            | Permissions::SEND_MESSAGES
            | Permissions::EMBED_LINKS
            | Permissions::READ_MESSAGE_HISTORY
    }

    fn start<'a>(&'a self, host: &'a Host) -> futures::future::BoxFuture<'a, Result<()>> {
        Box::pin(async {
            self.shelves.clear();
            let entries = store::count_all(host.db()).await?;
            tracing::info!(entries, "questions have answers");
            Ok(())
        })
    }
}
