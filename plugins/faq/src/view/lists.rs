//! Lists: of entries, of an entry's changes, of questions without an answer.

use plugin_api::{
    CustomId, Locale, Result,
    serenity::{AutocompleteChoice, ButtonStyle, CreateActionRow, CreateButton},
    ui::{self, Reply, Tone, embed::cut, paginate::Page, select, stamp},
};

use super::whom;
use super::{text, text_with};
use crate::{
    ID,
    domain::{Entry, Heading, Revision},
    shelves::Short,
    store::Gap,
};

/// Discord's limit on the name of an autocomplete choice, in characters.
const CHOICE_LIMIT: usize = 100;

/// How much of a question stands in a list of ten: escaped, all of them have to fit into an embed.
const GAP_LIMIT: usize = 120;

/// One page of the entries, under one heading or all.
///
/// # Errors
/// Where a custom id can't be built.
pub fn list(locale: &Locale, heading: &Heading, entries: &[Entry], page: Page) -> Result<Reply> {
    let title = match heading.category() {
        Some(category) => {
            text_with(locale, "list-title-category", &[("category", ui::plain(category).into())])
        }
        None => text(locale, "list-title"),
    };
    let mut lines = Vec::new();
    let mut under = "";
    for entry in entries {
        let category = entry.draft.category.as_str();
        if heading.category().is_none() && category != under {
            lines.push(format!("**{}**", ui::plain(category)));
            under = category;
        }
        lines.push(line(locale, entry));
    }
    let lines = match heading.category() {
        _ if !lines.is_empty() => lines.join("\n"),
        Some(category) => {
            text_with(locale, "list-empty-category", &[("category", ui::plain(category).into())])
        }
        None => text(locale, "list-empty"),
    };
    let mut reply = Reply::new().embed(ui::embed(Tone::Neutral, &title, &lines));
    if !entries.is_empty() {
        reply = reply.row(open(locale, entries)?);
    }
    let row = page.row(locale, |index| CustomId::new(ID, "list").with(heading).with(index))?;
    Ok(row.into_iter().fold(reply, Reply::row))
}

fn line(locale: &Locale, entry: &Entry) -> String {
    let mut line = format!("**#{}** {}", entry.id, ui::plain(&entry.draft.title));
    if entry.views > 0 {
        line.push_str(&format!(" · {}", text_with(locale, "list-views", &[("count", entry.views.into())])));
    }
    if !entry.published {
        line.push_str(&format!(" · *{}*", text(locale, "status-draft")));
    }
    line
}

/// A select that opens one of some entries.
///
/// # Errors
/// Where a custom id can't be built.
pub(super) fn open(locale: &Locale, entries: &[Entry]) -> Result<CreateActionRow> {
    let options = entries.iter().map(|entry| (entry.draft.title.clone(), entry.id.to_string()));
    select(&CustomId::new(ID, "open"), &text(locale, "select-open"), options)
}

/// One page of an entry's changes.
///
/// # Errors
/// Where a custom id can't be built.
pub fn history(locale: &Locale, entry: &Entry, revisions: &[Revision], page: Page) -> Result<Reply> {
    let title = text_with(locale, "history-title", &[("id", entry.id.to_string().into())]);
    let line = |revision: &Revision| {
        let args = [
            ("revision", revision.revision.to_string().into()),
            ("when", stamp(revision.changed_at, 'f').into()),
            ("who", whom(revision.changed_by, locale).into()),
            ("what", text(locale, &format!("action-{}", revision.action.as_str())).into()),
            ("title", ui::plain(&revision.draft.title).into()),
        ];
        text_with(locale, "history-line", &args)
    };
    let lines = revisions.iter().map(line).collect::<Vec<_>>().join("\n");
    let mut reply = Reply::new().embed(ui::embed(Tone::Neutral, &title, &lines));
    if !revisions.is_empty() {
        let named = |revision: &Revision| {
            let number = revision.revision.to_string();
            (text_with(locale, "history-choice", &[("revision", number.clone().into())]), number)
        };
        let id = CustomId::new(ID, "revision").with(entry.id);
        reply = reply.row(select(&id, &text(locale, "select-revision"), revisions.iter().map(named))?);
    }
    let row = page.row(locale, |index| CustomId::new(ID, "history").with(entry.id).with(index))?;
    Ok(row.into_iter().fold(reply, Reply::row))
}

/// One page of the questions that nothing answers.
///
/// # Errors
/// Where a custom id can't be built.
pub fn gaps(locale: &Locale, gaps: &[Gap], page: Page) -> Result<Reply> {
    let line = |gap: &Gap| {
        let args = [
            ("question", ui::plain(&cut(&gap.question, GAP_LIMIT)).into()),
            ("count", gap.asked.into()),
            ("when", stamp(gap.last_at, 'R').into()),
        ];
        text_with(locale, "gaps-line", &args)
    };
    let lines = gaps.iter().map(line).collect::<Vec<_>>().join("\n");
    let lines = if lines.is_empty() { text(locale, "gaps-empty") } else { lines };
    let mut reply = Reply::new().embed(ui::embed(Tone::Neutral, &text(locale, "gaps-title"), &lines));
    if !gaps.is_empty() {
        let options = gaps.iter().map(|gap| (gap.question.clone(), gap.id.to_string()));
        reply = reply.row(select(&CustomId::new(ID, "gap"), &text(locale, "select-gap"), options)?);
    }
    let row = page.row(locale, |index| CustomId::new(ID, "gaps").with(index))?;
    Ok(row.into_iter().fold(reply, Reply::row))
}

/// One question that nothing answers, and what can be done about it.
///
/// # Errors
/// Where a custom id can't be built.
pub fn gap(locale: &Locale, gap: &Gap) -> Result<Reply> {
    let button = |action, label, style| -> Result<CreateButton> {
        let id = CustomId::new(ID, action).with(gap.id).build()?;
        Ok(CreateButton::new(id).style(style).label(text(locale, label)))
    };
    Ok(Reply::text(text_with(locale, "gap-shown", &[("question", ui::plain(&gap.question).into())])).row(
        CreateActionRow::Buttons(vec![
            button("gap_add", "button-gap-add", ButtonStyle::Success)?,
            button("gap_drop", "button-gap-drop", ButtonStyle::Secondary)?,
        ]),
    ))
}

/// An entry in an autocomplete list.
pub fn choice(locale: &Locale, short: &Short) -> AutocompleteChoice {
    let mut name = format!("#{} {}", short.id, ui::unturned(&short.title));
    if !short.published {
        name = format!("{} ({})", cut(&name, CHOICE_LIMIT - 20), text(locale, "status-draft"));
    }
    AutocompleteChoice::new(cut(&name, CHOICE_LIMIT), format!("#{}", short.id))
}
