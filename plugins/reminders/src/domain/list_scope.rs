//! Which list of reminders a member looks at.

use strum::{EnumIter, EnumString, IntoStaticStr};

/// A list that a member can open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, EnumString, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub(crate) enum ListScope {
    /// The member's own reminders.
    Mine,
    /// Those of the channel where the member acts.
    Channel,
    /// Those of the guild, for members with Manage Server.
    All,
}

impl ListScope {
    /// Its name in custom ids, options and the catalogues.
    pub(crate) fn as_str(self) -> &'static str {
        self.into()
    }
}
