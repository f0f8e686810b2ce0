//! Rows of `faq_entries` and `faq_revisions`, and how they are read.

use chrono::{DateTime, Utc};
use plugin_api::{
    Result,
    serenity::{GuildId, UserId},
};

use crate::domain::{Action, Draft, Entry, Revision, entry::list};

/// The columns that a person is given of the entries they added.
pub const EXPORT: &[&str] = &[
    "id",
    "title",
    "summary",
    "keywords",
    "aliases",
    "category",
    "published",
    "created_by",
    "created_at",
    "updated_at",
];

/// The columns that a person is given of the changes they made.
pub const EXPORT_REVISIONS: &[&str] = &[
    "entry_id",
    "revision",
    "action",
    "title",
    "summary",
    "keywords",
    "aliases",
    "category",
    "changed_by",
    "changed_at",
];

/// The columns of [`Row`], so that a column added later does not change what is read.
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

/// An entry as it is kept.
#[derive(sqlx::FromRow)]
pub(super) struct Row {
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

impl Row {
    /// Reads it.
    ///
    /// # Errors
    /// Where a column holds what this program never wrote there.
    pub(super) fn read(self) -> Result<Entry> {
        let guild = u64::try_from(self.guild_id).ok().filter(|id| *id != 0);
        let guild = guild.ok_or_else(|| anyhow::anyhow!("an entry has an unreadable guild_id"))?;
        Ok(Entry {
            guild: GuildId::new(guild),
            id: self.id,
            revision: self.revision,
            draft: draft(self.title, self.summary, &self.aliases, &self.keywords, self.category),
            published: self.published,
            views: self.views,
            helped: self.helped,
            not_helped: self.not_helped,
            created_by: person(self.created_by),
            created_at: self.created_at,
            updated_at: self.updated_at,
        })
    }
}

/// Reads several.
pub(super) fn read_all(rows: Vec<Row>) -> Result<Vec<Entry>> {
    rows.into_iter().map(Row::read).collect()
}

/// What an entry is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Its number.
    pub id: i64,
    /// Its title.
    pub title: String,
    /// Other wordings of it.
    pub aliases: Vec<String>,
    /// Words by which it is found too.
    pub keywords: Vec<String>,
    /// Whether members see it.
    pub published: bool,
}

/// The same as it is kept.
#[derive(sqlx::FromRow)]
pub(super) struct NamedRow {
    id: i64,
    title: String,
    keywords: String,
    aliases: String,
    published: bool,
}

impl NamedRow {
    /// Reads it.
    pub(super) fn read(self) -> Named {
        let Self { id, title, keywords, aliases, published } = self;
        Named { id, title, aliases: aliases_of(&aliases), keywords: keywords_of(&keywords), published }
    }
}

/// A change as it is kept.
#[derive(sqlx::FromRow)]
pub(super) struct RevisionRow {
    revision: i64,
    action: String,
    title: String,
    summary: String,
    keywords: String,
    aliases: String,
    category: String,
    changed_by: i64,
    changed_at: DateTime<Utc>,
}

impl RevisionRow {
    /// Reads it.
    ///
    /// # Errors
    /// Where a column holds what this program never wrote there.
    pub(super) fn read(self) -> Result<Revision> {
        let odd = || anyhow::anyhow!("a revision has the unreadable action '{}'", self.action);
        Ok(Revision {
            revision: self.revision,
            action: Action::of(&self.action).ok_or_else(odd)?,
            draft: draft(self.title, self.summary, &self.aliases, &self.keywords, self.category),
            changed_by: person(self.changed_by),
            changed_at: self.changed_at,
        })
    }
}

fn draft(title: String, text: String, aliases: &str, keywords: &str, category: String) -> Draft {
    Draft { title, text, aliases: aliases_of(aliases), keywords: keywords_of(keywords), category }
}

fn aliases_of(kept: &str) -> Vec<String> {
    list(kept, &['\n', ';'])
}

fn keywords_of(kept: &str) -> Vec<String> {
    list(kept, &['\n', ';', ','])
}

/// 0 stands for somebody who was forgotten.
fn person(id: i64) -> Option<UserId> {
    Some(id.cast_unsigned()).filter(|id| *id != 0).map(UserId::new)
}
