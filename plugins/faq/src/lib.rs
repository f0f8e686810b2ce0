//! Frequently asked questions and their answers: written by staff, found by members.
//!
//! | Module | Holds |
//! |---|---|
//! | `names`, [`settings`], `user_data` | constants of the id and the actions; what an admin tunes; personal data |
//! | [`domain`] | the rules, without I/O: what an entry is, and how its texts are read and compared |
//! | [`store`], [`index_cache`] | the SQL of entries; their search indexes in memory |
//! | `rights`, `actions` | who may do what with entries, and how it is done |
//! | `commands`, `components`, `view`, `texts` | how members and staff use entries in Discord |
//! | [`history`], [`gaps`], [`suggestions`] | one noun each, with its own store, components and view: what entries said before, questions without an answer, entries suggested under questions in channels |
//! | `routes`, `page`, `export` | how programs and visitors read entries |
//! | `public_api`, [`Faq`] | what other plugins use |
//! | `jobs`, `tour` | the nightly clean-up; the tour of the sandbox |
//!
//! Functions that reach the database or Discord return an error if that fails.

mod actions;
mod commands;
mod components;
pub mod domain;
mod export;
pub mod gaps;
pub mod history;
pub mod index_cache;
mod inputs;
mod jobs;
mod names;
mod page;
mod plugin;
mod public_api;
mod rights;
mod routes;
pub mod settings;
pub mod store;
pub mod suggestions;
mod texts;
mod tour;
mod user_data;
mod view;

use plugin_api::{
    About, BoxFuture, Catalogue, Command, Component, EventKind, Hook, Host, Plugin, Result, Routes, Schedule,
    SettingsSchema, Tour, UserData,
    serenity::{GatewayIntents, Permissions},
};
use sqlx::migrate::Migrator;

pub use actions::Rejection;
pub use domain::Entry;
pub use names::ID;
pub use plugin::Faq;
pub use public_api::{Author, add, authorize, count_helped, entry_form, log_added, reply_rejected};
use settings::FaqSettings;

plugin_api::register!(ID, Faq::default());

impl Plugin for Faq {
    fn about(&self) -> About {
        About::new("FAQ", "Answers what is asked often, and says what it can't answer yet")
            .category("Support")
            .version(env!("CARGO_PKG_VERSION"))
    }

    fn user_data(&self) -> UserData {
        user_data::declare()
    }

    fn commands(&self) -> Vec<Command> {
        commands::all()
    }

    fn hooks(&self) -> Vec<Hook> {
        let suggest = Hook::new(EventKind::Message, suggestions::hooks::suggest_entry)
            .intents(GatewayIntents::MESSAGE_CONTENT)
            .when(|settings: &FaqSettings| !settings.suggest_channels.is_empty());
        vec![suggest]
    }

    fn components(&self) -> Vec<Component> {
        [
            components::all(),
            history::components::all(),
            gaps::components::all(),
            suggestions::components::all(),
        ]
        .concat()
    }

    fn schedules(&self) -> Vec<Schedule> {
        vec![Schedule::cron("tidy", "45 4 * * *", jobs::delete_old)]
    }

    fn routes(&self) -> Routes {
        Routes::new(routes::router()).pages(page::router())
    }

    fn migrations(&self) -> Option<Migrator> {
        Some(sqlx::migrate!("../../migrations/faq"))
    }

    fn settings(&self) -> Option<SettingsSchema> {
        Some(SettingsSchema::new::<FaqSettings>())
    }

    fn messages(&self) -> Option<&'static Catalogue> {
        Some(std::sync::LazyLock::force(&texts::TEXTS))
    }

    fn tours(&self) -> Vec<Tour> {
        vec![tour::make()]
    }

    fn permissions(&self) -> Permissions {
        suggestions::BOT_NEEDS
    }

    fn start<'a>(&'a self, host: &'a Host) -> BoxFuture<'a, Result<()>> {
        Box::pin(Faq::start(self, host))
    }
}
