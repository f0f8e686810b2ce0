//! Questions asked in channels.

use plugin_api::{
    DiscordCode, Error, Event, Result,
    chrono::TimeDelta,
    serenity::{FullEvent, Message},
};

use crate::{
    Faq,
    settings::FaqSettings,
    store::{self, Claim},
    view,
};

/// What is shorter is no question, in characters; what is longer is more than one.
const LENGTH: std::ops::RangeInclusive<usize> = 8..=500;

/// Answers a question in a channel that the settings name with the entry that surely fits, if there is one.
///
/// # Errors
/// Where the database or Discord fails.
pub async fn message(event: Event) -> Result<()> {
    let FullEvent::Message { new_message: message } = event.event.as_ref() else { return Ok(()) };
    let (host, guild) = (&event.host, event.guild);
    let settings = host.settings::<FaqSettings>(guild);
    if !settings.suggest_channels.contains(&message.channel_id) || !is_question(message) {
        return Ok(());
    }
    let index = Faq::of(host)?.shelves.published(host.db(), guild).await?;
    let Some(hit) = index.best(&message.content) else { return Ok(()) };
    let entry = store::get(host.db(), guild, hit.id).await?.filter(|entry| entry.published);
    let Some(entry) = entry else { return Ok(()) };
    let now = host.clock().now();
    let since = now - TimeDelta::seconds(settings.suggest_pause_seconds.into());
    let claim = Claim { channel: message.channel_id, message: message.id, entry: entry.id };
    // Before it is sent: a message that the gateway delivers twice is answered once.
    if !store::claim(host.db(), guild, claim, since, now).await? {
        return Ok(());
    }
    let answer = view::suggestion(&host.guild(guild).locale, &entry, message, message.author.id)?;
    match message.channel_id.send_message(host.http(), answer).await.map_err(Error::from) {
        Ok(_) => Ok(()),
        // 10003 Unknown Channel, 50001 Missing Access, 50013 Missing Permissions, 160002 no permission to read what is answered
        Err(error)
            if matches!(
                error.discord_code(),
                Some(
                    DiscordCode::UnknownChannel
                        | DiscordCode::MissingAccess
                        | DiscordCode::MissingPermissions
                        | DiscordCode::CannotReplyWithoutHistory
                )
            ) =>
        {
            tracing::warn!(%guild, channel = %message.channel_id, %error, "an entry could not be suggested");
            Ok(())
        }
        // What passes shall not silence the channel; what an admin has to mend above would be tried at every message.
        Err(error) => {
            store::release(host.db(), guild, claim, now).await?;
            Err(error)
        }
    }
}

/// What is said to somebody in particular is theirs to answer.
fn is_question(message: &Message) -> bool {
    !message.author.bot
        && message.message_reference.is_none()
        && message.webhook_id.is_none()
        && LENGTH.contains(&message.content.trim().chars().count())
}
