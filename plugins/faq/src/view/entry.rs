//! One entry.

use plugin_api::{
    Action, CustomId, Locale, Result,
    serenity::{
        ButtonStyle, CreateActionRow, CreateAttachment, CreateButton, CreateEmbed, CreateEmbedFooter,
    },
    ui::{self, Reply, Tone, confirm::confirm, embed::truncate},
};

use crate::{
    domain::{Entry, EntryInput, PublishOutcome},
    names::{EDIT, HISTORY, PUBLISH, REMOVE, REMOVE_NO, REMOVE_YES, UNPUBLISH},
    texts::{text, text_with},
};

/// Discord's limit on the text of a field, in characters.
const FIELD_LIMIT: usize = 1_024;

/// The file in which rejected words are given back.
const WORDS_FILE: &str = "faq.txt";

/// What a reply says above an entry: the id of the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Headline(&'static str);

impl Headline {
    pub(crate) const ADDED: Self = Self("reply-added");
    pub(crate) const DRAFTED: Self = Self("reply-drafted");
    pub(crate) const EDITED: Self = Self("reply-edited");
    pub(crate) const PUBLISHED: Self = Self("reply-published");
    pub(crate) const UNPUBLISHED: Self = Self("reply-unpublished");
    pub(crate) const UNCHANGED: Self = Self("reply-unchanged");
    pub(crate) const CONFLICT: Self = Self("reply-changed");

    /// What came of publishing an entry (`published`) or making it a draft again.
    pub(crate) const fn for_publish(published: bool, outcome: PublishOutcome) -> Self {
        match (outcome, published) {
            (PublishOutcome::Unchanged, _) => Self::UNCHANGED,
            (PublishOutcome::Conflict, _) => Self::CONFLICT,
            (PublishOutcome::Done, true) => Self::PUBLISHED,
            (PublishOutcome::Done, false) => Self::UNPUBLISHED,
        }
    }

    fn render(self, locale: &Locale, entry: &Entry) -> String {
        text_with(locale, self.0, &[("id", entry.id.to_string().into())])
    }
}

/// An entry, with buttons for whoever may change it.
pub(crate) fn entry(
    locale: &Locale,
    entry: &Entry,
    may_change: bool,
    headline: Option<Headline>,
) -> Result<Reply> {
    let headline = headline.map(|headline| headline.render(locale, entry)).unwrap_or_default();
    let reply = Reply::text(headline).embed(embed(locale, entry));
    if !may_change {
        return Ok(reply);
    }
    let id = |action: Action| action.id().with(entry.id);
    let button = |id: CustomId, label: &str, style| -> Result<CreateButton> {
        Ok(CreateButton::new(id.build()?).style(style).label(text(locale, label)))
    };
    let publish = if entry.published {
        button(id(UNPUBLISH).with(entry.revision), "button-unpublish", ButtonStyle::Secondary)?
    } else {
        button(id(PUBLISH).with(entry.revision), "button-publish", ButtonStyle::Success)?
    };
    Ok(reply.row(CreateActionRow::Buttons(vec![
        button(id(EDIT), "button-edit", ButtonStyle::Primary)?,
        publish,
        button(id(HISTORY).with(0), "button-history", ButtonStyle::Secondary)?,
        button(id(REMOVE), "button-remove", ButtonStyle::Danger)?,
    ])))
}

/// An entry as members read it.
pub(crate) fn embed(locale: &Locale, entry: &Entry) -> CreateEmbed {
    let content = &entry.content;
    let tone = if entry.published { Tone::Neutral } else { Tone::Warning };
    let mut footer = vec![format!("#{}", entry.id)];
    if !content.category.is_empty() {
        footer.push(ui::strip_bidi(&content.category));
    }
    if !entry.published {
        footer.push(text(locale, "status-draft"));
    }
    ui::embed(tone, &ui::escape_markdown(&content.title), &content.text)
        .footer(CreateEmbedFooter::new(footer.join(" · ")))
}

/// The words of a rejected form, so that they are not lost, under the reason: to be read, and in a file with their Markdown to be copied; with
/// a button that opens the entry that is in the way.
pub(crate) fn rejected(
    locale: &Locale,
    reason: &str,
    input: &EntryInput,
    other: Option<&Entry>,
) -> Result<Reply> {
    let mut embed = ui::embed(Tone::Warning, &text(locale, "given-back"), &input.text);
    let mut whole = format!("{}\n\n{}\n", text(locale, "field-text"), input.text);
    for (name, value) in [
        ("title", &input.title),
        ("aliases", &input.aliases),
        ("keywords", &input.keywords),
        ("category", &input.category),
    ] {
        if !value.trim().is_empty() {
            let name = text(locale, &format!("field-{name}"));
            whole.push_str(&format!("\n\n{name}\n\n{value}\n"));
            embed = embed.field(name, truncate(value, FIELD_LIMIT), false);
        }
    }
    let reply = Reply::text(reason).embed(embed).file(CreateAttachment::bytes(whole, WORDS_FILE));
    let Some(other) = other else { return Ok(reply) };
    let id = EDIT.id().with(other.id).build()?;
    let edit = CreateButton::new(id).style(ButtonStyle::Primary).label(text(locale, "button-edit-now"));
    Ok(reply.row(CreateActionRow::Buttons(vec![edit])))
}

/// Asks whether an entry is to be removed.
pub(crate) fn confirm_removal(locale: &Locale, entry: &Entry) -> Result<Reply> {
    let args =
        [("id", entry.id.to_string().into()), ("title", ui::escape_markdown(&entry.content.title).into())];
    let question = text_with(locale, "reply-sure", &args);
    let yes = REMOVE_YES.id().with(entry.id).with(entry.revision);
    let no = REMOVE_NO.id();
    Ok(Reply::text(question).embed(embed(locale, entry)).row(confirm(locale, &yes, &no)?))
}
