//! The errors of plugins, and what members see of them.

use serenity::http::{ErrorResponse, HttpError};

use crate::{
    discord_code::DiscordCode,
    locale::{Locale, OWN},
    missing_permission::MissingPermission,
};

/// The result of what a plugin does.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why something was not done. The edge where it happened converts it to a sentence for the member.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A sentence in the member's language that names the thing and the remedy. Shown as it is, never logged.
    #[error("refused: {0}")]
    User(String),
    /// A member or the bot lacks a permission. Shown with the permission's name.
    #[error(transparent)]
    MissingPermission(#[from] MissingPermission),
    /// The database failed. The member sees a reference; the log has the cause.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// Discord refused or failed. The member sees a reference; the log has the cause.
    #[error("Discord: {0}")]
    Discord(Box<serenity::Error>),
    /// Anything else. The member sees a reference; the log has the cause.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

impl Error {
    /// A refusal that the member reads.
    pub fn user(sentence: impl Into<String>) -> Self {
        Self::User(sentence.into())
    }

    /// A member used in a direct message what works in a guild only.
    pub fn guild_only(locale: &Locale) -> Self {
        Self::User(OWN.text(locale, "error-guild-only"))
    }

    /// The custom id of a button or form is old, truncated or forged.
    pub fn outdated_component(locale: &Locale) -> Self {
        Self::User(OWN.text(locale, "error-outdated-component"))
    }

    /// Whether the member can do something about it; it is not logged then.
    pub const fn is_refusal(&self) -> bool {
        matches!(self, Self::User(_) | Self::MissingPermission(_))
    }

    /// The one line that a member sees. `reference` leads an operator from it to the cause in the log.
    pub fn for_member(&self, locale: &Locale, reference: &str) -> String {
        match self {
            Self::User(sentence) => sentence.clone(),
            Self::MissingPermission(missing) => missing.for_member(locale),
            Self::Database(_) | Self::Discord(_) | Self::Internal(_) => {
                OWN.text_with(locale, "error-internal", &[("reference", reference.into())])
            }
        }
    }

    /// Discord's JSON error code, if this is a refusal of Discord's.
    pub fn discord_code(&self) -> Option<DiscordCode> {
        self.discord_refusal().map(|response| response.error.code.into())
    }

    /// The HTTP status of Discord's answer, if it was a refusal.
    pub fn discord_status(&self) -> Option<u16> {
        self.discord_refusal().map(|response| response.status_code.as_u16())
    }

    /// Whether trying again may help: a fault of Discord's (5xx), of the network on the way there, or too many requests (429, which
    /// serenity waits out by itself unless something stands between it and Discord).
    pub fn is_transient(&self) -> bool {
        let lost = matches!(self, Self::Discord(error) if matches!(**error, serenity::Error::Http(HttpError::Request(_))));
        lost || self.discord_status().is_some_and(|status| matches!(status, 429 | 500..600))
    }

    fn discord_refusal(&self) -> Option<&ErrorResponse> {
        match self {
            Self::Discord(error) => match error.as_ref() {
                serenity::Error::Http(HttpError::UnsuccessfulRequest(response)) => Some(response),
                _ => None,
            },
            _ => None,
        }
    }
}

impl From<serenity::Error> for Error {
    fn from(error: serenity::Error) -> Self {
        Self::Discord(Box::new(error))
    }
}

/// A short random reference that leads from what a member saw to the cause in the log: 8 characters without look-alikes.
pub fn new_reference() -> String {
    const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
    (0..8).map(|_| char::from(LETTERS[rand::random_range(0..LETTERS.len())])).collect()
}
