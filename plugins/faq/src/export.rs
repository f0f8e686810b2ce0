//! All entries as one table of comma-separated values, read and written a part at a time. Who wrote them is not in it.

use futures::{Stream, StreamExt, stream};
use plugin_api::{
    Error, Host, Result,
    serenity::GuildId,
    table::{self, Cell},
};

use crate::{domain::Entry, store};

/// The name of the file.
pub(crate) const FILE_NAME: &str = "faq.csv";

/// How many entries are read at once.
const PART_SIZE: u32 = 100;

const COLUMNS: [&str; 13] = [
    "id",
    "title",
    "text",
    "aliases",
    "keywords",
    "category",
    "published",
    "revision",
    "views",
    "helped",
    "not_helped",
    "created_at",
    "updated_at",
];

/// The table, part after part.
pub(crate) fn parts(host: Host, guild: GuildId) -> impl Stream<Item = Result<Vec<u8>>> + Send + 'static {
    let head = stream::once(async { table::rows([COLUMNS.map(Cell::value)]) });
    let rows = stream::try_unfold((host, 0), move |(host, after)| async move {
        let entries = store::fetch_after(host.db(), guild, after, true, PART_SIZE).await?;
        let Some(last) = entries.last().map(|entry| entry.id) else { return Ok(None) };
        Ok::<_, Error>(Some((table::rows(entries.iter().map(row))?, (host, last))))
    });
    head.chain(rows)
}

fn row(entry: &Entry) -> [Cell; COLUMNS.len()] {
    let content = &entry.content;
    [
        Cell::value(entry.id),
        Cell::text(&content.title),
        Cell::text(&content.text),
        Cell::text(&content.joined_aliases()),
        Cell::text(&content.joined_keywords()),
        Cell::text(&content.category),
        Cell::value(entry.published),
        Cell::value(entry.revision),
        Cell::value(entry.views),
        Cell::value(entry.helped),
        Cell::value(entry.not_helped),
        Cell::value(entry.created_at.to_rfc3339()),
        Cell::value(entry.updated_at.to_rfc3339()),
    ]
}
