//! What is asked and said when a ticket is opened.

use faq::Entry;
use plugin_api::{
    CustomId, Locale, Result,
    serenity::{
        ButtonStyle, CreateActionRow, CreateButton, CreateEmbed, CreateInputText, CreateModal,
        InputTextStyle, Mentionable, ReactionType,
    },
    ui::{self, Reply, Tone, embed::truncate},
};

use super::domain::{Draft, NewTicket};
use crate::{
    names,
    settings::{DESCRIPTION_LIMIT, Question, TicketSettings},
    texts::{category_label, text, text_with, words},
    ticket::{self, Ticket},
};

/// The field of a form that holds the description.
pub const DESCRIPTION: &str = "description";

/// How many questions a form has at most (Discord takes five fields).
pub const QUESTIONS: usize = 5;

/// How many categories have a button each on the panel; more are in a select.
const BUTTONS: usize = 5;

/// Discord's limits on a form's title, on a field's label and on its placeholder, in characters
/// (<https://discord.com/developers/docs/components/reference#text-input>).
const TITLE: usize = 45;
const PLACEHOLDER: usize = 100;
/// Discord's limit on a button's label, in characters.
const LABEL: usize = 80;

/// How much of an entry of the FAQ is shown.
const ENTRY: usize = 1_000;

/// The field of a form that holds the answer to a question, by its place.
#[must_use]
pub fn question_field(index: usize) -> String {
    format!("q{index}")
}

/// The form of a category for a ticket of which nothing is known yet.
pub fn new_form(locale: &Locale, settings: &TicketSettings, key: &str) -> Result<CreateModal> {
    form(locale, settings, &names::actions::NEW.id().with(key), key, "")
}

/// The form of a draft's category, with what it says already.
pub fn draft_form(locale: &Locale, settings: &TicketSettings, draft: &Draft) -> Result<CreateModal> {
    let submit = names::actions::FORM.id().with(draft.id);
    form(locale, settings, &submit, &draft.new_ticket.category, &draft.new_ticket.description)
}

fn form(
    locale: &Locale,
    settings: &TicketSettings,
    submit: &CustomId,
    key: &str,
    said: &str,
) -> Result<CreateModal> {
    let category = settings.category(key).unwrap_or_default();
    let mut fields: Vec<_> = category.questions.iter().take(QUESTIONS).enumerate().map(question).collect();
    if fields.is_empty() {
        let mut field =
            CreateInputText::new(InputTextStyle::Paragraph, text(locale, "form-description"), DESCRIPTION)
                .required(true)
                .max_length(DESCRIPTION_LIMIT);
        if !said.is_empty() {
            field = field.value(truncate(said, DESCRIPTION_LIMIT.into()));
        }
        fields.push(CreateActionRow::InputText(field));
    }
    let title = truncate(&category_label(settings, key), TITLE);
    Ok(CreateModal::new(submit.build()?, title).components(fields))
}

fn question((index, question): (usize, &Question)) -> CreateActionRow {
    let style = if question.long { InputTextStyle::Paragraph } else { InputTextStyle::Short };
    let mut field = CreateInputText::new(style, truncate(&question.label, TITLE), question_field(index))
        .required(question.required)
        .max_length(question.max_length.max(1));
    if question.min_length > 0 {
        field = field.min_length(question.min_length);
    }
    if !question.placeholder.is_empty() {
        field = field.placeholder(truncate(&question.placeholder, PLACEHOLDER));
    }
    CreateActionRow::InputText(field)
}

/// Asks what a draft is about.
pub fn categories(locale: &Locale, settings: &TicketSettings, draft: i64) -> Result<Reply> {
    let ask = text(locale, "opening-category");
    let select = ui::select(&names::actions::CATEGORY.id().with(draft), &ask, options(settings))?;
    Ok(Reply::text(ask).row(select))
}

fn options(settings: &TicketSettings) -> Vec<(String, String)> {
    settings.keys().into_iter().map(|key| (category_label(settings, key), key.to_owned())).collect()
}

