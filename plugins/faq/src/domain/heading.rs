//! The heading whose entries are listed, as it stands in a custom id.

use std::{convert::Infallible, fmt, str::FromStr};

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
