//! Questions that are asked in channels.

use plugin_api::{
    DiscordCode, Error, Event, Host, Result,
    chrono::TimeDelta,
    serenity::{FullEvent, GuildId, Message},
};

use super::{
    store::{self, Claim},
    view,
};
use crate::{domain::Entry, plugin::Faq, settings::FaqSettings, store as entries};

/// The length of a question, in characters: a shorter message is no question, and a longer one is more than one.
const QUESTION_LENGTH: std::ops::RangeInclusive<usize> = 8..=500;

/// Answers a question in a channel that the settings name with the entry that surely fits, if there is one.
pub(crate) async fn suggest_entry(event: Event) -> Result<()> {
    let FullEvent::Message { new_message: message } = event.event.as_ref() else { return Ok(()) };
    let (host, guild) = (&event.host, event.guild);
    let settings = host.settings::<FaqSettings>(guild);
    if !settings.suggest_channels.contains(&message.channel_id) || !is_question(message) {
        return Ok(());
    }
    let Some(entry) = find_answer(host, guild, &message.content).await? else { return Ok(()) };
    let now = host.clock().now();
    let pause_start = now - TimeDelta::seconds(settings.suggest_pause_seconds.into());
    let claim = Claim { channel: message.channel_id, message: message.id, entry: entry.id };
    if !store::claim(host.db(), guild, claim, pause_start, now).await? {
        return Ok(());
    }
    let answer = view::suggestion(&host.guild(guild).locale, &entry, message, message.author.id)?;
    match message.channel_id.send_message(host.http(), answer).await.map_err(Error::from) {
        Ok(_) => Ok(()),
        // An admin has to change permissions. The pause stays, or this would be tried at every message.
        Err(error) if is_lasting(&error) => {
            tracing::warn!(%guild, channel = %message.channel_id, %error, "an entry could not be suggested");
            Ok(())
        }
        // A passing failure must not silence the channel.
        Err(error) => {
            store::release(host.db(), guild, claim, now).await?;
            Err(error)
        }
    }
}

async fn find_answer(host: &Host, guild: GuildId, question: &str) -> Result<Option<Entry>> {
    let index = Faq::from_host(host)?.index_cache.published(host.db(), guild).await?;
    let Some(hit) = index.best(question) else { return Ok(None) };
    Ok(entries::get(host.db(), guild, hit.id).await?.filter(|entry| entry.published))
}

/// A reply to a message is meant for its author, not for the bot.
fn is_question(message: &Message) -> bool {
    !message.author.bot
        && message.message_reference.is_none()
        && message.webhook_id.is_none()
        && QUESTION_LENGTH.contains(&message.content.trim().chars().count())
}

fn is_lasting(error: &Error) -> bool {
    matches!(
        error.discord_code(),
        Some(
            DiscordCode::UnknownChannel
                | DiscordCode::MissingAccess
                | DiscordCode::MissingPermissions
                | DiscordCode::CannotReplyWithoutHistory
        )
    )
}
