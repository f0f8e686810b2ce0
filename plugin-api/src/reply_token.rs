//! Answers to interactions that are changed afterwards.

use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serenity::all::{Builder as _, InteractionId};

use crate::{DiscordCode, Error, Host, Result, ui::Reply};

/// How long Discord lets an answer be changed
/// (<https://discord.com/developers/docs/interactions/receiving-and-responding#followup-messages>).
const LIFE: TimeDelta = TimeDelta::minutes(15);

/// What Discord says of an answer or a token that is gone.
const GONE: [DiscordCode; 4] = [
    DiscordCode::UnknownChannel,
    DiscordCode::UnknownMessage,
    DiscordCode::UnknownWebhook,
    DiscordCode::InvalidWebhookToken,
];

/// The token of an interaction that was answered, to be kept in a job's payload: the job can change the answer within 15 minutes. Whoever
/// has the token can write in the bot's name for as long, so it is not logged.
#[derive(Clone, Serialize, Deserialize)]
pub struct ReplyToken {
    token: String,
    until: DateTime<Utc>,
}

impl ReplyToken {
    pub(crate) fn new(interaction: InteractionId, token: &str) -> Self {
        Self { token: token.to_owned(), until: *interaction.created_at() + LIFE }
    }

    /// Until when the answer can be changed.
    #[must_use]
    pub const fn until(&self) -> DateTime<Utc> {
        self.until
    }

    /// Puts this in the place of the first answer; gives `false` where it is too late for that or the answer is gone.
    ///
    /// # Errors
    /// Where Discord fails; trying again may help.
    pub async fn answer(&self, host: &Host, reply: Reply) -> Result<bool> {
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
