//! Tickets: members ask staff in a channel of their own, and not a word is lost.
//!
//! | Module | Holds |
//! |---|---|
//! | [`domain`] | the rules: the state machine, working hours, names, numbers |
//! | [`actions`], [`rights`], [`staff`] | what can be done with a ticket, the same for commands, buttons, jobs and the API, and by whom |
//! | [`commands`], [`components`], [`hooks`], [`routes`] | how people, Discord and programs reach it |
//! | [`conversation`], [`transcript`] | what is said, kept as it happens, and how it is read later |
//! | [`jobs`] | what is done later or again, and which timers a ticket has |
//! | [`settings`], [`store`], [`view`] | what admins tune; all SQL; embeds, forms and texts |

pub mod actions;
pub mod channel;
pub mod commands;
pub mod components;
pub mod conversation;
pub mod domain;
pub mod hooks;
pub mod jobs;
pub mod numbers;
pub mod opening;
pub mod rights;
pub mod routes;
pub mod settings;
pub mod staff;
pub mod store;
pub mod topics;
mod tour;
pub mod transcript;
pub mod view;

use std::sync::{Arc, LazyLock};

use plugin_api::{
    About, Catalogue, Command, Component, Hook, Host, JobKind, JobName, Plugin, PluginId, Result, Routes,
    Schedule, SettingsSchema, Tour, UserData, serenity::Permissions,
};
use sqlx::migrate::Migrator;

use staff::UsualStaff;

/// The plugin's word.
pub const ID: PluginId = PluginId::new("tickets");
/// Makes the channel of a ticket that was stored; the key of this and the next ones is the ticket's number.
pub const OPEN: JobName = JobName::new(ID, "open");
/// Tells a member that their ticket could not be opened.
pub const TELL: JobName = JobName::new(ID, "tell");
/// Makes a ticket's channel and opening message look as the row says.
pub const SYNC: JobName = JobName::new(ID, "sync");
/// Says in the channel that it was closed, by whom and why: the first thing that is done when a ticket is closed.
pub const FAREWELL: JobName = JobName::new(ID, "farewell");
/// Makes the summary, which may become a proposal for the FAQ; follows [`TRANSCRIPT`], whether that succeeds or not.
pub const SUMMARISE: JobName = JobName::new(ID, "summarise");
/// Completes the transcript and sends it to the log channel; follows [`FAREWELL`], whether that succeeds or not.
pub const TRANSCRIPT: JobName = JobName::new(ID, "transcript");
/// Sends the member their transcript and asks for a rating; follows [`TRANSCRIPT`], whether that succeeds or not.
pub const RATE: JobName = JobName::new(ID, "rate");
/// Archives a closed ticket.
pub const ARCHIVE: JobName = JobName::new(ID, "archive");
/// Deletes an archived ticket's channel.
pub const DELETE: JobName = JobName::new(ID, "delete");
/// Closes a ticket whose member did not answer whether it may be.
pub const CLOSE_REQUEST: JobName = JobName::new(ID, "close_request");
/// Warns of a target and tells that it was missed; its key is `<number>:<clock>:<stage>`.
pub const SLA: JobName = JobName::new(ID, "sla");
/// Reminds a member who does not answer; its key is the ticket's number.
pub const REMIND: JobName = JobName::new(ID, "remind");
/// Closes a ticket whose member does not answer.
pub const INACTIVE: JobName = JobName::new(ID, "inactive");
/// Keeps a file of a message; its key is the attachment's id.
pub const FETCH: JobName = JobName::new(ID, "fetch");
/// Keeps what was said in a ticket's channel while nobody listened; its key is the ticket's number.
pub const CATCH_UP: JobName = JobName::new(ID, "catch_up");
/// Posts a proposal for the FAQ; its key is the topic's number.
pub const PROPOSE: JobName = JobName::new(ID, "propose");

/// The plugin.
#[derive(Default)]
pub struct Tickets {
    /// Who answers where the settings name nobody.
    pub usual_staff: UsualStaff,
    /// Which channels are no tickets'.
    pub elsewhere: conversation::Elsewhere,
    /// What fetches the files of messages.
    pub files: conversation::Fetcher,
}

plugin_api::register!(ID, Tickets::default());

impl Tickets {
    /// The plugin of a host.
    ///
    /// # Errors
    /// Where a host is put together without it, which only a test does.
    pub fn of(host: &Host) -> Result<Arc<Self>> {
        Ok(host.plugin().ok_or_else(|| anyhow::anyhow!("the plugin '{ID}' is not linked"))?)
    }
}

impl Plugin for Tickets {
    fn about(&self) -> About {
        About::new("Tickets", "Members ask staff in a channel of their own, and not a word is lost")
            .category("Support")
            .uses(&[faq::ID])
            .version(env!("CARGO_PKG_VERSION"))
    }

    fn user_data(&self) -> UserData {
        store::user_data()
    }

    fn commands(&self) -> Vec<Command> {
        commands::all()
    }

    fn hooks(&self) -> Vec<Hook> {
        hooks::all()
    }

    fn components(&self) -> Vec<Component> {
        components::all()
    }

    fn schedules(&self) -> Vec<Schedule> {
        jobs::schedules()
    }

    fn jobs(&self) -> Vec<JobKind> {
        jobs::all()
    }

    fn routes(&self) -> Routes {
        routes::all()
    }

    fn migrations(&self) -> Option<Migrator> {
        Some(sqlx::migrate!("../../migrations/tickets"))
    }

    fn settings(&self) -> Option<SettingsSchema> {
        Some(SettingsSchema::of::<settings::TicketSettings>())
    }

    fn messages(&self) -> Option<&'static Catalogue> {
        Some(LazyLock::force(&view::TEXTS))
    }

    fn tours(&self) -> Vec<Tour> {
        vec![tour::make()]
    }

    fn permissions(&self) -> Permissions {
        Permissions::VIEW_CHANNEL
            | Permissions::MANAGE_CHANNELS
            | Permissions::MANAGE_ROLES
            | Permissions::MANAGE_MESSAGES
            | Permissions::MANAGE_THREADS
            | Permissions::CREATE_PRIVATE_THREADS
            | Permissions::SEND_MESSAGES
            | Permissions::SEND_MESSAGES_IN_THREADS
            | Permissions::EMBED_LINKS
            | Permissions::ATTACH_FILES
            | Permissions::READ_MESSAGE_HISTORY
            | Permissions::MENTION_EVERYONE
    }
}
