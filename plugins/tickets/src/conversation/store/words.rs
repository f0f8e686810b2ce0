//! Which words are in which tickets, for the search.

use plugin_api::{
    Result, Tx,
    db::{Executor, Statement},
    serenity::GuildId,
    sql,
};

use crate::{
    conversation::search::WORDS,
    ticket::{
        Ticket,
        store::{
            row::{Row, select},
            visibility::{Visibility, bind_visibility, hidden, listed, visible},
        },
    },
};

/// How many words one statement keeps.
const BATCH: usize = 8;

/// Keeps the words of a message beside those that it had; `message` 0 is what the ticket was opened with.
///
/// # Errors
/// Where the database fails.
pub async fn keep(
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
        // The last word stands in the places that are left.
        let words = batch.iter().chain(batch.last().into_iter().cycle()).take(BATCH);
        words.fold(statement, Statement::bind).execute(&mut *tx).await?;
    }
    Ok(())
}

/// The tickets that somebody may read in which all of these words are, the newest first.
///
/// # Errors
/// Where the database fails.
pub async fn tickets(
    on: impl Executor,
    guild: GuildId,
    visibility: &Visibility,
    words: &[String],
    most: u32,
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
        sql(WITH_WORDS).bind(guild).bind(i64::try_from(words.len()).unwrap_or(i64::MAX)).bind(most);
    let rows: Vec<Row> = bind_visibility(bind(statement, words), visibility).fetch_all(on).await?;
    rows.into_iter().map(Row::ticket).collect()
}

/// The message of a ticket that has most of these words, the oldest of several; 0 is what it was opened with.
///
/// # Errors
/// Where the database fails.
pub async fn message(
    on: impl Executor,
    guild: GuildId,
    ticket: i64,
    words: &[String],
) -> Result<Option<u64>> {
    let statement = sql("SELECT message_id FROM ticket_words WHERE guild_id = $1 AND ticket_id = $2 \
         AND word IN ($3, $4, $5, $6, $7) GROUP BY message_id ORDER BY COUNT(*) DESC, message_id LIMIT 1")
    .bind(guild)
    .bind(ticket);
    let found: Option<(i64,)> = bind(statement, words).fetch_optional(on).await?;
    Ok(found.map(|(id,)| id.cast_unsigned()))
}

/// Binds the words that are looked for; the last one stands in the places that are left.
fn bind(statement: Statement, words: &[String]) -> Statement {
    let padded = words.iter().chain(words.last().into_iter().cycle()).take(WORDS);
    padded.fold(statement, Statement::bind)
}
