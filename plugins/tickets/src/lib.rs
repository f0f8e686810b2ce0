//! Tickets: members ask staff in a channel of their own, and not a word is lost.
//!
//! One folder a noun; inside each, as far as it has them: `domain` (rules without I/O), `store` (all SQL), `actions`, `commands`, `components`,
//! `routes`, `jobs`, `hooks`, `view`. Functions that reach the database or Discord return an error if that fails.
//!
//! | Module | Holds |
//! |---|---|
//! | [`names`], [`settings`], [`texts`] | names of jobs; what admins tune; the catalogue |
//! | [`ticket`] | the core: what a ticket is, its state machine, its row, its card, who may do what with it |
//! | [`channel`], [`people`] | its channel or thread on Discord; who was added to it |
//! | [`opening`], [`staff`], [`closing`] | its life: asked for, worked on, closed, rated, archived |
//! | [`conversation`], [`transcript`] | what is said in it, kept as it happens; how that is read later |
//! | [`topics`], [`numbers`] | what closed tickets have in common; statistics and the export |

pub mod channel;
pub mod closing;
pub mod conversation;
pub mod names;
pub mod numbers;
pub mod opening;
pub mod people;
mod plugin;
pub mod settings;
pub mod staff;
#[doc(hidden)]
pub mod testing;
pub mod texts;
pub mod ticket;
pub mod topics;
mod tour;
pub mod transcript;
mod user_data;

use plugin::flatten;
use plugin_api::{
    About, Catalogue, Command, Component, Hook, JobKind, Plugin, Routes, Schedule, SettingsSchema, Tour,
    UserData, serenity::Permissions,
};
use sqlx::migrate::Migrator;

pub use {names::ID, plugin::Tickets};

plugin_api::register!(ID, Tickets::default());

impl Plugin for Tickets {
    fn about(&self) -> About {
        plugin::about()
    }

    fn user_data(&self) -> UserData {
        user_data::user_data()
    }

    fn commands(&self) -> Vec<Command> {
        flatten([
            numbers::commands::all(),
            opening::commands::all(),
            people::commands::all(),
            staff::commands::all(),
            conversation::commands::all(),
        ])
    }

    fn hooks(&self) -> Vec<Hook> {
        flatten([
            staff::hooks::all(),
            channel::hooks::all(),
            people::hooks::all(),
            conversation::hooks::all(),
        ])
    }

    fn components(&self) -> Vec<Component> {
        let life = [opening::components::all(), staff::components::all(), closing::components::all()];
        flatten([
            flatten(life),
            conversation::components::all(),
            topics::components::all(),
            numbers::components::all(),
        ])
    }

    fn schedules(&self) -> Vec<Schedule> {
        flatten([numbers::jobs::schedules(), closing::jobs::schedules()])
    }

    fn jobs(&self) -> Vec<JobKind> {
        let life = [opening::jobs::all(), ticket::jobs::all(), staff::jobs::all(), closing::jobs::all()];
        flatten([flatten(life), conversation::jobs::all(), transcript::jobs::all(), topics::jobs::all()])
    }

    fn routes(&self) -> Routes {
        let life = ticket::routes::router().merge(opening::routes::router()).merge(staff::routes::router());
        let end = closing::routes::router().merge(conversation::routes::router());
        let after =
            transcript::routes::router().merge(topics::routes::router()).merge(numbers::routes::router());
        Routes::new(life.merge(end).merge(after))
    }

    fn migrations(&self) -> Option<Migrator> {
        Some(sqlx::migrate!("../../migrations/tickets"))
    }

    fn settings(&self) -> Option<SettingsSchema> {
        Some(SettingsSchema::new::<settings::TicketSettings>())
    }

    fn messages(&self) -> Option<&'static Catalogue> {
        Some(std::sync::LazyLock::force(&texts::TEXTS))
    }

    fn tours(&self) -> Vec<Tour> {
        vec![tour::make()]
    }

    fn permissions(&self) -> Permissions {
        plugin::PERMISSIONS
    }
}
