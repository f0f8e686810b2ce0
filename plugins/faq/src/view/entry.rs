//! One entry.

use plugin_api::{
    CustomId, Locale, Result,
    serenity::{
        ButtonStyle, CreateActionRow, CreateAttachment, CreateButton, CreateEmbed, CreateEmbedFooter,
    },
    ui::{self, Reply, Tone, confirm::confirm, embed::cut, stamp},
};

use super::{text, text_with, whom};
use crate::{
    ID,
    actions::Came,
    domain::{Draft, Entry, Revision, Typed},
};

/// Discord's limit on the text of a field, in characters.
const FIELD_LIMIT: usize = 1_024;

/// The name of the file in which words are given back.
const WORDS_FILE: &str = "faq.txt";

/// What is said above an entry.
#[derive(Clone, Copy, Debug)]
pub struct Headline(&'static str);

impl Headline {
    /// It was added.
    pub const ADDED: Self = Self("reply-added");
    /// It was added, for staff only so far.
    pub const DRAFTED: Self = Self("reply-drafted");
    /// It was changed.
    pub const EDITED: Self = Self("reply-edited");
    /// Members see it from now on.
    pub const PUBLISHED: Self = Self("reply-published");
    /// They no longer do.
    pub const UNPUBLISHED: Self = Self("reply-unpublished");
    /// It stood so already.
    pub const UNCHANGED: Self = Self("reply-unchanged");

    /// Nothing was done: somebody else changed it.
    pub const CHANGED: Self = Self("reply-changed");

    /// It was published or taken back, or not.
    #[must_use]
    pub const fn of_publishing(published: bool, came: Came) -> Self {
        match (came, published) {
            (Came::Unneeded, _) => Self::UNCHANGED,
            (Came::Changed, _) => Self::CHANGED,
            (Came::Done, true) => Self::PUBLISHED,
            (Came::Done, false) => Self::UNPUBLISHED,
        }
    }

    fn says(self, locale: &Locale, entry: &Entry) -> String {
        text_with(locale, self.0, &[("id", entry.id.to_string().into())])
    }
}

/// An entry; for who may change it, with what they can do.
///
/// # Errors
/// Where a custom id can't be built.
pub fn entry(locale: &Locale, entry: &Entry, changes: bool, headline: Option<Headline>) -> Result<Reply> {
    let said = headline.map(|headline| headline.says(locale, entry)).unwrap_or_default();
    let reply = Reply::text(said).embed(shown(locale, entry));
    if !changes {
        return Ok(reply);
    }
    let of_entry = |action| CustomId::new(ID, action).with(entry.id);
    let button = |id: CustomId, label: &str, style| -> Result<CreateButton> {
        Ok(CreateButton::new(id.build()?).style(style).label(text(locale, label)))
    };
    let publish = if entry.published {
        button(of_entry("unpublish").with(entry.revision), "button-unpublish", ButtonStyle::Secondary)?
    } else {
        button(of_entry("publish").with(entry.revision), "button-publish", ButtonStyle::Success)?
    };
    Ok(reply.row(CreateActionRow::Buttons(vec![
        button(of_entry("edit"), "button-edit", ButtonStyle::Primary)?,
        publish,
        button(of_entry("history").with(0), "button-history", ButtonStyle::Secondary)?,
        button(of_entry("remove"), "button-remove", ButtonStyle::Danger)?,
    ])))
}

/// An entry as members read it.
pub(super) fn shown(locale: &Locale, entry: &Entry) -> CreateEmbed {
    let draft = &entry.draft;
    let tone = if entry.published { Tone::Neutral } else { Tone::Warning };
    let mut foot = vec![format!("#{}", entry.id)];
    if !draft.category.is_empty() {
        foot.push(ui::unturned(&draft.category));
    }
    if !entry.published {
        foot.push(text(locale, "status-draft"));
    }
    ui::embed(tone, &ui::plain(&draft.title), &draft.text).footer(CreateEmbedFooter::new(foot.join(" · ")))
}

/// What somebody wrote and could not be kept, so that it is not lost, under the reason: whole, to be read and, with its Markdown, in a file to be
/// copied; with a button to the entry that stands in the way.
///
/// # Errors
/// Where a custom id can't be built.
pub fn given_back(locale: &Locale, reason: &str, typed: &Typed, other: Option<&Entry>) -> Result<Reply> {
    let mut embed = ui::embed(Tone::Warning, &text(locale, "given-back"), &typed.text);
    let mut whole = format!("{}\n\n{}\n", text(locale, "field-text"), typed.text);
    for (name, value) in [
        ("title", &typed.title),
        ("aliases", &typed.aliases),
        ("keywords", &typed.keywords),
        ("category", &typed.category),
    ] {
        if !value.trim().is_empty() {
            let name = text(locale, &format!("field-{name}"));
            whole.push_str(&format!("\n\n{name}\n\n{value}\n"));
            embed = embed.field(name, cut(value, FIELD_LIMIT), false);
        }
    }
    let reply = Reply::text(reason).embed(embed).file(CreateAttachment::bytes(whole, WORDS_FILE));
    let Some(other) = other else { return Ok(reply) };
    let id = CustomId::new(ID, "edit").with(other.id).build()?;
    let edit = CreateButton::new(id).style(ButtonStyle::Primary).label(text(locale, "button-edit-now"));
    Ok(reply.row(CreateActionRow::Buttons(vec![edit])))
}

/// Asks whether an entry is to be removed.
///
/// # Errors
/// Where a custom id can't be built.
pub fn removal(locale: &Locale, entry: &Entry) -> Result<Reply> {
    let args = [("id", entry.id.to_string().into()), ("title", ui::plain(&entry.draft.title).into())];
    let question = text_with(locale, "reply-sure", &args);
    let yes = CustomId::new(ID, "remove_yes").with(entry.id).with(entry.revision);
    let no = CustomId::new(ID, "remove_no");
    Ok(Reply::text(question).embed(shown(locale, entry)).row(confirm(locale, &yes, &no)?))
}

/// An entry as it was after a change, which can be put back.
///
/// # Errors
/// Where a custom id can't be built.
pub fn revision(locale: &Locale, id: i64, revision: &Revision) -> Result<Reply> {
    let Draft { title, text: words, .. } = &revision.draft;
    let said = text_with(
        locale,
        "history-shown",
        &[
            ("id", id.to_string().into()),
            ("revision", revision.revision.to_string().into()),
            ("when", stamp(revision.changed_at, 'f').into()),
            ("who", whom(revision.changed_by, locale).into()),
        ],
    );
    let restore = CustomId::new(ID, "restore").with(id).with(revision.revision).build()?;
    let button = CreateButton::new(restore).style(ButtonStyle::Primary).label(text(locale, "button-restore"));
    let embed = ui::embed(Tone::Neutral, &ui::plain(title), words);
    Ok(Reply::text(said).embed(embed).row(CreateActionRow::Buttons(vec![button])))
}