/// There is no category of that name (any more), and which there are.
pub fn no_category(locale: &Locale, settings: &TicketSettings, named: &str) -> String {
    let names: Vec<_> = options(settings).into_iter().map(|(label, _)| label).collect();
    let args =
        [("category", ui::escape_markdown(&truncate(named, 100)).into()), ("names", names.join(", ").into())];
    text_with(locale, "refused-category", &args)
}

/// The panel: what it is for, and a button for each category or a select of them.
pub fn panel(locale: &Locale, settings: &TicketSettings) -> Result<(CreateEmbed, CreateActionRow)> {
    let embed = ui::embed(Tone::Neutral, &text(locale, "panel-title"), &text(locale, "panel-text"));
    let keys = settings.keys();
    if keys.len() > BUTTONS {
        let ask = text(locale, "opening-category");
        return Ok((embed, ui::select(&names::actions::PANEL_PICK.id(), &ask, options(settings))?));
    }
    let buttons =
        keys.into_iter().map(|key| panel_button(locale, settings, key)).collect::<Result<Vec<_>>>()?;
    Ok((embed, CreateActionRow::Buttons(buttons)))
}

fn panel_button(locale: &Locale, settings: &TicketSettings, key: &str) -> Result<CreateButton> {
    let id = names::actions::PANEL.id().with(key).build()?;
    let button = CreateButton::new(id).style(ButtonStyle::Primary);
    let category = settings.category(key).unwrap_or_default();
    // The only category there is by itself is not worth naming.
    if settings.categories.is_empty() {
        return Ok(button.label(text(locale, "panel-open")));
    }
    let name = if category.name.is_empty() { key } else { category.name.as_str() };
    Ok(match ReactionType::try_from(category.emoji.as_str()) {
        Ok(emoji) => button.label(truncate(name, LABEL)).emoji(emoji),
        Err(_) => button.label(truncate(name, LABEL)),
    })
}

/// What the FAQ says to a draft, with buttons for each entry and for opening it all the same.
pub fn deflection(locale: &Locale, draft: i64, entries: &[Entry]) -> Result<Reply> {
    let mut reply = Reply::text(text(locale, "opening-faq"));
    let mut buttons = Vec::new();
    for entry in entries {
        let (title, said) = (&entry.content.title, &entry.content.text);
        reply = reply.embed(ui::embed(Tone::Neutral, &ui::escape_markdown(title), &truncate(said, ENTRY)));
        let label = match entries {
            [_] => text(locale, "button-answered"),
            _ => text_with(
                locale,
                "button-answered-by",
                &[("title", truncate(&ui::strip_bidi(title), 50).into())],
            ),
        };
        let id = names::actions::ANSWERED.id().with(draft).with(entry.id).build()?;
        buttons.push(CreateButton::new(id).style(ButtonStyle::Success).label(truncate(&label, LABEL)));
    }
    let anyway = names::actions::ANYWAY.id().with(draft).build()?;
    buttons
        .push(CreateButton::new(anyway).style(ButtonStyle::Secondary).label(text(locale, "button-anyway")));
    Ok(reply.row(CreateActionRow::Buttons(buttons)))
}

/// It is being opened.
pub fn being_opened(locale: &Locale) -> Reply {
    Reply::text(text(locale, "opening-begun"))
}

/// It is open, and where.
pub fn opened(locale: &Locale, ticket: &Ticket) -> Reply {
    let place = ticket.channel.map(|channel| channel.mention().to_string()).unwrap_or_default();
    Reply::text(text_with(
        locale,
        "opening-done",
        &[("id", ticket.id.to_string().into()), ("place", place.into())],
    ))
}

/// Why nothing was opened, with what the member wrote, which would be lost otherwise.
pub fn given_back(locale: &Locale, why: &str, new_ticket: &NewTicket) -> Reply {
    Reply::text(why).embed(written(locale, &new_ticket.description, &new_ticket.answers))
}

/// What a member wrote.
pub fn written(locale: &Locale, description: &str, answers: &[ticket::Answer]) -> CreateEmbed {
    let embed = ui::embed(Tone::Neutral, &text(locale, "given-back"), &words(description, 2_000));
    let said = answers.iter().filter(|answer| !answer.value.is_empty());
    said.fold(embed, |embed, answer| {
        embed.field(ui::escape_markdown(&answer.label), words(&answer.value, 600), false)
    })
}
