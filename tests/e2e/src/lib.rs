//! What the end-to-end tests stand on: a world with the real host, an emulated Discord, a database and a clock that only the test moves.
//!
//! A test describes a [`Scene`] and plays it:
//!
//! ```ignore
//! Scene::new().play(async |world| {
//!     world.user("daan").slash("reminder_list", json!({}), "general").await.is_ephemeral();
//!     world.advance(TimeDelta::hours(1)).await;
//! }).await;
//! ```
//!
//! Nothing sleeps: [`World::until`] looks again whenever something happens in Discord.

mod api;
pub mod browser;
pub mod databases;
pub mod keeper;
pub mod model;
pub mod outcome;
pub mod probe;
pub mod process;
pub mod scene;
pub mod snapshot;
mod user;
pub mod world;

pub use browser::Browser;
pub use model::Model;
pub use outcome::Outcome;
pub use scene::Scene;
pub use user::User;
pub use world::World;
