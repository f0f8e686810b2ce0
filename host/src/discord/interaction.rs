//! Answers that the host itself gives to a command.

use std::time::Duration;

use plugin_api::{
    serenity::{CommandInteraction, CreateInteractionResponse, Http},
    ui::Reply,
};

/// When the host acknowledges for a handler that has not answered: Discord gives up after 3 s
/// (<https://discord.com/developers/docs/interactions/receiving-and-responding>).
pub(super) const DEFER_AFTER: Duration = Duration::from_secs(2);

/// Shows «thinking» to the member who called.
pub(super) async fn defer(http: &Http, interaction: &CommandInteraction) {
    if let Err(error) = interaction.defer_ephemeral(http).await {
        tracing::warn!(command = interaction.data.name, %error, "a command could not be acknowledged");
    }
}

/// Shows one line to the member who called. `acknowledged` tells whether Discord has an answer already.
pub(super) async fn refuse(http: &Http, interaction: &CommandInteraction, acknowledged: bool, text: &str) {
    let result = if acknowledged {
        interaction.create_followup(http, Reply::text(text).into_follow_up()).await.map(|_| ())
    } else {
        let response = CreateInteractionResponse::Message(Reply::text(text).into_response());
        interaction.create_response(http, response).await
    };
    if let Err(error) = result {
        tracing::warn!(command = interaction.data.name, %error, "a member could not be told why a command failed");
    }
}
