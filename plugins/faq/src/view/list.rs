//! Lists of entries.

use plugin_api::{
    Locale, Result,
    serenity::CreateActionRow,
    ui::{self, Reply, Tone, embed::truncate, paginate::Page, select},
};

use crate::{
    domain::{CategoryFilter, Entry},
    index_cache::Title,
    names::{LIST, OPEN},
    texts::{text, text_with},
};

/// How much of a title a choice shows if it says that the entry is a draft, in characters: Discord takes 100 in all.
const DRAFT_TITLE_LIMIT: usize = 80;

/// One page of the entries, of one category or all.
pub(crate) fn list(locale: &Locale, filter: &CategoryFilter, entries: &[Entry], page: Page) -> Result<Reply> {
    let title = match filter.category() {
        Some(category) => {
            text_with(locale, "list-title-category", &[("category", ui::escape_markdown(category).into())])
        }
        None => text(locale, "list-title"),
    };
    let mut lines = Vec::new();
    let mut previous = "";
    for entry in entries {
        let category = entry.content.category.as_str();
        if filter.category().is_none() && category != previous {
            lines.push(format!("**{}**", ui::escape_markdown(category)));
            previous = category;
        }
        lines.push(line(locale, entry));
    }
    let lines = match filter.category() {
        _ if !lines.is_empty() => lines.join("\n"),
        Some(category) => {
            text_with(locale, "list-empty-category", &[("category", ui::escape_markdown(category).into())])
        }
        None => text(locale, "list-empty"),
    };
    let mut reply = Reply::new().embed(ui::embed(Tone::Neutral, &title, &lines));
    if !entries.is_empty() {
        reply = reply.row(open_select(locale, entries)?);
    }
    let row = page.row(locale, |index| LIST.id().with(filter).with(index))?;
    Ok(row.into_iter().fold(reply, Reply::row))
}

fn line(locale: &Locale, entry: &Entry) -> String {
    let mut line = format!("**#{}** {}", entry.id, ui::escape_markdown(&entry.content.title));
    if entry.views > 0 {
        line.push_str(&format!(" · {}", text_with(locale, "list-views", &[("count", entry.views.into())])));
    }
    if !entry.published {
        line.push_str(&format!(" · *{}*", text(locale, "status-draft")));
    }
    line
}

/// A select that opens one of some entries.
pub(super) fn open_select(locale: &Locale, entries: &[Entry]) -> Result<CreateActionRow> {
    let options = entries.iter().map(|entry| (entry.content.title.clone(), entry.id.to_string()));
    select(&OPEN.id(), &text(locale, "select-open"), options)
}

/// The name and value of an entry among the choices of an autocomplete.
pub(crate) fn title_choice(locale: &Locale, title: &Title) -> (String, String) {
    let mut name = format!("#{} {}", title.id, ui::strip_bidi(&title.title));
    if !title.published {
        name = format!("{} ({})", truncate(&name, DRAFT_TITLE_LIMIT), text(locale, "status-draft"));
    }
    (name, format!("#{}", title.id))
}
