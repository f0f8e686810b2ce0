//! The forms in which entries are written.

use plugin_api::{
    CustomId, Locale, Result,
    serenity::{CreateActionRow, CreateInputText, CreateModal, InputTextStyle},
    ui::embed::cut,
};

use super::{text, text_with};
use crate::{
    ID,
    domain::{
        Draft,
        entry::{ALIASES_LIMIT, CATEGORY_LIMIT, KEYWORDS_LIMIT, TEXT_LIMIT, TITLE_LIMIT},
    },
};

/// Stands in a custom id for no question that nothing answered.
const NO_GAP: i64 = 0;

/// The form for a new entry; `gap` is the question that it answers.
///
/// # Errors
/// Where the custom id can't be built.
pub fn add(locale: &Locale, title: &str, category: &str, gap: Option<i64>) -> Result<CreateModal> {
    let submit = CustomId::new(ID, "add").with(gap.unwrap_or(NO_GAP));
    let draft = Draft { title: title.to_owned(), category: category.to_owned(), ..Draft::default() };
    form(locale, &submit, &draft)
}

/// The form for a new entry that is not the FAQ's own to take: `submit` says who does. What `draft` has is filled in.
///
/// # Errors
/// Where the custom id can't be built.
pub fn form(locale: &Locale, submit: &CustomId, draft: &Draft) -> Result<CreateModal> {
    Ok(CreateModal::new(submit.build()?, text(locale, "form-add")).components(fields(locale, draft)))
}

/// The form in which an entry that stands at a revision is changed; it shows `draft`.
///
/// # Errors
/// Where the custom id can't be built.
pub fn edit(locale: &Locale, (id, revision): (i64, i64), draft: &Draft) -> Result<CreateModal> {
    let custom_id = CustomId::new(ID, "save").with(id).with(revision).build()?;
    let title = text_with(locale, "form-edit", &[("id", id.to_string().into())]);
    Ok(CreateModal::new(custom_id, title).components(fields(locale, draft)))
}

fn fields(locale: &Locale, draft: &Draft) -> Vec<CreateActionRow> {
    let (short, long) = (InputTextStyle::Short, InputTextStyle::Paragraph);
    [
        input(locale, "title", short, &draft.title, TITLE_LIMIT).required(true),
        input(locale, "text", long, &draft.text, TEXT_LIMIT).required(true),
        input(locale, "keywords", short, &draft.typed_keywords(), KEYWORDS_LIMIT),
        input(locale, "aliases", long, &draft.typed_aliases(), ALIASES_LIMIT),
        input(locale, "category", short, &draft.category, CATEGORY_LIMIT),
    ]
    .into_iter()
    .map(CreateActionRow::InputText)
    .collect()
}

fn input(locale: &Locale, name: &str, style: InputTextStyle, value: &str, limit: usize) -> CreateInputText {
    let input = CreateInputText::new(style, text(locale, &format!("form-{name}")), name)
        .required(false)
        .max_length(u16::try_from(limit).expect("Discord takes at most 4,000 characters"));
    if value.is_empty() { input } else { input.value(cut(value, limit)) }
}
