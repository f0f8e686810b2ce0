//! The category whose entries are listed, as it is in a custom id.

use std::{convert::Infallible, fmt, str::FromStr};

/// Replaces the colon, which separates the parts of a custom id: a letter that looks like one.
const COLON: char = '\u{a789}';

/// The category whose entries are listed; empty for all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CategoryFilter(String);

impl CategoryFilter {
    /// Lists one category, or all of them.
    pub fn new(category: Option<String>) -> Self {
        Self(category.unwrap_or_default())
    }

    /// The category, unless all are listed.
    pub fn category(&self) -> Option<&str> {
        Some(self.0.as_str()).filter(|category| !category.is_empty())
    }
}

impl fmt::Display for CategoryFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.replace(':', COLON.encode_utf8(&mut [0; 4])))
    }
}

impl FromStr for CategoryFilter {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.replace(COLON, ":")))
    }
}

#[cfg(test)]
mod tests {
    use plugin_api::{CustomId, Locale};

    use super::*;
    use crate::{domain::entry::CATEGORY_LIMIT, names::LIST};

    #[test]
    fn the_longest_category_with_colons_fits_into_an_id_and_reads_back() {
        let filter = CategoryFilter::new(Some(":".repeat(CATEGORY_LIMIT)));
        let id = LIST.id().with(&filter).with(u32::MAX).build().expect("it fits");
        let read = CustomId::parse(&id).expect("it is one").args::<(CategoryFilter, u32)>(&Locale::default());
        assert_eq!(read.expect("it reads"), (filter, u32::MAX));
    }
}
