//! All entries as one table, read and written a part at a time.

use futures::{Stream, StreamExt, stream};
use plugin_api::{Error, Host, Result, serenity::GuildId};

use crate::{domain::table, store};

/// The name of the file.
pub const NAME: &str = "faq.csv";

/// How many entries are read at once.
const PART: u32 = 100;

/// The table, part after part.
pub fn parts(host: Host, guild: GuildId) -> impl Stream<Item = Result<Vec<u8>>> + Send + 'static {
    let head = stream::once(async { table::head() });
    let rows = stream::try_unfold((host, 0), move |(host, after)| async move {
        let entries = store::after(host.db(), guild, after, true, PART).await?;
        let Some(last) = entries.last().map(|entry| entry.id) else { return Ok(None) };
        Ok::<_, Error>(Some((table::rows(&entries)?, (host, last))))
    });
    head.chain(rows)
}
