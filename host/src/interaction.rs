//! Answers that the host itself gives to a command.

use std::time::Duration;

use plugin_api::{serenity::CommandInteraction, ui::Reply};

use crate::runtime::Runtime;

/// When the host acknowledges for a handler that has not answered: Discord gives up after 3 s
/// (<https://discord.com/developers/docs/interactions/receiving-and-responding>).
pub(crate) const DEFER_AFTER: Duration = Duration::from_secs(2);

/// Shows «thinking» to the member who called.
pub(crate) async fn defer(runtime: &Runtime, interaction: &CommandInteraction) {
    if let Err(error) = interaction.defer_ephemeral(runtime.host.http()).await {
        tracing::warn!(command = interaction.data.name, %error, "a command could not be acknowledged");
    }
}

/// Shows one line to the member who called. `acknowledged` where Discord was told something already.
pub(crate) async fn refuse(
    runtime: &Runtime,
    interaction: &CommandInteraction,
    acknowledged: bool,
    text: &str,
) {
    let http = runtime.host.http();
    let result = if acknowledged {
        interaction.create_followup(http, Reply::text(text).into_follow_up()).await.map(|_| ())
    } else {
        let response =
            plugin_api::serenity::CreateInteractionResponse::Message(Reply::text(text).into_response());
        interaction.create_response(http, response).await
    };
    if let Err(error) = result {
        tracing::warn!(command = interaction.data.name, %error, "a member could not be told why a command failed");
    }
}
