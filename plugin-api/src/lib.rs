//! The contract between the Guildhall host and its plugins.
//!
//! A plugin is a crate with one type that implements [`Plugin`] and one line that registers it:
//!
//! ```
//! use plugin_api::{About, Plugin, PluginId, UserData};
//!
//! const ID: PluginId = PluginId::new("hello");
//!
//! #[derive(Default)]
//! struct Hello;
//!
//! impl Plugin for Hello {
//!     fn about(&self) -> About {
//!         About::new("Hello", "Greets people")
//!     }
//!     fn user_data(&self) -> UserData {
//!         UserData::none("keeps nothing")
//!     }
//! }
//!
//! plugin_api::register!(ID, Hello);
//! ```
//!
//! Everything a plugin contributes is a value that it returns: the host can list, gate, document and test a plugin
//! without running it. This crate depends on no other member of the workspace.

pub mod clock;
pub mod command;
pub mod component;
mod compute;
pub mod custom_id;
pub mod data;
pub mod db;
pub mod error;
pub mod hook;
pub mod job;
pub mod language;
pub mod locale;
pub mod log;
pub mod pending;
pub mod permission;
pub mod plugin;
mod resend;
pub mod route;
pub mod schedule;
pub mod settings;
pub mod table;
pub mod tour;
pub mod ui;
pub mod user_data;
pub mod zone;

pub use chrono;
pub use inventory;
pub use poise;
pub use serenity::all as serenity;

pub use clock::Clock;
pub use command::{Command, Context, ContextExt};
pub use component::{Component, Press};
pub use compute::compute;
pub use custom_id::CustomId;
pub use data::{Data, GuildConfig, Host};
pub use db::{Db, Tx, sql};
pub use error::{Error, MissingPermission, Result};
pub use futures::future::BoxFuture;
pub use hook::{Event, EventKind, Hook};
pub use job::{Job, JobKind, JobName, Jobs};
pub use language::Language;
pub use locale::{Catalogue, Locale};
pub use log::{LogEntry, LogKind};
pub use pending::Pending;
pub use plugin::{About, Plugin, PluginId, Registration};
pub use route::{ApiJson, ApiPath, ApiQuery, Caller, Paging, Problem, Routes, Visitor};
pub use schedule::Schedule;
pub use settings::{Invalid, Settings, SettingsSchema};
pub use tour::{Tour, TourStep, TourTarget};
pub use user_data::{Erase, UserData, UserTable};

/// An asynchronous function that a plugin declares, erased so that the host can keep it.
pub type Handler<T> = std::sync::Arc<dyn Fn(T) -> BoxFuture<'static, Result<()>> + Send + Sync>;

/// Erases the type of an asynchronous function.
pub(crate) fn handler<T, F, Fut>(function: F) -> Handler<T>
where
    F: Fn(T) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<()>> + Send + 'static,
{
    std::sync::Arc::new(move |input| Box::pin(function(input)))
}
