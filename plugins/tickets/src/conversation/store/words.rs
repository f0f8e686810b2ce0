//! The search index: which words are in which messages.

use plugin_api::{
    Result, Tx,
    db::{Executor, Statement},
    serenity::GuildId,
    sql,
};

use crate::{
    conversation::search::MAX_WORDS,
    ticket::{
        Ticket,
        store::{
            row::{Row, select},
            visibility::{Visibility, bind_visibility, hidden, visible},
        },
    },
};

/// How many words one statement inserts.
const BATCH: usize = 8;

/// Adds words of a message to the index; `message` 0 is the text that the ticket was opened with.
pub async fn insert(
    tx: &mut Tx,
    (guild, ticket, message): (GuildId, i64, u64),
    user: u64,
    words: &[String],
) -> Result<()> {
    for batch in words.chunks(BATCH) {
        let statement = sql("INSERT INTO ticket_words (guild_id, ticket_id, message_id, user_id, word) VALUES ($1, $2, $3, $4, $5), \
             ($1, $2, $3, $4, $6), ($1, $2, $3, $4, $7), ($1, $2, $3, $4, $8), ($1, $2, $3, $4, $9), ($1, $2, $3, $4, $10), \
             ($1, $2, $3, $4, $11), ($1, $2, $3, $4, $12) ON CONFLICT DO NOTHING")
        .bind(guild)
        .bind(ticket)
        .bind(message.cast_signed())
        .bind(user.cast_signed());
        // The last word fills the remaining placeholders.
        let words = batch.iter().chain(batch.last().into_iter().cycle()).take(BATCH);
        words.fold(statement, Statement::bind).execute(&mut *tx).await?;
    }
    Ok(())
}

/// Finds the visible tickets that have all of these words, the newest first.
pub async fn find_tickets(
    executor: impl Executor,
    guild: GuildId,
    visibility: &Visibility,
    words: &[String],
    limit: u32,
) -> Result<Vec<Ticket>> {
    const WITH_WORDS: &str = select!(concat!(
        "WHERE guild_id = $1 AND id IN (SELECT ticket_id FROM ticket_words WHERE guild_id = $1 AND word IN ($4, $5, $6, $7, $8) ",
        "GROUP BY ticket_id HAVING COUNT(DISTINCT word) = $2) ",
        "AND ",
        visible!("$9", "$10", "$11", "$12"),
        " AND NOT ",
        hidden!("$13", "$14"),
        " ORDER BY id DESC LIMIT $3"
    ));
    let statement =
        sql(WITH_WORDS).bind(guild).bind(i64::try_from(words.len()).unwrap_or(i64::MAX)).bind(limit);
    let rows: Vec<Row> =
        bind_visibility(bind_words(statement, words), visibility).fetch_all(executor).await?;
    rows.into_iter().map(Row::ticket).collect()
}

/// Finds the message of a ticket with the most of these words, the oldest of several; 0 is the text that it was opened with.
pub async fn find_message(
    executor: impl Executor,
    guild: GuildId,
    ticket: i64,
    words: &[String],
) -> Result<Option<u64>> {
    let statement = sql("SELECT message_id FROM ticket_words WHERE guild_id = $1 AND ticket_id = $2 \
         AND word IN ($3, $4, $5, $6, $7) GROUP BY message_id ORDER BY COUNT(*) DESC, message_id LIMIT 1")
    .bind(guild)
    .bind(ticket);
    let found: Option<(i64,)> = bind_words(statement, words).fetch_optional(executor).await?;
    Ok(found.map(|(id,)| id.cast_unsigned()))
}

/// Binds the words; the last one fills the remaining placeholders.
fn bind_words(statement: Statement, words: &[String]) -> Statement {
    let padded = words.iter().chain(words.last().into_iter().cycle()).take(MAX_WORDS);
    padded.fold(statement, Statement::bind)
}
