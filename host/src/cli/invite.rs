//! `guildhall invite`: the address by which an admin adds the bot to a guild.

use std::{path::Path, sync::Arc};

use anyhow::{Context, Result};
use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};

use crate::{config, gate::Gate, log_channel, registry::Registry};

/// The address, with what the plugins need that are on in some guild.
///
/// # Errors
/// Where the configuration can't be used, or nobody says which application it is for.
pub(super) fn address(path: &Path, registry: Registry, application: Option<u64>) -> Result<String> {
    let registry = Arc::new(registry);
    let plan = config::load(path, &registry)?;
    let application = application.or_else(|| of_token(&std::env::var("DISCORD_TOKEN").ok()?)).context(
        "nothing says which application to invite: give --application-id or DISCORD_APPLICATION_ID (General Information > \
         Application ID in Discord's developer portal), or set DISCORD_TOKEN",
    )?;
    let permissions = log_channel::NEEDS | Gate::new(registry, Arc::new(plan)).permissions();
    Ok(format!(
        "https://discord.com/oauth2/authorize?client_id={application}&scope=bot+applications.commands&permissions={}",
        permissions.bits()
    ))
}

/// The id in the first segment of the bot's token
/// (<https://discord.com/developers/docs/reference#authentication>).
pub(super) fn of_token(token: &str) -> Option<u64> {
    let segment = token.trim().split('.').next()?.trim_end_matches('=');
    String::from_utf8(STANDARD_NO_PAD.decode(segment).ok()?).ok()?.parse().ok()
}
