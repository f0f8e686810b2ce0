//! The forms in which entries are written.

use plugin_api::{
    CustomId, Locale, Result,
    serenity::{CreateActionRow, CreateInputText, CreateModal, InputTextStyle},
    ui::embed::truncate,
};

use crate::{
    domain::{
        Content, EntryVersion,
        entry::{ALIASES_LIMIT, CATEGORY_LIMIT, KEYWORDS_LIMIT, TEXT_LIMIT, TITLE_LIMIT},
    },
    names::{ADD, SAVE},
    texts::{text, text_with},
};

/// In a custom id: the entry answers no gap.
const NO_GAP: i64 = 0;

/// The form of a new entry; `gap` is the question that it answers.
pub(crate) fn add_form(
    locale: &Locale,
    title: &str,
    category: &str,
    gap: Option<i64>,
) -> Result<CreateModal> {
    let submit = ADD.id().with(gap.unwrap_or(NO_GAP));
    let content = Content { title: title.to_owned(), category: category.to_owned(), ..Content::default() };
    new_entry_form(locale, &submit, &content)
}

/// The form of a new entry with some content filled in; `submit` is the component that takes it.
pub(crate) fn new_entry_form(locale: &Locale, submit: &CustomId, content: &Content) -> Result<CreateModal> {
    Ok(CreateModal::new(submit.build()?, text(locale, "form-add")).components(fields(locale, content)))
}

/// The form that changes an entry; it shows `content`.
pub(crate) fn edit_form(locale: &Locale, version: EntryVersion, content: &Content) -> Result<CreateModal> {
    let custom_id = SAVE.id().with(version.id).with(version.revision).build()?;
    let title = text_with(locale, "form-edit", &[("id", version.id.to_string().into())]);
    Ok(CreateModal::new(custom_id, title).components(fields(locale, content)))
}

fn fields(locale: &Locale, content: &Content) -> Vec<CreateActionRow> {
    let (short, long) = (InputTextStyle::Short, InputTextStyle::Paragraph);
    [
        input(locale, "title", short, &content.title, TITLE_LIMIT).required(true),
        input(locale, "text", long, &content.text, TEXT_LIMIT).required(true),
        input(locale, "keywords", short, &content.joined_keywords(), KEYWORDS_LIMIT),
        input(locale, "aliases", long, &content.joined_aliases(), ALIASES_LIMIT),
        input(locale, "category", short, &content.category, CATEGORY_LIMIT),
    ]
    .into_iter()
    .map(CreateActionRow::InputText)
    .collect()
}

fn input(locale: &Locale, name: &str, style: InputTextStyle, value: &str, limit: usize) -> CreateInputText {
    let input = CreateInputText::new(style, text(locale, &format!("form-{name}")), name)
        .required(false)
        .max_length(u16::try_from(limit).expect("Discord takes at most 4,000 characters"));
    if value.is_empty() { input } else { input.value(truncate(value, limit)) }
}
