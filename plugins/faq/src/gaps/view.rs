//! How questions without an answer look.

use plugin_api::{
    Action, Locale, Result,
    serenity::{ButtonStyle, CreateActionRow, CreateButton},
    ui::{self, Reply, Tone, embed::truncate, paginate::Page, select, timestamp},
};

use super::store::Gap;
use crate::{
    names::{GAP, GAP_ADD, GAP_DROP, GAPS},
    texts::{text, text_with},
};

/// How much of a question a list of ten shows, in characters: escaped, all of them have to fit into an embed.
const QUESTION_LIMIT: usize = 120;

/// One page of the questions without an answer.
pub(super) fn page(locale: &Locale, gaps: &[Gap], page: Page) -> Result<Reply> {
    let line = |gap: &Gap| {
        let args = [
            ("question", ui::escape_markdown(&truncate(&gap.question, QUESTION_LIMIT)).into()),
            ("count", gap.asked.into()),
            ("when", timestamp(gap.last_at, 'R').into()),
        ];
        text_with(locale, "gaps-line", &args)
    };
    let lines = gaps.iter().map(line).collect::<Vec<_>>().join("\n");
    let lines = if lines.is_empty() { text(locale, "gaps-empty") } else { lines };
    let mut reply = Reply::new().embed(ui::embed(Tone::Neutral, &text(locale, "gaps-title"), &lines));
    if !gaps.is_empty() {
        let options = gaps.iter().map(|gap| (gap.question.clone(), gap.id.to_string()));
        reply = reply.row(select(&GAP.id(), &text(locale, "select-gap"), options)?);
    }
    let row = page.row(locale, |index| GAPS.id().with(index))?;
    Ok(row.into_iter().fold(reply, Reply::row))
}

/// One question without an answer, with buttons to answer or delete it.
pub(super) fn gap(locale: &Locale, gap: &Gap) -> Result<Reply> {
    let button = |action: Action, label, style| -> Result<CreateButton> {
        let id = action.id().with(gap.id).build()?;
        Ok(CreateButton::new(id).style(style).label(text(locale, label)))
    };
    Ok(Reply::text(text_with(
        locale,
        "gap-shown",
        &[("question", ui::escape_markdown(&gap.question).into())],
    ))
    .row(CreateActionRow::Buttons(vec![
        button(GAP_ADD, "button-gap-add", ButtonStyle::Success)?,
        button(GAP_DROP, "button-gap-drop", ButtonStyle::Secondary)?,
    ])))
}
