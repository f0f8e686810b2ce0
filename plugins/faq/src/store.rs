//! All statements of the FAQ. Every one is scoped to a guild, but for the count at the start.

mod entries;
mod gaps;
mod history;
mod row;
mod suggestions;

use plugin_api::{Result, Tx, db::Run, serenity::GuildId, sql};

pub use entries::{
    Filter, Inserted, after, categories, categories_but, change, count, count_all, find_title, get, helped,
    insert, named, of_numbers, opened, page, published, remove, set_published,
};
pub use gaps::{Gap, count_gaps, forget, gap, gaps, keep, purge_gaps};
pub use history::{history, purge_history, revision, revisions};
pub use row::{EXPORT, EXPORT_REVISIONS, Named};
pub use suggestions::{Claim, Verdict, claim, judge, purge_suggestions, release};

/// How often the entries of a guild have changed.
///
/// # Errors
/// Where the database fails.
pub async fn version(on: impl Run, guild: GuildId) -> Result<i64> {
    let row: Option<(i64,)> =
        sql("SELECT version FROM faq_versions WHERE guild_id = $1").bind(guild).optional(on).await?;
    Ok(row.map_or(0, |(version,)| version))
}

/// Counts a change, after it was made: who changes another entry waits here until this one is committed.
async fn moved(tx: &mut Tx, guild: GuildId) -> Result<()> {
    sql("INSERT INTO faq_versions (guild_id, version) VALUES ($1, 1) \
         ON CONFLICT (guild_id) DO UPDATE SET version = faq_versions.version + 1")
    .bind(guild)
    .run(tx)
    .await?;
    Ok(())
}
