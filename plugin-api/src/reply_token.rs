//! Editing the answer to an interaction later.

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serenity::all::{Builder as _, InteractionId};

use crate::{DiscordCode, Error, Host, Result, ui::Reply};

/// How long Discord lets the bot edit an answer
/// (<https://discord.com/developers/docs/interactions/receiving-and-responding#followup-messages>).
const LIFE: TimeDelta = TimeDelta::minutes(15);

/// The codes for an answer that was deleted and for a token that expired.
const GONE: [DiscordCode; 4] = [
    DiscordCode::UnknownChannel,
    DiscordCode::UnknownMessage,
    DiscordCode::UnknownWebhook,
    DiscordCode::InvalidWebhookToken,
];

/// The token of an interaction that was answered. A job that has it in its payload can edit the answer within 15 minutes. Whoever has the
/// token can write as the bot for as long, so it is never logged.
#[derive(Clone, Serialize, Deserialize)]
pub struct ReplyToken {
    token: String,
    until: DateTime<Utc>,
}

impl ReplyToken {
    pub(crate) fn new(interaction: InteractionId, token: &str) -> Self {
        Self { token: token.to_owned(), until: *interaction.created_at() + LIFE }
    }

    /// When the answer can no longer be edited.
    pub const fn until(&self) -> DateTime<Utc> {
        self.until
    }

    /// Replaces the first answer. Returns `false` if it is too late for that or the answer was deleted.
    pub async fn edit_answer(&self, host: &Host, reply: Reply) -> Result<bool> {
        if host.clock().now() >= self.until {
            return Ok(false);
        }
        match reply.into_edit().execute(host.http(), &self.token).await.map_err(Error::from) {
            Ok(_) => Ok(true),
            Err(error) if error.discord_code().is_some_and(|code| GONE.contains(&code)) => Ok(false),
            Err(error) => Err(error),
        }
    }
}

impl fmt::Debug for ReplyToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReplyToken").field("until", &self.until).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_kept_whole_but_not_shown() {
        let token = ReplyToken::new(InteractionId::new(1 << 40), "the-secret");
        assert!(!format!("{token:?}").contains("secret"));
        let kept: ReplyToken = serde_json::from_value(serde_json::json!(token)).expect("read back");
        assert_eq!((kept.token.as_str(), kept.until()), ("the-secret", token.until()));
    }
}
