//! Retention: deleting conversations that are older than the guild keeps them.

use plugin_api::{
    Db, Result,
    chrono::{DateTime, Utc},
    serenity::GuildId,
    sql,
};

/// Deletes a table's rows of archived tickets that were closed before an instant.
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

/// All places that hold texts of a conversation. The rows of tickets and ratings stay for the numbers, without texts,
/// and so does the history, which has none.
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

/// Deletes all texts of a guild's tickets that were closed before an instant: messages, notes, forms, reasons and comments.
/// Returns the number of affected rows.
pub async fn delete_conversations(
    executor: &Db,
    guild: GuildId,
    closed_before: DateTime<Utc>,
) -> Result<u64> {
    let mut rows = 0;
    for statement in CONVERSATION {
        rows += sql(statement).bind(guild).bind(closed_before).execute(executor).await?;
    }
    Ok(rows)
}
