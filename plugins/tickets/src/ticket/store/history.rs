//! What timers have done already.

use plugin_api::{
    Result,
    chrono::{DateTime, Utc},
    db::Executor,
    serenity::GuildId,
    sql,
};

use crate::ticket::sla::Alert;

/// The word in the history for an alert to staff; the detail says which.
pub const ALERTED: &str = "sla";
/// The word in the history for a reminder to the member.
pub const REMINDED: &str = "remind";

/// Something that a timer did.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Done {
    kind: String,
    detail: String,
    created_at: DateTime<Utc>,
}

impl Done {
    /// Whether it is this alert.
    #[must_use]
    pub fn is_alert(&self, alert: Alert) -> bool {
        self.kind == ALERTED && self.detail.parse() == Ok(alert)
    }

    /// Whether it is a reminder to the member since an instant.
    #[must_use]
    pub fn is_reminder(&self, since: DateTime<Utc>) -> bool {
        self.kind == REMINDED && self.created_at >= since
    }
}

/// Fetches the events that the timers of a ticket caused.
pub async fn fetch_timer_events(executor: impl Executor, guild: GuildId, id: i64) -> Result<Vec<Done>> {
    let done = sql("SELECT kind, detail, created_at FROM ticket_events WHERE guild_id = $1 AND ticket_id = $2 AND kind IN ($3, $4)")
        .bind(guild)
        .bind(id)
        .bind(ALERTED)
        .bind(REMINDED)
        .fetch_all(executor)
        .await?;
    Ok(done)
}

/// Fetches the tickets whose timers depend on the settings of the guild.
pub async fn fetch_timed_tickets(executor: impl Executor, guild: GuildId) -> Result<Vec<i64>> {
    let ids: Vec<(i64,)> = sql("SELECT id FROM support_tickets WHERE guild_id = $1 \
         AND status IN ('open', 'claimed', 'waiting_for_user', 'escalated', 'closed') ORDER BY id")
    .bind(guild)
    .fetch_all(executor)
    .await?;
    Ok(ids.into_iter().map(|(id,)| id).collect())
}
