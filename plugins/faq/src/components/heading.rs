//! The list of entries, under one heading or all.

use std::{convert::Infallible, fmt, str::FromStr};

use plugin_api::{Host, Press, Result, serenity::GuildId, ui::Reply};

use crate::{rights::Actor, settings::FaqSettings, store, view};

/// How many entries a page has.
const PAGE: u32 = 10;

/// Stands in a custom id for the colon, which separates its parts: a letter that looks like one.
const COLON: char = '\u{a789}';

/// The heading whose entries are listed; empty for all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading(String);

impl Heading {
    /// A heading, or all of them.
    #[must_use]
    pub fn of(category: Option<String>) -> Self {
        Self(category.unwrap_or_default())
    }

    /// The heading, if it is one.
    #[must_use]
    pub fn category(&self) -> Option<&str> {
        Some(self.0.as_str()).filter(|category| !category.is_empty())
    }

    /// Shows a page of the list.
    ///
    /// # Errors
    /// Where the database fails.
    pub async fn page(&self, host: &Host, guild: GuildId, actor: &Actor, page: u32) -> Result<Reply> {
        let settings = host.settings::<FaqSettings>(guild);
        let filter = store::Filter {
            drafts: actor.sees_drafts(&settings),
            category: self.category().map(str::to_owned),
        };
        let (entries, page) = store::page(host.db(), guild, &filter, page, PAGE).await?;
        view::list(&actor.reader, self, &entries, page)
    }
}

impl fmt::Display for Heading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.replace(':', COLON.encode_utf8(&mut [0; 4])))
    }
}

impl FromStr for Heading {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.replace(COLON, ":")))
    }
}

/// `list:<heading>:<page>`: turns the page.
pub(super) async fn list(press: Press) -> Result<()> {
    let (heading, page): (Heading, u32) = press.args()?;
    let actor = Actor::of_press(&press).in_guild(&press.host, press.guild).await?;
    press.update(heading.page(&press.host, press.guild, &actor, page).await?).await
}

#[cfg(test)]
mod tests {
    use plugin_api::{CustomId, Locale};

    use super::*;
    use crate::domain::entry::CATEGORY_LIMIT;

    #[test]
    fn the_longest_heading_with_colons_fits_into_an_id_and_reads_back() {
        let heading = Heading::of(Some(":".repeat(CATEGORY_LIMIT)));
        let id = CustomId::new(crate::ID, "list").with(&heading).with(u32::MAX).build().expect("it fits");
        let read = CustomId::parse(&id).expect("it is one").args::<(Heading, u32)>(&Locale::default());
        assert_eq!(read.expect("it reads"), (heading, u32::MAX));
    }
}
