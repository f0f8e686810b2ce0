//! Reminders: said once, or on weekdays, in a channel, on time.
//!
//! | Module | Holds |
//! |---|---|
//! | [`domain`] | the rules: reading times, dates and weekdays; time zones; when and how each is sent |
//! | [`actions`] | what can be done with a reminder, the same for commands, buttons and the API |
//! | [`commands`], [`components`], [`routes`], [`hooks`] | how people, programs and Discord reach it |
//! | [`jobs`], [`store`], [`view`] | delivery; all SQL; embeds, forms and texts |
//! | `tour` | what the sandbox shows to newcomers |

pub mod actions;
pub mod commands;
pub mod components;
pub mod domain;
pub mod hooks;
pub mod jobs;
pub mod routes;
pub mod settings;
pub mod store;
mod tour;
pub mod view;

use std::sync::LazyLock;

use plugin_api::{
    About, Catalogue, Command, Component, Erase, EventKind, Hook, Host, JobKind, JobName, Plugin, PluginId,
    Result, Routes, Schedule, SettingsSchema, Tour, UserData, UserTable, serenity::Permissions,
};
use sqlx::migrate::Migrator;

/// The plugin's word.
pub const ID: PluginId = PluginId::new("reminders");
/// The job that sends the next [`domain::phase::Step`] of a reminder; its key is the reminder's number.
pub const DELIVER: JobName = JobName::new(ID, "deliver");
/// The job that sends a snoozed reminder again; its key is the reminder's number.
pub const SNOOZE: JobName = JobName::new(ID, "snooze");
/// The job that tells an owner in a direct message that reminders could not be sent.
pub const TELL: JobName = JobName::new(ID, "tell");

/// The plugin.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reminders;

plugin_api::register!(ID, Reminders);

impl Plugin for Reminders {
    fn about(&self) -> About {
        About::new("Reminders", "Says something in a channel at its time, once or on weekdays")
            .category("Planning")
            .version(env!("CARGO_PKG_VERSION"))
    }

    fn user_data(&self) -> UserData {
        let owner = UserTable {
            table: "reminders",
            user_column: "created_by",
            export: store::EXPORT,
            erase: Erase::Delete,
        };
        // That somebody wants them pinged says something of whom is pinged; the rest of the row is its owner's.
        let pinged = UserTable {
            user_column: "mention_user_id",
            export: &["number", "channel_id", "event_time", "mention_user_id"],
            erase: Erase::Anonymise(&[]),
            ..owner.clone()
        };
        UserData::tables("The reminders that a member made, and those that ping them", vec![owner, pinged])
    }

    fn commands(&self) -> Vec<Command> {
        commands::all()
    }

    fn hooks(&self) -> Vec<Hook> {
        vec![Hook::on(EventKind::ChannelDelete, hooks::channel_deleted)]
    }

    fn components(&self) -> Vec<Component> {
        vec![
            Component::new("list", components::list),
            Component::new("snooze", components::snooze),
            Component::new("delete", components::delete),
            Component::new("delete_yes", components::delete_yes),
            Component::new("delete_no", components::delete_no),
            Component::new("edit", components::edit),
            Component::new("about", components::about),
        ]
    }

    fn schedules(&self) -> Vec<Schedule> {
        vec![
            Schedule::cron("tidy", "15 4 * * *", jobs::tidy),
            Schedule::cron("realign", "5 * * * *", jobs::realign),
        ]
    }

    fn jobs(&self) -> Vec<JobKind> {
        vec![
            JobKind::new(DELIVER, jobs::deliver).attempts(jobs::TRIES).exhausted(jobs::given_up),
            JobKind::new(SNOOZE, jobs::snooze).exhausted(jobs::snooze_given_up),
            JobKind::new(TELL, jobs::tell),
        ]
    }

    fn routes(&self) -> Routes {
        Routes::new(routes::router())
    }

    fn migrations(&self) -> Option<Migrator> {
        Some(sqlx::migrate!("../../migrations/reminders"))
    }

    fn settings(&self) -> Option<SettingsSchema> {
        Some(SettingsSchema::of::<settings::ReminderSettings>())
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

    fn start<'a>(&'a self, host: &'a Host) -> futures::future::BoxFuture<'a, Result<()>> {
        Box::pin(async {
            let active = store::count_active(host.db()).await?;
            tracing::info!(active, "reminders are kept");
            Ok(())
        })
    }
}
