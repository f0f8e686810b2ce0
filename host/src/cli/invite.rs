//! `guildhall invite`: the address by which an admin adds the bot to a guild.

use std::{path::Path, sync::Arc};

use anyhow::{Context, Result};
use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};

use crate::{config, discord::log_channel, gate::Gate, registry::Registry};

/// Builds the address with the permissions of all plugins that are on in some guild.
///
/// # Errors
/// If the configuration can't be used, or the application's id is unknown.
pub(super) fn invite_url(path: &Path, registry: Registry, application: Option<u64>) -> Result<String> {
    let registry = Arc::new(registry);
    let plan = config::load(path, &registry)?;
    let application = application.or_else(|| application_id_from_token(&std::env::var("DISCORD_TOKEN").ok()?)).context(
        "nothing says which application to invite: give --application-id or DISCORD_APPLICATION_ID (General Information > \
         Application ID in Discord's developer portal), or set DISCORD_TOKEN",
    )?;
    let permissions = log_channel::NEEDED | Gate::new(registry, Arc::new(plan)).permissions();
    Ok(format!(
        "https://discord.com/oauth2/authorize?client_id={application}&scope=bot+applications.commands&permissions={}",
        permissions.bits()
    ))
}

/// Reads the application's id from the first segment of the bot's token
/// (<https://discord.com/developers/docs/reference#authentication>).
pub(super) fn application_id_from_token(token: &str) -> Option<u64> {
    let segment = token.trim().split('.').next()?.trim_end_matches('=');
    String::from_utf8(STANDARD_NO_PAD.decode(segment).ok()?).ok()?.parse().ok()
}
