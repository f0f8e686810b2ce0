//! The stored files of messages.

use plugin_api::{Result, Tx, db::Executor, serenity::GuildId, sql};

use crate::{
    conversation::domain::{File, FileState},
    ticket::Ticket,
};

#[derive(sqlx::FromRow)]
struct Row {
    attachment_id: i64,
    message_id: i64,
    user_id: i64,
    name: String,
    content_type: String,
    size: i64,
    url: String,
    state: String,
}

impl Row {
    fn file(self) -> File {
        File {
            id: self.attachment_id.cast_unsigned(),
            message: self.message_id.cast_unsigned(),
            user: self.user_id.cast_unsigned(),
            name: self.name,
            content_type: self.content_type,
            size: self.size,
            url: self.url,
            state: self.state.parse().unwrap_or(FileState::Failed),
        }
    }
}

/// The columns of [`Row`].
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT attachment_id, message_id, user_id, name, content_type, size, url, state FROM ticket_attachments ",
            "WHERE guild_id = $1 AND ticket_id = $2 ",
            $rest
        )
    };
}

/// Inserts a file of a message; returns `false` if it is stored already.
pub async fn insert(tx: &mut Tx, ticket: &Ticket, file: &File) -> Result<bool> {
    let inserted = sql("INSERT INTO ticket_attachments (guild_id, ticket_id, attachment_id, message_id, user_id, name, content_type, size, \
         url, state) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING")
    .bind(ticket.guild)
    .bind(ticket.id)
    .bind(file.id.cast_signed())
    .bind(file.message.cast_signed())
    .bind(file.user.cast_signed())
    .bind(&file.name)
    .bind(&file.content_type)
    .bind(file.size)
    .bind(&file.url)
    .bind(file.state.as_str())
    .execute(tx)
    .await?;
    Ok(inserted == 1)
}

/// A file of a ticket.
pub async fn fetch(executor: impl Executor, guild: GuildId, ticket: i64, id: u64) -> Result<Option<File>> {
    let row: Option<Row> = sql(select!("AND attachment_id = $3"))
        .bind(guild)
        .bind(ticket)
        .bind(id.cast_signed())
        .fetch_optional(executor)
        .await?;
    Ok(row.map(Row::file))
}

/// Fetches the files of the messages in a range, in order.
pub async fn fetch_between(
    executor: impl Executor,
    guild: GuildId,
    ticket: i64,
    (first, last): (u64, u64),
) -> Result<Vec<File>> {
    let rows: Vec<Row> =
        sql(select!("AND message_id >= $3 AND message_id <= $4 ORDER BY message_id, attachment_id"))
            .bind(guild)
            .bind(ticket)
            .bind(first.cast_signed())
            .bind(last.cast_signed())
            .fetch_all(executor)
            .await?;
    Ok(rows.into_iter().map(Row::file).collect())
}

/// Fetches some of a ticket's files that are still to be downloaded.
pub async fn fetch_pending(
    executor: impl Executor,
    guild: GuildId,
    ticket: i64,
    limit: u32,
) -> Result<Vec<File>> {
    let rows: Vec<Row> = sql(select!("AND state = 'pending' ORDER BY attachment_id LIMIT $3"))
        .bind(guild)
        .bind(ticket)
        .bind(limit)
        .fetch_all(executor)
        .await?;
    Ok(rows.into_iter().map(Row::file).collect())
}

/// The size of a ticket's files that are stored or pending, in bytes.
pub async fn total_size(executor: impl Executor, guild: GuildId, ticket: i64) -> Result<i64> {
    let (size,): (i64,) = sql("SELECT CAST(COALESCE(SUM(size), 0) AS BIGINT) FROM ticket_attachments \
         WHERE guild_id = $1 AND ticket_id = $2 AND state IN ('pending', 'stored')")
    .bind(guild)
    .bind(ticket)
    .fetch_one(executor)
    .await?;
    Ok(size)
}

/// Updates a pending file with its state, and its bytes if it was downloaded.
pub async fn update(
    executor: impl Executor,
    guild: GuildId,
    ticket: i64,
    file: &File,
    content: Option<Vec<u8>>,
) -> Result<()> {
    sql("UPDATE ticket_attachments SET state = $4, content = $5 \
         WHERE guild_id = $1 AND ticket_id = $2 AND attachment_id = $3 AND state = 'pending'")
    .bind(guild)
    .bind(ticket)
    .bind(file.id.cast_signed())
    .bind(file.state.as_str())
    .bind(content)
    .execute(executor)
    .await?;
    Ok(())
}

/// Fetches the bytes of a stored file.
pub async fn fetch_content(
    executor: impl Executor,
    guild: GuildId,
    ticket: i64,
    id: u64,
) -> Result<Option<Vec<u8>>> {
    let row: Option<(Option<Vec<u8>>,)> = sql("SELECT content FROM ticket_attachments \
         WHERE guild_id = $1 AND ticket_id = $2 AND attachment_id = $3 AND state = 'stored'")
    .bind(guild)
    .bind(ticket)
    .bind(id.cast_signed())
    .fetch_optional(executor)
    .await?;
    Ok(row.and_then(|(content,)| content))
}
