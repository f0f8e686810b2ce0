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
//! Everything that a plugin contributes is a value that it returns: the host can list, gate, document and test a plugin
//! without running it; [`Plugin`] describes its life. Of the workspace this crate depends on [`text`] only.
//!
//! A function that returns a `Result` fails if the database or Discord fails. A section «Errors» names what else can go wrong.

mod action;
mod actor;
mod blocking;
pub mod clock;
pub mod command;
pub mod component;
pub mod custom_id;
pub mod data;
pub mod db;
mod discord_code;
pub mod error;
mod handler;
pub mod hook;
mod id;
pub mod job;
pub mod language;
pub mod locale;
pub mod log;
mod missing_permission;
pub mod permission;
pub mod plugin;
mod register;
mod reply_token;
mod request;
pub mod retry;
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
pub use text;

pub use action::Action;
pub use actor::{Actor, MemberActor};
pub use blocking::run_blocking;
pub use clock::Clock;
pub use command::{Command, Context, ContextExt};
pub use component::{Component, ComponentInteraction};
pub use custom_id::CustomId;
pub use data::{Data, GuildConfig, Host};
pub use db::{Db, Tx, sql};
pub use discord_code::DiscordCode;
pub use error::{Error, Result};
pub use futures::future::BoxFuture;
pub use handler::Handler;
pub use hook::{Event, EventKind, Hook};
pub use id::PluginId;
pub use job::{Job, JobKind, JobName, Jobs};
pub use language::Language;
pub use locale::{Catalogue, Locale};
pub use log::{LogEntry, LogKind};
pub use missing_permission::{MissingPermission, PermissionHolder};
pub use plugin::{About, Plugin};
pub use register::Registration;
pub use reply_token::ReplyToken;
pub use request::Request;
pub use route::{ApiJson, ApiPath, ApiQuery, Caller, Paging, Problem, Routes, Visitor};
pub use schedule::Schedule;
pub use settings::{InvalidSetting, Settings, SettingsSchema};
pub use tour::{Tour, TourStep, TourTarget};
pub use user_data::{Erase, UserData, UserTable};
