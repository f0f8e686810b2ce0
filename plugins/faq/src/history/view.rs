//! How the history of an entry looks.

use plugin_api::{
    Locale, Result,
    serenity::{ButtonStyle, CreateActionRow, CreateButton},
    ui::{self, Reply, Tone, paginate::Page, select, timestamp},
};

use crate::{
    domain::{Content, Entry, Revision},
    names::{HISTORY, RESTORE, REVISION},
    texts::{mention, text, text_with},
};

/// One page of an entry's changes.
pub(super) fn page(locale: &Locale, entry: &Entry, revisions: &[Revision], page: Page) -> Result<Reply> {
    let title = text_with(locale, "history-title", &[("id", entry.id.to_string().into())]);
    let line = |revision: &Revision| {
        let args = [
            ("revision", revision.revision.to_string().into()),
            ("when", timestamp(revision.changed_at, 'f').into()),
            ("who", mention(revision.changed_by, locale).into()),
            ("what", text(locale, &format!("action-{}", revision.kind.as_str())).into()),
            ("title", ui::escape_markdown(&revision.content.title).into()),
        ];
        text_with(locale, "history-line", &args)
    };
    let lines = revisions.iter().map(line).collect::<Vec<_>>().join("\n");
    let mut reply = Reply::new().embed(ui::embed(Tone::Neutral, &title, &lines));
    if !revisions.is_empty() {
        let option = |revision: &Revision| {
            let number = revision.revision.to_string();
            (text_with(locale, "history-choice", &[("revision", number.clone().into())]), number)
        };
        let id = REVISION.id().with(entry.id);
        reply = reply.row(select(&id, &text(locale, "select-revision"), revisions.iter().map(option))?);
    }
    let row = page.row(locale, |index| HISTORY.id().with(entry.id).with(index))?;
    Ok(row.into_iter().fold(reply, Reply::row))
}

/// An entry as it was after a change, with a button that restores it.
pub(super) fn revision(locale: &Locale, id: i64, revision: &Revision) -> Result<Reply> {
    let Content { title, text: words, .. } = &revision.content;
    let headline = text_with(
        locale,
        "history-shown",
        &[
            ("id", id.to_string().into()),
            ("revision", revision.revision.to_string().into()),
            ("when", timestamp(revision.changed_at, 'f').into()),
            ("who", mention(revision.changed_by, locale).into()),
        ],
    );
    let restore = RESTORE.id().with(id).with(revision.revision).build()?;
    let button = CreateButton::new(restore).style(ButtonStyle::Primary).label(text(locale, "button-restore"));
    let embed = ui::embed(Tone::Neutral, &ui::escape_markdown(title), words);
    Ok(Reply::text(headline).embed(embed).row(CreateActionRow::Buttons(vec![button])))
}
