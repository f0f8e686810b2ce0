//! Reminders: a message in a channel at its time, once or on weekdays. A flat plugin, and a good one to copy from.
//!
//! | Module | Holds |
//! |---|---|
//! | `names`, `user_data` | constants of the id, jobs and actions; the personal data in the tables |
//! | `domain`, `settings` | the rules, without I/O: times, dates, weekdays, what is sent when; what an admin tunes |
//! | `store`, `view` | all SQL; embeds, forms and texts |
//! | `actions` | what can be done with a reminder, the same for commands, buttons and the API |
//! | `jobs` | delivery at its time, and maintenance |
//! | `components`, `commands`, `routes`, `hooks`, `tour` | the edges: people, programs, Discord, the sandbox |
//!
//! A module uses only those above it. Functions that reach the database or Discord return an error if that fails.

pub mod actions;
mod commands;
mod components;
mod domain;
mod hooks;
pub mod jobs;
mod names;
mod routes;
mod settings;
pub mod store;
mod tour;
mod user_data;
mod view;

use std::sync::LazyLock;

use self::names::{
    ABOUT, DELETE, DELETE_NO, DELETE_YES, DELIVER, EDIT, ID, LIST, NOTIFY_OWNER, SEND_SNOOZED, SNOOZE,
};
use plugin_api::{
    About, BoxFuture, Catalogue, Command, Component, EventKind, Hook, Host, JobKind, Plugin, Result, Routes,
    Schedule, SettingsSchema, Tour, UserData, serenity::Permissions,
};
use sqlx::migrate::Migrator;

/// The plugin.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reminders;

plugin_api::register!(ID, Reminders);

impl Plugin for Reminders {
    fn about(&self) -> About {
        About::new("Reminders", "Posts a message in a channel at its time, once or on weekdays")
            .category("Planning")
            .version(env!("CARGO_PKG_VERSION"))
    }

    fn user_data(&self) -> UserData {
        user_data::declare()
    }

    fn commands(&self) -> Vec<Command> {
        commands::all()
    }

    fn hooks(&self) -> Vec<Hook> {
        vec![Hook::new(EventKind::ChannelDelete, hooks::park_for_deleted_channel)]
    }

    fn components(&self) -> Vec<Component> {
        vec![
            Component::new(LIST, components::turn_page),
            Component::new(SNOOZE, components::snooze),
            Component::new(DELETE, components::confirm_delete),
            Component::new(DELETE_YES, components::delete),
            Component::new(DELETE_NO, components::cancel_delete),
            Component::new(EDIT, components::edit),
            Component::new(ABOUT, components::add_about_message),
        ]
    }

    fn schedules(&self) -> Vec<Schedule> {
        vec![
            Schedule::cron("tidy", "15 4 * * *", jobs::delete_old),
            Schedule::cron("realign", "5 * * * *", jobs::realign),
        ]
    }

    fn jobs(&self) -> Vec<JobKind> {
        vec![
            JobKind::new(DELIVER, jobs::deliver)
                .attempts(jobs::DELIVERY_ATTEMPTS)
                .exhausted(jobs::delivery_exhausted),
            JobKind::new(SEND_SNOOZED, jobs::send_snoozed).exhausted(jobs::snooze_exhausted),
            JobKind::new(NOTIFY_OWNER, jobs::notify_owner),
        ]
    }

    fn routes(&self) -> Routes {
        Routes::new(routes::router())
    }

    fn migrations(&self) -> Option<Migrator> {
        Some(sqlx::migrate!("../../migrations/reminders"))
    }

    fn settings(&self) -> Option<SettingsSchema> {
        Some(SettingsSchema::new::<settings::ReminderSettings>())
    }

    fn messages(&self) -> Option<&'static Catalogue> {
        Some(LazyLock::force(&view::TEXTS))
    }

    fn tours(&self) -> Vec<Tour> {
        vec![tour::make()]
    }

    fn permissions(&self) -> Permissions {
        actions::BOT_NEEDS
    }

    fn start<'a>(&'a self, host: &'a Host) -> BoxFuture<'a, Result<()>> {
        Box::pin(jobs::log_active(host))
    }
}
