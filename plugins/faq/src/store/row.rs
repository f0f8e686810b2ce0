//! Rows of `faq_entries`.

use chrono::{DateTime, Utc};
use plugin_api::{
    Result,
    serenity::{GuildId, UserId},
};

use crate::domain::{Content, Entry, entry::parse_list};

/// The columns of [`EntryRow`], so that a column added later does not change what is read.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT guild_id, id, revision, title, summary, keywords, aliases, category, published, views, helped, ",
            "not_helped, created_by, created_at, updated_at FROM faq_entries ",
            $rest
        )
    };
}

pub(super) use select;

/// An entry as it is stored.
#[derive(sqlx::FromRow)]
pub(super) struct EntryRow {
    guild_id: i64,
    id: i64,
    revision: i64,
    title: String,
    summary: String,
    keywords: String,
    aliases: String,
    category: String,
    published: bool,
    views: i64,
    helped: i64,
    not_helped: i64,
    created_by: i64,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl EntryRow {
    pub(super) fn read(self) -> Result<Entry> {
        let guild = u64::try_from(self.guild_id).ok().filter(|id| *id != 0);
        let guild = guild.ok_or_else(|| anyhow::anyhow!("an entry has an unreadable guild_id"))?;
        Ok(Entry {
            guild: GuildId::new(guild),
            id: self.id,
            revision: self.revision,
            content: content(self.title, self.summary, &self.aliases, &self.keywords, self.category),
            published: self.published,
            views: self.views,
            helped: self.helped,
            not_helped: self.not_helped,
            created_by: user(self.created_by),
            created_at: self.created_at,
            updated_at: self.updated_at,
        })
    }
}

pub(super) fn read_all(rows: Vec<EntryRow>) -> Result<Vec<Entry>> {
    rows.into_iter().map(EntryRow::read).collect()
}

/// The names of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryNames {
    /// Its number.
    pub id: i64,
    /// Its title.
    pub title: String,
    /// Other wordings of it.
    pub aliases: Vec<String>,
    /// Other words by which it is found.
    pub keywords: Vec<String>,
    /// Whether members see it.
    pub published: bool,
}

/// The names of an entry as they are stored.
#[derive(sqlx::FromRow)]
pub(super) struct EntryNamesRow {
    id: i64,
    title: String,
    keywords: String,
    aliases: String,
    published: bool,
}

impl EntryNamesRow {
    pub(super) fn read(self) -> EntryNames {
        let Self { id, title, keywords, aliases, published } = self;
        EntryNames {
            id,
            title,
            aliases: parse_aliases(&aliases),
            keywords: parse_keywords(&keywords),
            published,
        }
    }
}

pub(crate) fn content(
    title: String,
    text: String,
    aliases: &str,
    keywords: &str,
    category: String,
) -> Content {
    Content { title, text, aliases: parse_aliases(aliases), keywords: parse_keywords(keywords), category }
}

fn parse_aliases(stored: &str) -> Vec<String> {
    parse_list(stored, &['\n', ';'])
}

fn parse_keywords(stored: &str) -> Vec<String> {
    parse_list(stored, &['\n', ';', ','])
}

/// 0 if the user's data was erased.
pub(crate) fn user(id: i64) -> Option<UserId> {
    Some(id.cast_unsigned()).filter(|id| *id != 0).map(UserId::new)
}
