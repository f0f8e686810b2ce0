//! What the routes take and return, as JSON.

use plugin_api::chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::domain::Entry;

/// An entry.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Entry)]
pub(super) struct EntryView {
    /// Its number in the guild.
    pub(super) id: i64,
    /// The question.
    pub(super) title: String,
    /// The answer, in Discord's Markdown.
    pub(super) text: String,
    /// Other wordings of the question.
    pub(super) aliases: Vec<String>,
    /// Other words by which it is found.
    pub(super) keywords: Vec<String>,
    /// Its category; empty for none.
    pub(super) category: String,
    /// Whether members see it; otherwise it is a draft.
    pub(super) published: bool,
    /// How often it was changed, starting with 1.
    pub(super) revision: i64,
    /// How often it was opened.
    pub(super) views: i64,
    /// How often a suggestion of it helped.
    pub(super) helped: i64,
    /// How often a suggestion of it did not help.
    pub(super) not_helped: i64,
    /// When it was added.
    pub(super) created_at: DateTime<Utc>,
    /// When it was last changed.
    pub(super) updated_at: DateTime<Utc>,
}

/// A page of entries.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Page {
    /// The entries, by number.
    pub(super) entries: Vec<EntryView>,
    /// What to give as `after` for the next page; null on the last.
    #[schema(required = true)]
    pub(super) next: Option<i64>,
}

/// What was found.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Found)]
pub(super) struct SearchResults {
    /// The entries, the best first; none if nothing fits.
    pub(super) found: Vec<FoundView>,
}

/// An entry that was found.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FoundView {
    /// Whether it surely answers the question.
    pub(super) strong: bool,
    /// The entry.
    pub(super) entry: EntryView,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ListQuery {
    /// How many, 1 to 100; 50 if it is left out.
    #[param(minimum = 1, maximum = 100, default = 50)]
    pub(super) limit: Option<u32>,
    /// Only those whose number is greater.
    pub(super) after: Option<i64>,
    /// Whether drafts are listed too.
    #[param(default = false)]
    pub(super) drafts: Option<bool>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct SearchQuery {
    /// The question, in the words of whoever asks it; at most 300 characters.
    #[param(max_length = 300)]
    pub(super) q: String,
    /// How many, 1 to 25; 5 if it is left out.
    #[param(minimum = 1, maximum = 25, default = 5)]
    pub(super) limit: Option<u32>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct EntryPath {
    /// The entry's number in the guild.
    pub(super) id: i64,
}

impl EntryView {
    /// Shows an entry, without who wrote it.
    pub(super) fn new(entry: &Entry) -> Self {
        let content = &entry.content;
        Self {
            id: entry.id,
            title: content.title.clone(),
            text: content.text.clone(),
            aliases: content.aliases.clone(),
            keywords: content.keywords.clone(),
            category: content.category.clone(),
            published: entry.published,
            revision: entry.revision,
            views: entry.views,
            helped: entry.helped,
            not_helped: entry.not_helped,
            created_at: entry.created_at,
            updated_at: entry.updated_at,
        }
    }
}
