//! What an admin may tune.

use std::collections::BTreeMap;

use plugin_api::{InvalidSetting, PluginId, Settings, serenity::RoleId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::names;

pub mod category;
mod check;
pub mod hours;

pub use category::{Category, Hours, Question, Target};
pub use category::{DESCRIPTION_LIMIT, LONGEST_ANSWER, LONGEST_LABEL, MOST_QUESTIONS};
pub use hours::{Week, WrongHours};

/// The settings of tickets in a guild.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TicketSettings {
    /// The roles that answer tickets of every category, by their ids. Where neither this nor a category's own list names one: the roles
    /// that may manage messages in the whole guild.
    #[schemars(schema_with = "plugin_api::settings::ids")]
    pub staff_roles: Vec<RoleId>,
    /// What tickets can be about, by a short key each. None: one category for everything.
    pub categories: BTreeMap<String, Category>,
    /// Whether a member is shown what the FAQ says before a ticket is opened.
    pub faq_first: bool,
    /// Whether a member is asked for a rating when a ticket is closed.
    pub ratings: bool,
    /// Whether a member is sent the transcript when a ticket is closed.
    pub transcript_to_member: bool,
    /// Whether what is said in tickets is kept, for transcripts, the search and summaries. Needs the Message Content Intent; without it
    /// only when somebody wrote is kept.
    pub keep_messages: bool,
    /// How many megabytes a file may have to be kept with the transcript; 0 keeps none.
    #[schemars(range(min = 0, max = 25))]
    pub attachment_megabytes: u32,
    /// For how many days a closed ticket's conversation is kept.
    #[schemars(range(min = 1, max = 3650))]
    pub retention_days: u32,
    /// After how many hours a closed ticket is archived.
    #[schemars(range(min = 0, max = 8760))]
    pub archive_after_hours: u32,
    /// After how many further hours its channel is deleted.
    #[schemars(range(min = 0, max = 8760))]
    pub delete_after_hours: u32,
    /// How many hours a member has to answer whether a ticket may be closed, before it is.
    #[schemars(range(min = 1, max = 720))]
    pub close_request_hours: u32,
    /// At how many percent of a target's time staff are warned.
    #[schemars(range(min = 1, max = 99))]
    pub sla_warning_percent: u32,
    /// How many closed tickets that are alike make a proposal for the FAQ; 0 makes none.
    #[schemars(range(min = 0, max = 50))]
    pub topic_tickets: u32,
    /// Within how many days.
    #[schemars(range(min = 1, max = 90))]
    pub topic_days: u32,
}

impl Default for TicketSettings {
    fn default() -> Self {
        Self {
            staff_roles: Vec::new(),
            categories: BTreeMap::new(),
            faq_first: true,
            ratings: true,
            transcript_to_member: true,
            keep_messages: true,
            attachment_megabytes: 8,
            retention_days: 365,
            archive_after_hours: 24,
            delete_after_hours: 24,
            close_request_hours: 24,
            sla_warning_percent: 80,
            topic_tickets: 3,
            topic_days: 7,
        }
    }
}

impl Settings for TicketSettings {
    const PLUGIN: PluginId = names::ID;

    fn check(&self) -> Result<(), InvalidSetting> {
        check::check(self)
    }
}

impl TicketSettings {
    /// The category of this key; the one for everything where there are none. `None` where it was taken out of the settings.
    #[must_use]
    pub fn category(&self, key: &str) -> Option<std::borrow::Cow<'_, Category>> {
        use std::borrow::Cow;
        if self.categories.is_empty() {
            return (key == ONLY).then(|| Cow::Owned(Category::default()));
        }
        self.categories.get(key).map(Cow::Borrowed)
    }

    /// Whether claiming a ticket of a category hides it from the rest of its staff.
    #[must_use]
    pub fn hides(&self, category: &str) -> bool {
        self.category(category).is_some_and(|category| category.claim_hides)
    }

    /// The keys of all categories.
    #[must_use]
    pub fn keys(&self) -> Vec<&str> {
        if self.categories.is_empty() {
            vec![ONLY]
        } else {
            self.categories.keys().map(String::as_str).collect()
        }
    }

    /// The roles that answer a category; `usual` where the settings name none.
    #[must_use]
    pub fn staff_of(&self, category: &str, usual: &[RoleId]) -> Vec<RoleId> {
        let own =
            self.categories.get(category).map(|category| category.staff_roles.as_slice()).unwrap_or_default();
        let named: Vec<_> = self.staff_roles.iter().chain(own).copied().collect();
        if named.is_empty() { usual.to_vec() } else { named }
    }
}

/// The key of the category that there is where the settings name none.
pub const ONLY: &str = "support";
