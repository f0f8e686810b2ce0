//! Removing what is kept no longer.

use plugin_api::{
    Db, Result,
    chrono::{DateTime, Utc},
    serenity::GuildId,
    sql,
};

/// What removes the rows of a table that belong to tickets which were archived, and closed before an instant.
macro_rules! of_old_tickets {
    ($table:literal) => {
        concat!(
            "DELETE FROM ",
            $table,
            " WHERE guild_id = $1 AND ticket_id IN \
             (SELECT id FROM support_tickets WHERE guild_id = $1 AND status = 'archived' AND closed_at < $2)"
        )
    };
}

/// What a conversation is kept in. The rows of tickets and of their ratings stay without a word, for the numbers,
/// and so does their history, which holds none.
const CONVERSATION: [&str; 9] = [
    of_old_tickets!("ticket_words"),
    of_old_tickets!("ticket_edits"),
    of_old_tickets!("ticket_attachments"),
    of_old_tickets!("ticket_messages"),
    of_old_tickets!("ticket_notes"),
    of_old_tickets!("ticket_summaries"),
    "UPDATE ticket_ratings SET comment = '' WHERE guild_id = $1 AND comment <> '' AND ticket_id IN \
     (SELECT id FROM support_tickets WHERE guild_id = $1 AND status = 'archived' AND closed_at < $2)",
    "UPDATE support_tickets SET username = '', description = '', answers = '[]', folded = '', close_reason = '' \
     WHERE guild_id = $1 AND status = 'archived' AND closed_at < $2 \
     AND (username <> '' OR description <> '' OR answers <> '[]' OR folded <> '' OR close_reason <> '')",
    "UPDATE ticket_topics SET user_id = 0, title = '', text = '', note = '' \
     WHERE guild_id = $1 AND status <> 'open' AND created_at < $2 AND title <> ''",
];

/// Removes what was said in tickets of a guild that were closed before an instant, what they were opened with and by whom, but for the
/// number, why they were closed, and what members wrote with their ratings.
/// Gives how many rows that concerned.
///
/// # Errors
/// Where the database fails.
pub async fn conversations(on: &Db, guild: GuildId, closed_before: DateTime<Utc>) -> Result<u64> {
    let mut rows = 0;
    for statement in CONVERSATION {
        rows += sql(statement).bind(guild).bind(closed_before).execute(on).await?;
    }
    Ok(rows)
}
