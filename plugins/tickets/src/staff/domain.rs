//! What staff list, and what they are suggested.

use plugin_api::{CustomId, serenity::UserId};

use crate::{names, ticket::Status};

/// Stands in a custom id for any member, and for any category, whose keys are never that.
pub(crate) const ANYBODY: u64 = 0;

pub(crate) const ANY: &str = "*";

/// What is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// The word for a status; `live` and `all` stand for several.
    pub status: String,
    /// Who opened them.
    pub member: Option<UserId>,
    /// The key of their category.
    pub category: Option<String>,
}

impl Listing {
    pub(crate) fn statuses(&self) -> Vec<Status> {
        match self.status.as_str() {
            "live" => Status::ALL.iter().copied().filter(|status| status.is_live()).collect(),
            "all" => Status::ALL.to_vec(),
            word => word.parse().into_iter().collect(),
        }
    }

    /// The id of one of its pages.
    #[must_use]
    pub fn id(&self, page: u32) -> CustomId {
        names::actions::LIST
            .id()
            .with(&self.status)
            .with(self.member.map_or(ANYBODY, UserId::get))
            .with(self.category.as_deref().unwrap_or(ANY))
            .with(page)
    }
}

/// What may be answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestions {
    /// Each a headline, which may be empty, and a text.
    pub answers: Vec<(String, String)>,
    /// What staff should know of how they came about.
    pub note: Option<String>,
}
