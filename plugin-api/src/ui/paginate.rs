//! Lists in pages, whose buttons work after a restart because the page is in their ids.

use serenity::all::{ButtonStyle, CreateActionRow, CreateButton};

use crate::{CustomId, Locale, Result, locale::OWN};

/// One page of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its number, starting with 0.
    pub index: u32,
    /// The number of pages, at least 1.
    pub count: u32,
    /// The number of items on a page.
    pub size: u32,
}

impl Page {
    /// The wanted page of a list of this many items, or its last page if the list is shorter.
    pub fn new(wanted: u32, items: u64, size: u32) -> Self {
        let size = size.max(1);
        let count = u32::try_from(items.div_ceil(u64::from(size))).unwrap_or(u32::MAX).max(1);
        Self { index: wanted.min(count - 1), count, size }
    }

    /// The number of items before this page.
    pub fn offset(self) -> i64 {
        i64::from(self.index) * i64::from(self.size)
    }

    /// The row with Previous, «Page 1 of 3» and Next; `None` if there is only one page. `id` makes a button's custom id from a page's index.
    pub fn row(self, locale: &Locale, id: impl Fn(u32) -> CustomId) -> Result<Option<CreateActionRow>> {
        if self.count == 1 {
            return Ok(None);
        }
        let button = |index: u32, text: String| -> Result<CreateButton> {
            Ok(CreateButton::new(id(index).build()?).style(ButtonStyle::Secondary).label(text))
        };
        let (page, pages) = (i64::from(self.index) + 1, i64::from(self.count));
        let here = OWN.text_with(locale, "page-of", &[("page", page.into()), ("pages", pages.into())]);
        Ok(Some(CreateActionRow::Buttons(vec![
            // `count` and `count + 1` are no pages: they only keep the three ids of the row distinct.
            button(self.index.checked_sub(1).unwrap_or(self.count), OWN.text(locale, "page-previous"))?
                .disabled(self.index == 0),
            button(self.index, here)?.disabled(true),
            button(
                if self.index + 1 < self.count { self.index + 1 } else { self.count + 1 },
                OWN.text(locale, "page-next"),
            )?
            .disabled(self.index + 1 >= self.count),
        ])))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_past_the_end_becomes_the_last_one() {
        assert_eq!(Page::new(9, 21, 10), Page { index: 2, count: 3, size: 10 });
        assert_eq!(Page::new(9, 0, 10), Page { index: 0, count: 1, size: 10 });
        assert_eq!(Page::new(2, 21, 10).offset(), 20);
    }
}
