//! A plugin by somebody else: its own crate, and a binary of five lines that runs it and nothing else.
//!
//! It depends on `plugin-api`, on `poise` because of its macro, and, for the binary, on `guildhall` without its default features, so that neither
//! the plugins of the host's repository nor the emulator are in it.

use plugin_api::{About, Command, Context, ContextExt, Plugin, PluginId, Result, UserData, ui::Reply};

const ID: PluginId = PluginId::new("greeter");

/// Says hello to whoever asks.
#[derive(Default)]
pub struct Greeter;

plugin_api::register!(ID, Greeter);

impl Plugin for Greeter {
    fn about(&self) -> About {
        About::new("Greeter", "Says hello").version(env!("CARGO_PKG_VERSION"))
    }

    fn user_data(&self) -> UserData {
        UserData::none("keeps nothing")
    }

    fn commands(&self) -> Vec<Command> {
        vec![greet()]
    }
}

/// Says hello
#[poise::command(slash_command, guild_only)]
async fn greet(context: Context<'_>) -> Result<()> {
    context.answer(Reply::text("Hello!")).await
}

/// The README's plugin compiles.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
pub struct Readme;
