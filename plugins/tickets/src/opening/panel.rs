//! The message with the buttons that open tickets.

use plugin_api::{
    DiscordCode, Error, Host, Result,
    serenity::{ChannelId, GuildId, MessageId, Nonce},
    ui,
};

use super::{store, view};
use crate::settings::TicketSettings;

/// Posts a channel's panel, or brings the one that is there up to date. Two who post at once get the same one: the nonce names the panel
/// that it takes the place of, or the channel where there was none, and Discord takes no second message with it.
pub async fn post(host: &Host, guild: GuildId, channel: ChannelId) -> Result<MessageId> {
    let settings = host.settings::<TicketSettings>(guild);
    let (embed, row) = view::panel(&host.guild(guild).locale, &settings)?;
    let before = store::panel(host.db(), guild, channel).await?;
    if let Some(message) = before {
        let edit = ui::edit().embed(embed.clone()).components(vec![row.clone()]);
        match channel.edit_message(host.http(), message, edit).await.map_err(Error::from) {
            Ok(_) => return Ok(message),
            // 10008 Unknown Message: somebody deleted it.
            Err(error) if error.discord_code() == Some(DiscordCode::UnknownMessage) => {}
            Err(error) => return Err(error),
        }
    }
    let nonce = format!("panel{}", before.map_or(channel.get(), MessageId::get));
    let message = ui::message().embed(embed).components(vec![row]);
    let message = message.nonce(Nonce::String(nonce)).enforce_nonce(true);
    let sent = channel.send_message(host.http(), message).await?.id;
    store::set_panel(host.db(), guild, channel, sent).await?;
    Ok(sent)
}
