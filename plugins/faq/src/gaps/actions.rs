//! What is done with questions that no entry answers.

use plugin_api::{
    Host, Result,
    serenity::{GuildId, UserId},
};

use super::{
    domain::{anonymise, question_key},
    store,
};
use crate::plugin::Faq;

/// Stores a question that no entry answers, for staff to see. Returns whether it is stored; a failure is logged only, since it does not
/// concern whoever asked.
pub(crate) async fn record(host: &Host, guild: GuildId, asker: UserId, question: &str) -> bool {
    try_record(host, guild, asker, question).await.unwrap_or_else(|error| {
        tracing::error!(%guild, %error, "an unanswered question could not be stored");
        false
    })
}

async fn try_record(host: &Host, guild: GuildId, asker: UserId, question: &str) -> Result<bool> {
    let (question, now) = (anonymise(question), host.clock().now());
    let key = question_key(&question);
    if key.is_empty() || !Faq::from_host(host)?.ask_limiter.try_acquire(guild, asker, now) {
        return Ok(false);
    }
    store::record(host.db(), guild, &key, &question, now).await?;
    Ok(true)
}
